import { ADMIN_REQUESTS, type AdminRequest, type AdminRequestType } from '../../protocol/admin.ts'
import { encodeError, encodeOk } from '../../protocol/encode.ts'
import { parseFrame, requestChecker, requestId } from '../../protocol/parse-request.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { RequestId } from '../../protocol/requests.ts'
import { ChatError } from '../chat-error.ts'
import type { Logger } from '../log.ts'
import { StorageUnavailable } from '../storage/storage-unavailable.ts'
import type { AdminCommand, AdminServices } from './admin-command.ts'
import { stats } from './commands/stats.ts'
import { usersSeed } from './commands/users-seed.ts'

const COMMANDS: { readonly [T in AdminRequestType]?: AdminCommand<T> } = {
  stats,
  'users.seed': usersSeed,
}

const checkAdminRequest = requestChecker<AdminRequest>(ADMIN_REQUESTS)

/** What the desk needs of a connection. */
export interface AdminWire {
  send(line: string): void
  end(): void
  listen(listener: {
    line(line: string): void
    broken(error: ProtocolError): void
    drained(): void
    ended(): void
    closed(): void
  }): void
}

/** Where operators are served. Whoever can open the socket is one; a malformed frame is an error to whoever sent it, and to nobody else. */
export class AdminDesk {
  readonly #services: AdminServices
  readonly #log: Logger
  readonly #wires = new Set<AdminWire>()

  constructor(services: AdminServices, log: Logger) {
    this.#services = services
    this.#log = log
  }

  accept(wire: AdminWire): void {
    this.#wires.add(wire)
    wire.listen({
      line: (line) => void this.#answer(wire, line),
      broken: (error) => {
        wire.send(errorLine(undefined, error))
        wire.end()
      },
      drained: () => {},
      ended: () => wire.end(),
      closed: () => this.#wires.delete(wire),
    })
  }

  close(): void {
    for (const wire of this.#wires) wire.end()
  }

  async #answer(wire: AdminWire, line: string): Promise<void> {
    let id: RequestId | undefined
    try {
      const frame = parseFrame(line)
      id = requestId(frame)
      const request = checkAdminRequest(frame)
      const command = COMMANDS[request.type] as AdminCommand<AdminRequestType> | undefined
      if (command === undefined) throw new ProtocolError('unknown_type')
      const reply = await command(this.#services, request)
      if (id !== undefined) wire.send(encodeOk(id, reply))
    } catch (error) {
      wire.send(errorLine(id, this.#explain(error)))
    }
  }

  #explain(error: unknown): ChatError | ProtocolError {
    if (error instanceof ChatError || error instanceof ProtocolError) return error
    this.#log.error({ err: error }, 'an operator’s request failed')
    const code = error instanceof StorageUnavailable ? 'unavailable' : 'internal'
    return new ChatError(code, { cause: error })
  }
}

function errorLine(id: RequestId | undefined, error: ChatError | ProtocolError): string {
  const { code, message, field } = error
  return encodeError({
    type: 'error',
    ...(id === undefined ? {} : { id }),
    code,
    message,
    ...(field === undefined ? {} : { field }),
  })
}
