import { connect, type Socket } from 'node:net'
import { encodeFrame } from '../../protocol/encode.ts'
import type { Event, EventOf } from '../../protocol/events.ts'
import { MAX_FRAME_BYTES, MAX_SERVER_FRAME_BYTES, MAX_STRIKES } from '../../protocol/limits.ts'
import { LineDecoder } from '../../protocol/line-decoder.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { RequestOf, RequestType } from '../../protocol/requests.ts'
import { ChatClientError } from './chat-client-error.ts'
import { PendingRequests } from './pending-requests.ts'
import { parseServerFrame } from './server-frame.ts'
import type { Timing } from './timing.ts'

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

export interface Address {
  host: string
  port: number
}

/** Frames that need no answer are left out while so much is unsent: the server does not read. */
const MAX_UNSENT_BYTES = 256 * 1024

/** One TCP connection that speaks frames: requests and their replies, events, `ping`, and the watch over silence. */
export class Connection {
  readonly #socket: Socket
  readonly #handlers: ConnectionHandlers
  readonly #timing: Timing
  readonly #decoder = new LineDecoder(MAX_SERVER_FRAME_BYTES) // [P-2]
  readonly #pending = new PendingRequests()
  readonly #watch: NodeJS.Timeout
  #heardAt = performance.now()
  #strikes = 0
  #bye: EventOf<'bye'> | undefined
  #reason = 'closed'

  /** @throws ChatClientError `unreachable` */
  static async open(
    address: Address,
    timing: Timing,
    handlers: ConnectionHandlers,
    signal?: AbortSignal,
  ): Promise<Connection> {
    return new Connection(await openSocket(address, timing.connectMs, signal), timing, handlers)
  }

  private constructor(socket: Socket, timing: Timing, handlers: ConnectionHandlers) {
    this.#socket = socket
    this.#timing = timing
    this.#handlers = handlers
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#reason = error.code ?? error.message
    })
    socket.once('close', () => this.#closed())
    this.#watch = setInterval(() => this.#look(), timing.watchMs)
  }

  /** @throws ChatClientError what the server answered, or `connection_lost` */
  async request<T extends RequestType>(type: T, fields: Fields<T>): Promise<ReplyOf<T>> {
    if (this.#socket.destroyed) throw new ChatClientError('connection_lost')
    const { id, reply } = this.#pending.open(type)
    const line = encodeFrame({ type, id, ...fields })
    if (Buffer.byteLength(line) > MAX_FRAME_BYTES) {
      this.#pending.reject(id, new ChatClientError('too_large'))
    } else {
      this.#socket.write(line)
    }
    return reply
  }

  /** A frame whose answer nobody needs, such as `typing`. */
  tell<T extends RequestType>(type: T, fields: Fields<T>): void {
    if (this.#socket.destroyed || this.#socket.writableLength > MAX_UNSENT_BYTES) return
    this.#socket.write(encodeFrame({ type, ...fields }))
  }

  close(reason = 'closed'): void {
    this.#reason = reason
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#heardAt = performance.now()
    this.#decoder.feed(chunk)
    while (!this.#socket.destroyed) {
      try {
        const line = this.#decoder.next()
        if (line === undefined) return
        this.#take(line)
      } catch (error) {
        this.#strike(error)
      }
    }
  }

  /** What the peer sends wrong is skipped and counted; what is thrown by our own handlers is a bug and stays one. */
  #strike(error: unknown): void {
    if (!(error instanceof ProtocolError)) throw error
    this.#strikes += 1
    // After a line without an end nothing that follows can be understood.
    if (error.code === 'too_large' || this.#strikes >= MAX_STRIKES) this.close('garbage')
  }

  #take(line: string): void {
    const frame = parseServerFrame(line)
    switch (frame.kind) {
      case 'ok':
        this.#pending.resolve(frame.id, frame.fields)
        break
      case 'error':
        if (frame.id === undefined) this.#handlers.onError(frame.error)
        else this.#pending.reject(frame.id, frame.error)
        break
      case 'event':
        this.#takeEvent(frame.event)
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

  #closed(): void {
    clearInterval(this.#watch)
    this.#pending.rejectAll(() => new ChatClientError('connection_lost'))
    const reason = this.#bye?.code ?? this.#reason
    this.#handlers.onClose(this.#bye ? { reason, bye: this.#bye } : { reason })
  }
}

function openSocket({ host, port }: Address, connectMs: number, signal?: AbortSignal) {
  return new Promise<Socket>((resolve, reject) => {
    const socket = connect({ host, port })
    const fail = (reason: string, cause?: unknown): void => {
      clearTimeout(timer)
      socket.destroy()
      reject(new ChatClientError('unreachable', { message: reason, cause }))
    }
    const onAbort = (): void => fail('closed')
    const onError = (error: NodeJS.ErrnoException): void => fail(error.code ?? error.message, error)
    const timer = setTimeout(() => fail('ETIMEDOUT'), connectMs)
    socket.once('error', onError)
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      signal?.removeEventListener('abort', onAbort)
      resolve(socket)
    })
    if (signal?.aborted) onAbort()
  })
}
