import type { AddressInfo } from 'node:net'
import { ASSISTANT } from '../protocol/limits.ts'
import { OpsEndpoint } from './admin/ops-endpoint.ts'
import type { Assistant } from './assistant/assistant.ts'
import type { Backend } from './assistant/backends/backend.ts'
import { openBackend } from './assistant/backends/open-backend.ts'
import { atMost } from './at-most.ts'
import { addressText, ChatPort, type Prepared } from './chat-port.ts'
import { SYSTEM_CLOCK } from './clock.ts'
import { Doubts } from './commands/doubts.ts'
import { Turns } from './commands/turns.ts'
import { diskFolder, type ServerConfig } from './config.ts'
import { DatabaseWatch } from './database-watch.ts'
import { Cursors } from './directory/cursors.ts'
import { Directory } from './directory/directory.ts'
import { FanOut } from './directory/fan-out.ts'
import { gatherFigures } from './gather-figures.ts'
import { Housekeeping } from './housekeeping.ts'
import type { Journal } from './journal/journal.ts'
import type { Logger, ServerLog } from './log.ts'
import { openJournal } from './message-flow.ts'
import { DiskSpace } from './metrics/disk-space.ts'
import { LoopDelay } from './metrics/loop-delay.ts'
import { Metrics } from './metrics.ts'
import { openAssistant } from './open-assistant.ts'
import { openDesk } from './open-desk.ts'
import { roomForConnections } from './open-files.ts'
import { OperatorAccess } from './operator-access.ts'
import { restOn, SearchIndexer } from './search-indexer.ts'
import type { FrontDesk } from './sessions/front-desk.ts'
import { LoginThrottle } from './sessions/login-throttle.ts'
import { Usage } from './sessions/usage.ts'
import { isOutage, underWay } from './storage/storage-unavailable.ts'
import type { Person } from './storage/store.ts'
import { whenDatabaseAnswers } from './when-database-answers.ts'
import { type CredentialsPool, openCredentialsPool } from './workers/credentials-pool.ts'
import { openStoragePool, type StoragePool } from './workers/storage-pool.ts'

/** How long clients are asked to stay away after a shutdown; random, so that they do not all come back in the same second. */
const RETURN_MS = { min: 500, max: 5_000 }
/** Longer than the journal keeps any sender waiting. */
const FINISH_TIMEOUT_MS = 6_000

export interface Listening {
  chat: AddressInfo
  /** Of the key that clients know the server by; undefined: there is no TLS. */
  fingerprint: string | undefined
  /** All of it, as `listening` says it. */
  addresses: string[]
  /** What people type into a browser. */
  pages: string[]
}

/** The server of one process: puts the parts together, and opens and closes them in order. */
export class ChatServer {
  readonly #config: ServerConfig
  readonly #log: Logger
  readonly #watch: DatabaseWatch
  readonly #storage: StoragePool
  readonly #credentials: CredentialsPool
  readonly #directory: Directory
  readonly #throttle = new LoginThrottle(SYSTEM_CLOCK)
  readonly #cursors: Cursors
  readonly #usage: Usage
  readonly #metrics: Metrics
  readonly #loopDelay = new LoopDelay()
  readonly #disk: DiskSpace
  readonly #fanOut: FanOut
  readonly #journal: Journal
  readonly #indexer: SearchIndexer
  /** Undefined: the operator wants none. */
  readonly #assistant: Assistant | undefined
  readonly #desk: FrontDesk
  readonly #chat: ChatPort
  readonly #ops: OpsEndpoint
  readonly #operators: OperatorAccess
  readonly #maxConnections = roomForConnections()
  readonly #turns = new Turns(isOutage)
  readonly #doubts: Doubts
  #addresses: string[] = []
  #drained = (): void => {}
  readonly #housekeeping: Housekeeping
  #port = 0
  #isStopping = false

  /** Resolves when the operator has emptied the server, which now wants to be stopped. */
  readonly drained = new Promise<void>((resolve) => {
    this.#drained = resolve
  })

  /**
   * Opens the pools and reads what is needed before the first client comes. The database has been migrated. Rejects with the reason of `stop` when that is aborted
   * while the database does not answer.
   */
  static async open(
    config: ServerConfig,
    serverLog: ServerLog,
    stop: AbortSignal,
  ): Promise<ChatServer> {
    const log = serverLog.logger
    const [backend, port] = await Promise.all([openBackend(config), ChatPort.prepare(config, log)])
    const watch = new DatabaseWatch(log)
    const workerFailed = (error: unknown): void => log.error({ err: error }, 'a worker died')
    const storage = openStoragePool(config.databaseUrl, watch.heard, workerFailed)
    const credentials = openCredentialsPool(workerFailed)
    const assistant = await whenDatabaseAnswers(() => storage.api.person(ASSISTANT), log, stop)
    if (assistant === undefined) throw new Error('The database has no account "assistant".')
    return new ChatServer(config, serverLog, {
      ...{ watch, storage, credentials, assistant, backend, port },
    })
  }

  private constructor(
    config: ServerConfig,
    serverLog: ServerLog,
    opened: {
      watch: DatabaseWatch
      storage: StoragePool
      credentials: CredentialsPool
      assistant: Person
      backend: Backend | undefined
      port: Prepared
    },
  ) {
    const { watch, storage, credentials } = opened
    const clock = SYSTEM_CLOCK
    const log = serverLog.logger
    this.#config = config
    this.#log = log
    this.#watch = watch
    this.#storage = storage
    this.#credentials = credentials
    this.#directory = new Directory(clock, opened.backend === undefined ? 'offline' : 'online')
    this.#doubts = new Doubts({
      ...{ directory: this.#directory, storage: storage.api, isOutage, underWay },
    })
    const notSaved = (error: unknown): void => log.warn({ err: error }, 'not saved yet')
    this.#cursors = new Cursors((rows) => storage.api.saveCursors(rows), notSaved)
    this.#usage = new Usage(storage.api, clock, notSaved)
    this.#metrics = new Metrics(() => this.#figures())
    this.#disk = new DiskSpace(diskFolder(config))
    const { tally } = this.#metrics
    this.#chat = new ChatPort(opened.port, {
      ...{ config, clock, log, tally, maxConnections: this.#maxConnections },
      accept: (connection) => this.#desk.accept(connection),
    })
    this.#fanOut = new FanOut(clock, (copies) => {
      if (copies > 0) tally.fanOuts += 1
      tally.delivered += copies
    })
    this.#indexer = new SearchIndexer({
      clock,
      storage: storage.api,
      rest: restOn(config.databaseUrl),
      journalDepth: () => this.#journal.depth,
      indexed: (messages) => {
        tally.indexed += messages
      },
      failed: (error) => log.warn({ err: error }, 'the search index falls behind'),
    })
    this.#journal = openJournal({
      clock,
      log,
      tally,
      storage,
      cursors: this.#cursors,
      fanOut: this.#fanOut,
      flush: () => this.#chat.flush(),
      commitTook: (ms) => this.#operators.commitTook(ms),
      unindexed: (conversationId) => this.#indexer.stored(conversationId),
      heard: (entry, seq) => this.#assistant?.heard(entry, seq),
    })
    const [directory, journal, cursors] = [this.#directory, this.#journal, this.#cursors]
    this.#assistant = openAssistant(opened.assistant, opened.backend, {
      ...{ log, directory, journal, cursors, storage: storage.api },
    })
    this.#desk = openDesk({
      ...{ config, log, tally, directory, journal, cursors, credentials, storage: storage.api },
      throttle: this.#throttle,
      usage: this.#usage,
      turns: this.#turns,
      doubts: this.#doubts,
      assistant: opened.assistant,
      isLettingIn: () => !this.#operators.drain.isOn,
    })
    this.#operators = this.#openOperatorAccess(serverLog)
    this.#housekeeping = new Housekeeping({
      ...{ log, chat: this.#chat, registry: this.#desk.registry, directory },
      ...{ fanOut: this.#fanOut, throttle: this.#throttle, storage: storage.api },
    })
    this.#ops = new OpsEndpoint({
      notReady: () => this.#notReady(),
      metrics: async () => ({
        contentType: this.#metrics.contentType,
        text: await this.#metrics.text(),
      }),
    })
  }

  /** Rejects with the system's error when one cannot be had, with a ConfigError when the data folder cannot. */
  async listen(): Promise<Listening> {
    const { opsHost, opsPort } = this.#config
    await this.#operators.listen()
    const ops = await this.#ops.listen(opsHost, opsPort)
    const chat = await this.#chat.listen()
    this.#port = chat.port
    this.#addresses = [addressText('tcp', chat), addressText('http', ops)]
    this.#indexer.start()
    this.#watch.start(this.#storage.api, () => this.#databaseIsBack())
    this.#housekeeping.start()
    this.#takeUpOpenQuestions()
    const { fingerprint, notices, pages } = this.#chat
    const addresses = [addressText('tcp', chat), `ops=${addressText('http', ops)}`, ...notices]
    return { chat, fingerprint, addresses, pages }
  }

  /**
   * In this order: nobody new comes in; nothing more is read; what was sent is committed and answered; everybody hears goodbye; what memory had
   * gathered is written; the database is let go.
   */
  async stop(): Promise<void> {
    if (this.#isStopping) return
    this.#isStopping = true
    this.#chat.close()
    const { registry } = this.#desk
    for (const session of registry) session.stopReading()
    this.#assistant?.stop()
    await atMost(FINISH_TIMEOUT_MS, this.#journal.finish())
    this.#journal.close()
    this.#fanOut.finish()
    for (const user of this.#directory.users()) this.#usage.userLeft(user.id)
    registry.byeAll('shutting_down', returnAfterMs)
    this.#housekeeping.stop()
    this.#loopDelay.stop()
    this.#watch.stop()
    this.#indexer.stop()
    this.#cursors.stop()
    this.#usage.stop()
    await atMost(FINISH_TIMEOUT_MS, Promise.all([this.#cursors.save(), this.#usage.save()]))
    this.#ops.close()
    await Promise.all([this.#storage.close(), this.#credentials.close()])
    await this.#operators.close()
  }

  #openOperatorAccess(log: ServerLog): OperatorAccess {
    return new OperatorAccess({
      config: this.#config,
      log,
      watch: this.#watch,
      storage: this.#storage,
      credentials: this.#credentials,
      directory: this.#directory,
      metrics: this.#metrics,
      journal: this.#journal,
      registry: this.#desk.registry,
      turns: this.#turns,
      acceptFailures: () => this.#chat.failures,
      port: () => this.#port,
      addresses: () => this.#addresses,
      drained: () => this.#drained(),
    })
  }

  #figures(): ReturnType<typeof gatherFigures> {
    return gatherFigures({
      config: this.#config,
      metrics: this.#metrics,
      registry: this.#desk.registry,
      directory: this.#directory,
      journal: this.#journal,
      watch: this.#watch,
      storage: this.#storage,
      indexer: this.#indexer,
      credentials: this.#credentials,
      loopDelay: this.#loopDelay,
      disk: this.#disk,
      httpConnections: this.#chat.httpConnections,
      maxConnections: this.#maxConnections,
      acceptFailures: this.#chat.failures,
    })
  }

  #notReady(): string | undefined {
    if (this.#isStopping) return 'shutting down'
    if (this.#operators.drain.isOn) return 'the operator empties the server'
    return this.#watch.isUp ? undefined : 'the database does not answer'
  }

  #databaseIsBack(): void {
    if (this.#isStopping) return
    this.#takeUpOpenQuestions()
    this.#doubts.settle().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'changes under way in the outage are still in doubt')
    })
  }

  #takeUpOpenQuestions(): void {
    this.#assistant?.takeUpOpenQuestions().catch((error: unknown) => {
      if (this.#isStopping) return
      this.#log.warn({ err: error }, 'questions to the assistant stay open')
    })
  }
}

const returnAfterMs = (): number =>
  Math.round(RETURN_MS.min + Math.random() * (RETURN_MS.max - RETURN_MS.min))
