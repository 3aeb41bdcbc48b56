import { memoryUsage } from 'node:process'
import type { PoolFigures, Stats } from '../../protocol/admin-entities.ts'
import type { Clock } from '../clock.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import { EventLoopDelay, type Percentiles, RecentTimes } from './recent-times.ts'

/** What has happened so far; whatever comes a second is the difference of two readings. */
interface Totals {
  committed: number
  duplicates: number
  delivered: number
  requests: number
}

/** Where the figures come from: each is read once a second at most. */
export interface StatsSources {
  /** What stays as it is while the server runs. */
  readonly fixed: Pick<Stats, 'version' | 'database' | 'databaseKind'>
  port(): number
  addresses(): string[]
  draining(): boolean
  databaseUp(): boolean
  databasePingMs(): number | undefined
  totals(): Totals
  journalDepth(): number
  usersOnline(): number
  sessions(): number
  resyncs(): Promise<number>
  errorCodes(): Promise<Record<string, number>>
  acceptFailures(): number
  pools(): PoolFigures[]
}

const NOTHING: Totals = { committed: 0, duplicates: 0, delivered: 0, requests: 0 }

/**
 * The server's figures, once a second for all who ask: `sample` is called by a timer, `read` by anybody. Nothing is done per message but to record how long a batch
 * took.
 */
export class StatsSampler {
  readonly commitTimes: RecentTimes
  readonly #sources: StatsSources
  readonly #registry: SessionRegistry
  readonly #clock: Clock
  readonly #delay: EventLoopDelay
  #sampledAtMs: number
  #totals = NOTHING
  #cpuMs = 0
  #perSecond: Pick<Stats, `${'committed' | 'delivered' | 'requests'}PerSecond` | 'cpuCores'> = {
    committedPerSecond: 0,
    deliveredPerSecond: 0,
    requestsPerSecond: 0,
    cpuCores: 0,
  }
  #pools: PoolFigures[] = []
  #lastMemory = { memoryBytes: 0, heapBytes: 0 }
  #times: { commitMs: Percentiles; eventLoopDelayMs: Percentiles } = {
    commitMs: { p50: 0, p99: 0 },
    eventLoopDelayMs: { p50: 0, p99: 0 },
  }

  constructor(sources: StatsSources, registry: SessionRegistry, clock: Clock) {
    this.#sources = sources
    this.#registry = registry
    this.#clock = clock
    this.#sampledAtMs = clock.monotonicMs()
    this.commitTimes = new RecentTimes(this.#sampledAtMs)
    this.#delay = new EventLoopDelay(this.#sampledAtMs)
    this.#pools = sources.pools()
  }

  /** To be called once a second. */
  sample(): void {
    const nowMs = this.#clock.monotonicMs()
    const seconds = (nowMs - this.#sampledAtMs) / 1_000
    if (seconds <= 0) return
    this.#sampledAtMs = nowMs
    const before = this.#totals
    const totals = { ...this.#sources.totals() }
    this.#totals = totals
    const cpuMs = processorMs()
    const rate = (change: number): number => Math.round((change / seconds) * 10) / 10
    this.#perSecond = {
      committedPerSecond: rate(totals.committed - before.committed),
      deliveredPerSecond: rate(totals.delivered - before.delivered),
      requestsPerSecond: rate(totals.requests - before.requests),
      cpuCores: Math.round((cpuMs - this.#cpuMs) / seconds) / 1_000,
    }
    this.#cpuMs = cpuMs
    this.#pools = this.#sources.pools()
    this.#times = {
      commitMs: this.commitTimes.read(nowMs),
      eventLoopDelayMs: this.#delay.read(nowMs),
    }
  }

  async read(): Promise<Stats> {
    const { fixed, ...sources } = this.#sources
    const [resyncs, errorCodes] = await Promise.all([sources.resyncs(), sources.errorCodes()])
    const databasePingMs = sources.databasePingMs()
    const queue = (names: string): number =>
      this.#pools.reduce((sum, pool) => sum + (pool.name.startsWith(names) ? pool.queue : 0), 0)
    return {
      at: this.#clock.now(),
      ...fixed,
      runtime: process.version,
      pid: process.pid,
      uptimeMs: Math.round(process.uptime() * 1_000),
      port: sources.port(),
      addresses: sources.addresses(),
      draining: sources.draining(),
      databaseUp: sources.databaseUp(),
      ...(databasePingMs === undefined ? {} : { databasePingMs }),
      ...this.#connections(),
      sessions: sources.sessions(),
      usersOnline: sources.usersOnline(),
      ...sources.totals(),
      ...this.#perSecond,
      resyncs,
      errors: Object.values(errorCodes).reduce((sum, count) => sum + count, 0),
      errorCodes,
      acceptFailures: sources.acceptFailures(),
      journalDepth: sources.journalDepth(),
      ...this.#times,
      pools: this.#pools,
      storageQueue: queue('storage'),
      credentialsQueue: queue('credentials'),
      ...this.#memory(),
      cpuMs: processorMs(),
    }
  }

  stop(): void {
    this.#delay.stop()
  }

  #memory(): Pick<Stats, 'memoryBytes' | 'heapBytes'> {
    try {
      const { rss, heapUsed } = memoryUsage()
      this.#lastMemory = { memoryBytes: rss, heapBytes: heapUsed }
    } catch {
      // It reads a file of the system, which fails just when all file handles are taken and figures are needed most.
    }
    return this.#lastMemory
  }

  #connections(): Pick<Stats, 'connections' | 'transports' | 'lagging' | 'unsentBytes'> {
    const transports: Record<string, number> = {}
    let lagging = 0
    let unsentBytes = 0
    for (const { wire, isLagging } of this.#registry) {
      const { transport = 'tcp' } = wire
      transports[transport] = (transports[transport] ?? 0) + 1
      if (isLagging) lagging += 1
      unsentBytes += wire.unsentBytes
    }
    return { connections: this.#registry.size, transports, lagging, unsentBytes }
  }
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return Math.round((user + system) / 1_000)
}
