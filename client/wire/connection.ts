import type { ErrorCode } from '../../protocol/error-codes.ts'
import type { Event, EventOf } from '../../protocol/events.ts'
import { MAX_FRAME_BYTES, MAX_STRIKES } from '../../protocol/limits.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { RequestOf, RequestType } from '../../protocol/requests.ts'
import { ChatClientError } from './chat-client-error.ts'
import type { FrameCheck } from './frame-check.ts'
import { PendingRequests } from './pending-requests.ts'
import { parseServerFrame } from './server-frame.ts'
import type { Timing } from './timing.ts'
import type { OpenWire, Wire } from './wire.ts'

/** What a request says besides its `type` and `id`. */
export type Fields<T extends RequestType> = Omit<RequestOf<T>, 'type' | 'id'>

/** Why a connection ended: the server's `bye`, an error of the network, silence, garbage, or this side's will. */
export interface Ending {
  reason: string
  bye?: EventOf<'bye'>
}

export interface ConnectionHandlers {
  onEvent(event: Event): void
  /** An `error` that answers no request. */
  onError(error: ChatClientError): void
  /** Comes once, after everything that waited for an answer has been rejected. */
  onClose(ending: Ending): void
}

/** Frames that need no answer are left out while so much is unsent: the server does not read. */
const MAX_UNSENT_BYTES = 256 * 1024

const utf8 = new TextEncoder()

/** A wire that speaks: requests and their replies, events, `ping`, and the watch over silence. */
export class Connection {
  readonly #handlers: ConnectionHandlers
  readonly #timing: Timing
  readonly #pending = new PendingRequests()
  #wire: Wire | undefined
  #watch: ReturnType<typeof setInterval> | undefined
  #heardAt = performance.now()
  #strikes = 0
  #bye: EventOf<'bye'> | undefined
  #isClosed = false

  /** @throws ChatClientError `unreachable`, or what else the wire could not be opened for */
  static async open(
    openWire: OpenWire,
    timing: Timing,
    handlers: ConnectionHandlers,
    signal?: AbortSignal,
  ): Promise<Connection> {
    const connection = new Connection(timing, handlers)
    await connection.#open(openWire, signal)
    return connection
  }

  private constructor(timing: Timing, handlers: ConnectionHandlers) {
    this.#timing = timing
    this.#handlers = handlers
  }

  async #open(openWire: OpenWire, signal?: AbortSignal): Promise<void> {
    const handlers = {
      onFrame: (frame: string) => this.#read(frame),
      onBroken: (code: ErrorCode) => this.#strike(code),
      onHeard: () => this.#heard(),
      onClose: (reason: string) => this.#closed(reason),
    }
    this.#wire = await openWire(handlers, this.#timing.connectMs, signal)
    this.#heard()
    this.#watch = setInterval(() => this.#look(), this.#timing.watchMs)
  }

  /** @throws ChatClientError what the server answered, or `connection_lost` */
  async request<T extends RequestType>(type: T, fields: Fields<T>): Promise<ReplyOf<T>> {
    if (!this.#wire?.isOpen) throw new ChatClientError('connection_lost')
    const { id, reply } = this.#pending.open(type)
    const frame = JSON.stringify({ type, id, ...fields })
    if (utf8.encode(frame).length > MAX_FRAME_BYTES) {
      this.#pending.reject(id, new ChatClientError('too_large'))
    } else {
      this.#wire.send(frame)
    }
    return reply
  }

  /** A frame whose answer nobody needs, such as `typing`. */
  tell<T extends RequestType>(type: T, fields: Fields<T>): void {
    if (!this.#wire?.isOpen || this.#wire.unsentBytes > MAX_UNSENT_BYTES) return
    this.#wire.send(JSON.stringify({ type, ...fields }))
  }

  close(reason = 'closed'): void {
    this.#wire?.close()
    // Whether a wire says so itself, and when, is its own affair: a browser's may take half a minute.
    this.#closed(reason)
  }

  #heard(): void {
    this.#heardAt = performance.now()
  }

  #read(line: string): void {
    if (this.#isClosed) return
    this.#heard()
    if (this.#wire) this.#take(line, this.#wire.check)
  }

  /** What the peer sends wrong is skipped and counted. */
  #strike(code: ErrorCode): void {
    this.#strikes += 1
    // After a line without an end nothing that follows can be understood.
    if (code === 'too_large' || this.#strikes >= MAX_STRIKES) this.close('garbage')
  }

  #take(line: string, check: FrameCheck): void {
    const frame = parseServerFrame(line, check)
    switch (frame.kind) {
      case 'ok':
        this.#pending.resolve(frame.id, frame.fields, check)
        break
      case 'error':
        if (frame.id === undefined) this.#handlers.onError(frame.error)
        else this.#pending.reject(frame.id, frame.error)
        break
      case 'event':
        this.#takeEvent(frame.event)
        break
      case 'broken':
        this.#strike('bad_request')
        break
      case 'unknown':
        break
    }
  }

  #takeEvent(event: Event): void {
    if (event.type === 'ping') this.tell('ping', {})
    else if (event.type === 'bye') this.#bye = event
    else this.#handlers.onEvent(event)
  }

  /** A peer that vanished without a word (cable, suspended laptop) is found out here and nowhere else. */
  #look(): void {
    const silentMs = performance.now() - this.#heardAt
    const { answerMs, silenceMs, requestMs } = this.#timing
    const dueMs = this.#pending.oldestAgeMs()
    if ((silentMs >= answerMs && dueMs >= answerMs) || dueMs >= requestMs) this.close('no_answer')
    else if (silentMs >= silenceMs && this.#pending.size === 0) {
      this.request('ping', {}).catch(() => {
        // Any answer will do, and no answer is what this watch is for.
      })
    }
  }

  #closed(reason: string): void {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#watch)
    this.#pending.rejectAll(() => new ChatClientError('connection_lost'))
    this.#handlers.onClose(this.#bye ? { reason: this.#bye.code, bye: this.#bye } : { reason })
  }
}
