import { join } from 'node:path'
import type { AdminServices } from './admin/admin-command.ts'
import { AdminDesk } from './admin/admin-desk.ts'
import { StatsSampler, type StatsSources } from './admin/stats-sampler.ts'
import { SYSTEM_CLOCK } from './clock.ts'
import type { Turns } from './commands/turns.ts'
import { ConfigError, describeDatabase, type ServerConfig } from './config.ts'
import type { DatabaseWatch } from './database-watch.ts'
import type { Directory } from './directory/directory.ts'
import { Drain } from './drain.ts'
import type { Journal } from './journal/journal.ts'
import type { ServerLog } from './log.ts'
import type { Metrics } from './metrics.ts'
import { Acceptor } from './net/acceptor.ts'
import { version } from './package-root.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'
import { Backup } from './workers/backup.ts'
import type { CredentialsPool } from './workers/credentials-pool.ts'
import type { StoragePool } from './workers/storage-pool.ts'

/** In the data folder: there is one server to a data folder, and this is also how a second one notices. */
export const ADMIN_SOCKET = 'admin.sock'
const SAMPLE_EVERY_MS = 1_000

export interface OperatorAccessParts {
  config: ServerConfig
  log: ServerLog
  watch: DatabaseWatch
  storage: StoragePool
  credentials: CredentialsPool
  directory: Directory
  metrics: Metrics
  journal: Journal
  registry: SessionRegistry
  turns: Turns
  acceptFailures(): number
  port(): number
  addresses(): string[]
  /** The operator has emptied the server. */
  drained(): void
}

/** The operator's side of the server: the admin socket, and what only its commands use. */
export class OperatorAccess {
  readonly drain: Drain
  readonly #parts: OperatorAccessParts
  readonly #sampler: StatsSampler
  readonly #backup: Backup
  readonly #desk: AdminDesk
  readonly #acceptor: Acceptor
  #timer: NodeJS.Timeout | undefined

  constructor(parts: OperatorAccessParts) {
    const { config, log, directory, registry, drained } = parts
    this.#parts = parts
    this.drain = new Drain(SYSTEM_CLOCK, { sessions: () => directory.sessionCount, drained })
    this.#sampler = new StatsSampler(this.#sources(), registry, SYSTEM_CLOCK)
    this.#backup = new Backup(config.databaseUrl)
    this.#desk = new AdminDesk(this.#services(), log.logger, log)
    this.#acceptor = new Acceptor((connection) => this.#desk.accept(connection))
  }

  /** Rejects with a ConfigError when the data folder cannot be had. */
  async listen(): Promise<void> {
    try {
      await this.#acceptor.listenOnFile(join(this.#parts.config.dataFolder, ADMIN_SOCKET))
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const isTaken = code === 'EADDRINUSE'
      throw new ConfigError([
        {
          option: 'data',
          message: isTaken ? 'is in use by another server' : `cannot hold a socket: ${message}`,
        },
      ])
    }
    this.#timer = setInterval(() => this.#sample(), SAMPLE_EVERY_MS).unref()
  }

  /** How long the database took for a batch. */
  commitTook(ms: number): void {
    this.#sampler.commitTimes.record(ms)
  }

  /** The last to be closed: an operator sees the server stop. */
  close(): Promise<void> {
    clearInterval(this.#timer)
    this.drain.cancel()
    this.#sampler.stop()
    this.#acceptor.close()
    this.#desk.close()
    return this.#backup.close()
  }

  #sample(): void {
    this.#sampler.sample()
    this.#desk.tellStats().catch((error: unknown) => {
      this.#parts.log.logger.warn({ err: error }, 'the figures of this second are missing')
    })
  }

  #services(): AdminServices {
    const { directory, registry, storage, credentials, turns, log } = this.#parts
    return {
      version,
      clock: SYSTEM_CLOCK,
      directory,
      registry,
      storage: storage.api,
      credentials,
      turns,
      stats: () => this.#sampler.read(),
      log,
      backups: this.#backup,
      drain: this.drain,
    }
  }

  #sources(): StatsSources {
    const { config, watch, storage, credentials, directory, metrics, journal } = this.#parts
    const { tally } = metrics
    return {
      fixed: {
        version,
        database: describeDatabase(config.databaseUrl),
        databaseKind: config.databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'mysql',
      },
      port: () => this.#parts.port(),
      addresses: () => this.#parts.addresses(),
      draining: () => this.drain.isOn,
      databaseUp: () => watch.isUp,
      databasePingMs: () => watch.pingMs,
      totals: () => ({
        committed: tally.committed,
        duplicates: tally.duplicates,
        delivered: tally.delivered,
        requests: tally.framesIn,
      }),
      journalDepth: () => journal.depth,
      usersOnline: () => directory.userCount,
      sessions: () => directory.sessionCount,
      resyncs: async () => tally.resyncs,
      errorCodes: async () =>
        Object.fromEntries([...tally.errors].filter(([, count]) => count > 0)),
      acceptFailures: () => this.#parts.acceptFailures(),
      pools: () => [...storage.loads, credentials.load].map((load) => load.read()),
    }
  }
}
