import { encodeOkJson } from '../../protocol/encode.ts'
import { type Frame, parseFrame } from '../../protocol/parse-frame.ts'
import { checkRequest, requestId } from '../../protocol/parse-request.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { Request, RequestId, RequestType } from '../../protocol/requests.ts'
import { ChatError } from '../chat-error.ts'
import { type Command, Finish, LATER, ReplyJson, type Result } from '../commands/command.ts'
import { COMMANDS } from '../commands/command-table.ts'
import type { Services } from '../commands/services.ts'
import type { CommandTally, Tally } from '../metrics/tally.ts'
import { StorageUnavailable } from '../storage/storage-unavailable.ts'
import type { Session } from './session.ts'

const OUTAGE_RETRY_MS = 1_000

export interface DispatcherHost {
  services: Services
  tally: Tally
  /** An outage or a bug: what the client is told does not say why. */
  failed(session: Session, type: Asked['type'], error: unknown): void
}

/** What is known of a request that failed: little of one that could not even be checked. */
interface Asked {
  id?: RequestId | undefined
  type: RequestType | 'unknown'
}

/**
 * From a line to exactly one reply [P-4]: parses, checks the guards that every request shares, lets the command do its work, and turns whatever
 * comes of it into `ok` or `error`.
 */
export class Dispatcher {
  readonly #host: DispatcherHost

  constructor(host: DispatcherHost) {
    this.#host = host
  }

  dispatch(session: Session, line: string): void {
    if (session.isClosed) return
    // [P-1] A line of blanks is a blank line. Asked first: an exception for each would cost a hundred times as much [G-5].
    if (isBlank(line)) return
    this.#host.tally.framesIn += 1
    const frame = this.#parse(session, line)
    if (frame === undefined) return
    const id = requestId(frame)
    const nowMs = this.#host.services.clock.monotonicMs()
    const retryAfterMs = session.bucket.take(nowMs)
    if (retryAfterMs > 0) {
      return session.rateLimited(id, new ChatError('rate_limited', { retryAfterMs }))
    }
    try {
      this.#run(session, checkRequest(frame), nowMs)
    } catch (error) {
      this.#fail(session, { id, type: 'unknown' }, error)
    }
  }

  #parse(session: Session, line: string): Frame | undefined {
    try {
      return parseFrame(line)
    } catch (error) {
      session.strike(error as ProtocolError)
      return undefined
    }
  }

  #run(session: Session, request: Request, nowMs: number): void {
    const { type, id } = request
    const command = COMMANDS[type] as Command<RequestType>
    const tally = this.#host.tally.command(type)
    tally.came += 1
    if (session.user === undefined && command.beforeLogin !== true) {
      return session.sendError(id, new ChatError('unauthenticated'))
    }
    try {
      const context = { session, services: this.#host.services }
      const result = command.handle(context, request as never)
      const later = result instanceof Promise ? result : this.#reply(session, id, result)
      if (later !== undefined) void this.#settle(session, request, command, later, nowMs)
      else if (result !== LATER) this.#answered(tally, nowMs)
    } catch (error) {
      this.#fail(session, request, error)
      this.#answered(tally, nowMs)
    }
  }

  async #settle(
    session: Session,
    request: Request,
    command: Command<RequestType>,
    result: Promise<Result<RequestType>>,
    cameMs: number,
  ): Promise<void> {
    let next: Promise<Result<RequestType>> | undefined = result
    let isLater = false
    const inOrder = command.inOrder === true
    session.queryStarted(inOrder)
    try {
      while (next !== undefined) {
        const settled: Result<RequestType> = await next
        isLater = settled === LATER
        next = this.#reply(session, request.id, settled)
      }
    } catch (error) {
      this.#fail(session, request, error)
    } finally {
      if (!isLater) this.#answered(this.#host.tally.command(request.type), cameMs)
      session.queryEnded(inOrder)
    }
  }

  #answered(tally: CommandTally, cameMs: number): void {
    tally.seconds.record((this.#host.services.clock.monotonicMs() - cameMs) / 1000)
  }

  /** @returns another try, where the command asks for one */
  #reply(
    session: Session,
    id: RequestId | undefined,
    result: Result<RequestType>,
  ): Promise<Result<RequestType>> | undefined {
    if (result === LATER) return
    if (result instanceof ReplyJson) {
      if (id !== undefined) session.reply(encodeOkJson(id, result.json))
    } else if (result instanceof Finish) {
      const fields = result.reply()
      if (fields instanceof Promise) return fields
      session.sendOk(id, fields)
      result.after?.()
    } else {
      session.sendOk(id, result)
    }
    return
  }

  #fail(session: Session, { id, type }: Asked, error: unknown): void {
    if (error instanceof ChatError || error instanceof ProtocolError) {
      return session.sendError(id, error)
    }
    // Nobody waits for it any more, as when the server stops; that the database is away is said elsewhere.
    if (session.isClosed && error instanceof StorageUnavailable) return
    this.#host.failed(session, type, error)
    if (error instanceof StorageUnavailable) {
      const retry = { retryAfterMs: OUTAGE_RETRY_MS, cause: error }
      session.sendError(id, new ChatError('unavailable', retry))
    } else {
      session.sendError(id, new ChatError('internal', { cause: error }))
    }
  }
}

const OPENING_BRACE = 0x7b

/** The first character says it for all that is JSON. */
const isBlank = (line: string): boolean =>
  line.charCodeAt(0) !== OPENING_BRACE && line.trim() === ''
