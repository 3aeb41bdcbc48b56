import type { DiskReading } from './disk-space.ts'
import type { HistogramTally } from './histogram-tally.ts'
import type { Tally } from './tally.ts'

/** All that is known of the server at one moment: gathered when Prometheus asks, so that it costs nothing in between. */
export interface Figures {
  version: string
  databaseKind: 'sqlite' | 'mysql'
  tally: Tally

  /** By transport. */
  connections: ReadonlyMap<string, number>
  /** Beside those: what speaks HTTP and has no session. */
  httpConnections: number
  maxConnections: number
  /** Connections that the system or its limits did not let in. */
  acceptFailures: number
  sessions: number
  usersOnline: number
  unsentBytes: number
  maxUnsentBytes: number
  lagging: number

  journalDepth: number
  /** Conversations with messages to bring into the search index. */
  indexDue: number
  databaseUp: boolean
  databasePingMs: number | undefined
  pools: readonly PoolFigures[]

  loopDelaySeconds: HistogramTally
  /** Time that the main thread has spent working, since the start. */
  loopBusySeconds: number
  disk: DiskReading | undefined
  /** What the scrape before this one took. */
  scrapeSeconds: number
}

/** One pool of worker threads; busySeconds and tasks since the start. */
export interface PoolFigures {
  name: string
  places: number
  queue: number
  busySeconds: number
  tasks: number
}
