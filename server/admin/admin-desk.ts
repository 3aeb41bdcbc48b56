import { ADMIN_REQUESTS, type AdminRequest, type AdminRequestType } from '../../protocol/admin.ts'
import { encodeError, encodeFrame, encodeOk, type Line } from '../../protocol/encode.ts'
import { parseFrame } from '../../protocol/parse-frame.ts'
import { requestChecker, requestId } from '../../protocol/parse-request.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { RequestId } from '../../protocol/requests.ts'
import { ChatError } from '../chat-error.ts'
import type { Logger, ServerLog } from '../log.ts'
import { StorageUnavailable } from '../storage/storage-unavailable.ts'
import type { AdminCommand, AdminServices } from './admin-command.ts'
import { ADMIN_COMMANDS } from './admin-command-table.ts'
import { AdminConnection, type AdminWire, type Begun } from './admin-connection.ts'

const checkAdminRequest = requestChecker<AdminRequest>(ADMIN_REQUESTS)

/** They take minutes, and a console goes on meanwhile. */
const BESIDE: ReadonlySet<AdminRequestType> = new Set(['backup'])
const OUTAGE_RETRY_MS = 1_000

/** Where operators are served. Whoever can open the socket is one; a malformed frame is an error to whoever sent it, and to nobody else. */
export class AdminDesk {
  readonly #services: AdminServices
  readonly #log: Logger
  readonly #serverLog: Pick<ServerLog, 'listen' | 'unlisten'>
  readonly #connections = new Set<AdminConnection>()

  constructor(services: AdminServices, log: Logger, serverLog: ServerLog) {
    this.#services = services
    this.#log = log
    this.#serverLog = serverLog
  }

  accept(wire: AdminWire): void {
    const connection = new AdminConnection(wire, {
      begin: (from, line) => this.#begin(from, line),
      closed: (gone) => this.#connections.delete(gone),
      explain: (error) => errorLine(undefined, error),
      log: this.#serverLog,
    })
    this.#connections.add(connection)
    wire.listen(connection)
  }

  /** Once a second: the same figures, encoded once, for all who watch. */
  async tellStats(): Promise<void> {
    const watchers = [...this.#connections].filter(({ watchesStats }) => watchesStats)
    if (watchers.length === 0) return
    const line = encodeFrame({ type: 'stats', ...(await this.#services.stats()) })
    for (const watcher of watchers) watcher.sendStats(line)
  }

  close(): void {
    for (const connection of this.#connections) connection.end()
  }

  #begin(connection: AdminConnection, line: string): Begun {
    let id: RequestId | undefined
    try {
      const frame = parseFrame(line)
      id = requestId(frame)
      const request = checkAdminRequest(frame)
      const done = this.#answer(connection, request)
      return { isBeside: BESIDE.has(request.type), done }
    } catch (error) {
      connection.send(errorLine(id, this.#explain(error)))
      if (error instanceof ProtocolError && error.code === 'bad_json') connection.strike()
      return { isBeside: false, done: Promise.resolve() }
    }
  }

  async #answer(connection: AdminConnection, request: AdminRequest): Promise<void> {
    const { type, id } = request
    try {
      const command = ADMIN_COMMANDS[type] as AdminCommand<AdminRequestType>
      const reply = await command(this.#services, request, connection)
      if (id !== undefined) connection.send(encodeOk(id, reply))
    } catch (error) {
      connection.send(errorLine(id, this.#explain(error)))
    }
  }

  #explain(error: unknown): ChatError | ProtocolError {
    if (error instanceof ChatError || error instanceof ProtocolError) return error
    this.#log.error({ err: error }, 'an operator’s request failed')
    if (!(error instanceof StorageUnavailable)) return new ChatError('internal', { cause: error })
    return new ChatError('unavailable', { retryAfterMs: OUTAGE_RETRY_MS, cause: error })
  }
}

function errorLine(id: RequestId | undefined, error: ChatError | ProtocolError): Line {
  const { code, message, field } = error
  const retryAfterMs = 'retryAfterMs' in error ? error.retryAfterMs : undefined
  return encodeError({
    type: 'error',
    ...(id === undefined ? {} : { id }),
    code,
    message,
    ...(field === undefined ? {} : { field }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}
