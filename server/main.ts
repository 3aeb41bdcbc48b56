import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Announcer } from '../discovery/announcer.ts'
import { PROTOCOL_VERSION } from '../protocol/limits.ts'
import { ChatServer, type Listening } from './chat-server.ts'
import { ConfigError, describeDatabase, type ServerConfig } from './config.ts'
import { type Logger, ServerLog } from './log.ts'
import { packageRoot, version } from './package-root.ts'
import { migrate } from './storage/migrate.ts'
import { StorageConfigError } from './storage/storage-config-error.ts'
import { whenDatabaseAnswers } from './when-database-answers.ts'

/**
 * Runs the server until SIGINT or SIGTERM, or until the operator has drained it; a second signal ends it at once. Resolves when it has stopped.
 * @throws ConfigError for what the operator must mend: a port in use, a database that refuses us
 */
export async function serve(config: ServerConfig): Promise<void> {
  const serverLog = new ServerLog(config)
  const log = serverLog.logger
  const stopping = new AbortController()
  const signalled = nextSignal().then((signal) => {
    stopping.abort()
    return signal
  })
  makeDataFolder(config)
  const server = await open(config, serverLog, stopping.signal)
  if (server === undefined) return
  const listens = await listening(server, config)
  process.stdout.write(`listening ${listens.addresses.join(' ')}\n`)
  const { pages } = listens
  log.info({ version, database: describeDatabase(config.databaseUrl), pages }, 'ready')
  const announcer = announce(config, listens, log)

  const signal = await Promise.race([signalled, server.drained.then(() => 'drained' as const)])
  log.info({ signal }, 'shutting down; once more to end at once')
  // From here on a signal does what it does to any program: it ends the process, whatever its threads are at.
  process.removeAllListeners('SIGINT')
  process.removeAllListeners('SIGTERM')
  await announcer?.stop()
  await server.stop()
  log.info('stopped')
  log.flush()
}

/** It may take as long as the database is away. Undefined: a signal came while it was. */
async function open(
  config: ServerConfig,
  serverLog: ServerLog,
  stop: AbortSignal,
): Promise<ChatServer | undefined> {
  try {
    await prepareDatabase(config, serverLog.logger, stop)
    return await ChatServer.open(config, serverLog, stop)
  } catch (error) {
    if (stop.aborted && error === stop.reason) return undefined
    throw error
  }
}

/** Undefined: nobody asked for it. */
function announce(
  { announceAs, tls }: ServerConfig,
  { chat: { address, port }, fingerprint }: Listening,
  log: Logger,
): Announcer | undefined {
  if (announceAs === undefined) return undefined
  const key = fingerprint === undefined ? {} : { fingerprint }
  const facts = { version, protocol: PROTOCOL_VERSION, tls, ...key }
  return new Announcer(
    { name: announceAs, port, listensOn: address, facts },
    {
      announced: (name, addresses) => log.info({ name, addresses }, 'announced on the network'),
      troubled: (reason) => log.warn({ reason }, 'not announced everywhere'),
    },
  )
}

function makeDataFolder({ dataFolder }: ServerConfig): void {
  try {
    makeFolder(dataFolder)
  } catch (error) {
    const message = `cannot be made: ${(error as Error).message}`
    throw new ConfigError([{ option: 'data', message }])
  }
}

/** Not mkdir's own `recursive`: where a parent cannot hold folders at all, as in /proc, it never comes back. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent)
  mkdirSync(path, { mode: 0o700 })
}

async function prepareDatabase(
  { databaseUrl }: ServerConfig,
  log: Logger,
  stop: AbortSignal,
): Promise<void> {
  try {
    const ask = () => migrate(databaseUrl, join(packageRoot, 'sql'))
    const { applied } = await whenDatabaseAnswers(ask, log, stop)
    if (applied.length > 0) log.info({ applied }, 'database migrated')
  } catch (error) {
    if (!(error instanceof StorageConfigError)) throw error
    throw new ConfigError([{ option: 'db', message: error.message }])
  }
}

async function listening(server: ChatServer, config: ServerConfig): Promise<Listening> {
  try {
    return await server.listen()
  } catch (error) {
    await server.stop()
    const { code, port } = error as NodeJS.ErrnoException & { port?: number }
    const option = port === config.opsPort ? 'ops-port' : 'port'
    if (code === 'EADDRINUSE') {
      throw new ConfigError([{ option, message: `${port} is in use by another program` }])
    }
    if (code === 'EACCES') {
      throw new ConfigError([{ option, message: `${port} may only be opened by root` }])
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      const host = option === 'port' ? 'host' : 'ops-host'
      throw new ConfigError([{ option: host, message: 'is no address of this machine' }])
    }
    throw error
  }
}

const nextSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
