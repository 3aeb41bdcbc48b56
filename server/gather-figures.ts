import { performance } from 'node:perf_hooks'
import type { ServerConfig } from './config.ts'
import type { DatabaseWatch } from './database-watch.ts'
import type { Directory } from './directory/directory.ts'
import type { Journal } from './journal/journal.ts'
import type { DiskSpace } from './metrics/disk-space.ts'
import type { Figures } from './metrics/figures.ts'
import type { LoopDelay } from './metrics/loop-delay.ts'
import type { Metrics } from './metrics.ts'
import { version } from './package-root.ts'
import type { SearchIndexer } from './search-indexer.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'
import type { CredentialsPool } from './workers/credentials-pool.ts'
import type { StoragePool } from './workers/storage-pool.ts'

export interface FigureSources {
  config: Pick<ServerConfig, 'databaseUrl'>
  metrics: Metrics
  registry: SessionRegistry
  directory: Directory
  journal: Journal
  watch: DatabaseWatch
  storage: StoragePool
  indexer: SearchIndexer
  credentials: CredentialsPool
  loopDelay: LoopDelay
  disk: DiskSpace
  httpConnections: number
  maxConnections: number
  acceptFailures: number
}

/** Everything that Prometheus asks for, as it is now. The only part that grows with the connections is one walk over them. */
export function gatherFigures(sources: FigureSources): Omit<Figures, 'scrapeSeconds'> {
  const { config, metrics, directory, watch, storage, credentials } = sources
  return {
    version,
    databaseKind: config.databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'mysql',
    tally: metrics.tally,
    ...ofConnections(sources.registry),
    httpConnections: sources.httpConnections,
    maxConnections: sources.maxConnections,
    acceptFailures: sources.acceptFailures,
    sessions: directory.sessionCount,
    usersOnline: directory.userCount,
    indexDue: sources.indexer.due,
    journalDepth: sources.journal.depth,
    databaseUp: watch.isUp,
    databasePingMs: watch.pingMs,
    pools: [...storage.loads, credentials.load].map((load) => load.totals()),
    loopDelaySeconds: sources.loopDelay.seconds,
    loopBusySeconds: performance.eventLoopUtilization().active / 1000,
    disk: sources.disk.read(),
  }
}

function ofConnections(
  registry: SessionRegistry,
): Pick<Figures, 'connections' | 'lagging' | 'unsentBytes' | 'maxUnsentBytes'> {
  const connections = new Map(['tcp', 'tls', 'ws', 'wss'].map((transport) => [transport, 0]))
  let lagging = 0
  let unsentBytes = 0
  let maxUnsentBytes = 0
  for (const { wire, isLagging } of registry) {
    const { transport = 'tcp' } = wire
    connections.set(transport, (connections.get(transport) ?? 0) + 1)
    if (isLagging) lagging += 1
    const bytes = wire.unsentBytes
    unsentBytes += bytes
    if (bytes > maxUnsentBytes) maxUnsentBytes = bytes
  }
  return { connections, lagging, unsentBytes, maxUnsentBytes }
}
