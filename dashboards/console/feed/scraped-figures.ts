import type { PoolFigures } from '../../../protocol/admin-entities.ts'
import type { Figures } from '../figures/figures.ts'
import { quantile, rate, type Scrape } from './scrape.ts'

const MS = 1_000
const LOOP_DELAY = 'teahouse_event_loop_delay_seconds'

/** `before`: the look before this one, for rates; `earlier`: one of some seconds ago, for percentiles. What the server does not export is absent. */
export function scrapedFigures(
  now: Scrape,
  before: Scrape | undefined,
  earlier: Scrape | undefined,
): Figures {
  const started = now.sum('process_start_time_seconds')
  const databaseUp = now.sum('teahouse_database_up')
  const figures = {
    version: now.label('teahouse_info', 'version'),
    databaseKind: databaseKind(now),
    databasePingMs: inMilliseconds(now.sum('teahouse_database_ping_seconds')),
    runtime: now.label('nodejs_version_info', 'version'),
    uptimeMs: started === undefined ? undefined : Math.max(0, now.at - started * MS),
    databaseUp: databaseUp === undefined ? undefined : databaseUp > 0,
    ...people(now),
    ...messages(now, before),
    commitMs: times(
      quantile(earlier, now, 'teahouse_commit_seconds', 0.5),
      quantile(earlier, now, 'teahouse_commit_seconds', 0.99),
    ),
    eventLoopDelayMs: times(
      quantile(earlier, now, LOOP_DELAY, 0.5),
      quantile(earlier, now, LOOP_DELAY, 0.99),
    ),
    pools: pools(now, before),
    memoryBytes: now.sum('process_resident_memory_bytes'),
    heapBytes: now.sum('nodejs_heap_size_used_bytes'),
    cpuMs: inMilliseconds(now.sum('process_cpu_seconds_total')),
    cpuCores: rate(before, now, 'process_cpu_seconds_total'),
  }
  return { at: now.at, ...withoutUnknown(figures) }
}

function people(now: Scrape) {
  return {
    connections: now.sum('teahouse_connections'),
    transports: now.by('teahouse_connections', 'transport'),
    sessions: now.sum('teahouse_sessions'),
    usersOnline: now.sum('teahouse_users_online'),
    lagging: now.sum('teahouse_sessions_lagging'),
    unsentBytes: now.sum('teahouse_unsent_bytes'),
    acceptFailures: now.sum('teahouse_accept_failures_total'),
  }
}

function messages(now: Scrape, before: Scrape | undefined) {
  return {
    committed: now.sum('teahouse_messages_committed_total'),
    duplicates: now.sum('teahouse_duplicates_total'),
    delivered: now.sum('teahouse_messages_delivered_total'),
    requests: now.sum('teahouse_frames_in_total'),
    committedPerSecond: rate(before, now, 'teahouse_messages_committed_total'),
    deliveredPerSecond: rate(before, now, 'teahouse_messages_delivered_total'),
    requestsPerSecond: rate(before, now, 'teahouse_frames_in_total'),
    resyncs: now.sum('teahouse_resyncs_total'),
    errors: now.sum('teahouse_errors_total'),
    errorCodes: now.by('teahouse_errors_total', 'code'),
    journalDepth: now.sum('teahouse_journal_depth'),
  }
}

function databaseKind(now: Scrape): 'sqlite' | 'mysql' | undefined {
  const kind = now.label('teahouse_info', 'database')
  return kind === 'sqlite' || kind === 'mysql' ? kind : undefined
}

/** How busy: the time that their places were taken, by the time that there was. */
function pools(now: Scrape, before: Scrape | undefined): PoolFigures[] | undefined {
  const queues = now.by('teahouse_pool_queue', 'pool')
  if (queues === undefined) return undefined
  const places = now.by('teahouse_pool_places', 'pool') ?? {}
  const [from, to] = [before, now].map((look) =>
    look?.by('teahouse_pool_busy_seconds_total', 'pool'),
  )
  const seconds = (now.at - (before?.at ?? now.at)) / MS
  return Object.entries(queues).map(([name, queue]) => {
    const threads = places[name] ?? 1
    const share = ((to?.[name] ?? 0) - (from?.[name] ?? 0)) / (seconds * threads)
    const busy = share > 0 ? Math.round(Math.min(1, share) * 100) / 100 : 0
    return { name, threads, queue, busy }
  })
}

const inMilliseconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * MS

function times(p50: number | undefined, p99: number | undefined) {
  if (p50 === undefined || p99 === undefined) return undefined
  return { p50: p50 * MS, p99: p99 * MS }
}

function withoutUnknown(figures: object): Omit<Figures, 'at'> {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined))
}
