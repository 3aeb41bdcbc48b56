import { encodeError, encodeFrame, encodeOk, encodeSent, type Line } from '../../protocol/encode.ts'
import { BYE_CODES, type ByeCode } from '../../protocol/error-codes.ts'
import { MAX_STRIKES } from '../../protocol/limits.ts'
import type { ProtocolError } from '../../protocol/protocol-error.ts'
import type { RequestId } from '../../protocol/requests.ts'
import type { ChatError } from '../chat-error.ts'
import type { Chat } from '../directory/conversation.ts'
import type { OnlineUser } from '../directory/online-user.ts'
import type { Sender } from '../journal/entry.ts'
import type { TokenBucket } from './token-bucket.ts'

/** [G-5] What a client may leave unread before it gets no more pushes; typing and presence stop at half of it. */
const MAX_UNSENT_BYTES = 1_048_576
/** Sends without an answer, and reading requests without one: beyond, the connection is not read. */
const MAX_SENDS_IN_FLIGHT = 64
const MAX_QUERIES_IN_FLIGHT = 8

/** Why a connection is not being read; several may hold at once. */
const HOLD_ORDER = 1
const HOLD_SENDS = 2
const HOLD_QUERIES = 4
const HOLD_UNSENT = 8
const HOLD_STOPPING = 16

/** What a session needs of the connection below it. */
export interface Wire {
  readonly unsentBytes: number
  readonly hasEnded: boolean
  readonly isClosing: boolean
  readonly remoteAddress: string
  send(line: Line, bytes?: number): void
  notifyWhenDrained(): void
  pause(): void
  resume(): void
  end(line?: Line): void
  destroy(): void
}

/** What a session tells the server above it. One object serves all sessions. */
export interface SessionHost {
  line(session: Session, line: string): void
  errorSent(code: string): void
  resyncSent(): void
  monotonicMs(): number
  closed(session: Session): void
}

/** How the connection ended: the code of its `bye`, or that the client left. */
export type CloseReason = ByeCode | 'logout' | 'client_closed'

/** A connection and who it is. */
export class Session implements Sender {
  readonly id: number
  readonly wire: Wire
  readonly bucket: TokenBucket
  readonly openedAtMs: number
  user: OnlineUser | undefined
  /** SHA-256 of the token that this session logged in with. */
  tokenHash: Uint8Array | undefined
  device = ''
  lastHeardMs: number
  wasPinged = false
  closeReason: CloseReason | undefined
  /** Since when the client has been too far behind in reading; 0: it is not. */
  slowSinceMs = 0

  readonly #host: SessionHost
  #strikes = 0
  #holds = 0
  #sendsInFlight = 0
  #queriesInFlight = 0
  /** Chats whose messages were not pushed [P-13]; undefined while the session keeps up. */
  #lagging: Set<Chat> | undefined

  constructor(id: number, wire: Wire, bucket: TokenBucket, nowMs: number, host: SessionHost) {
    this.id = id
    this.wire = wire
    this.bucket = bucket
    this.openedAtMs = nowMs
    this.lastHeardMs = nowMs
    this.#host = host
  }

  get isClosed(): boolean {
    return this.closeReason !== undefined
  }

  get isLagging(): boolean {
    return this.#lagging !== undefined
  }

  // What the connection reports.

  line(line: string): void {
    this.#host.line(this, line)
  }

  broken(error: ProtocolError): void {
    if (error.code === 'too_large') {
      this.sendError(undefined, error)
      this.bye('too_large')
    } else {
      this.strike(error)
    }
  }

  drained(): void {
    this.slowSinceMs = 0
    const missed = this.#lagging
    this.#lagging = undefined
    if (missed !== undefined) {
      const chats = [...missed].map(({ address, conversation: { head } }) => ({
        chat: address,
        head,
      }))
      this.#host.resyncSent()
      this.wire.send(encodeFrame({ type: 'resync', chats }))
    }
    this.#release(HOLD_UNSENT)
  }

  ended(): void {
    this.#endIfDone()
  }

  closed(): void {
    this.closeReason ??= 'client_closed'
    this.#host.closed(this)
  }

  // Replies: never dropped, so a client that does not read them is not read either.

  sendOk(id: RequestId | undefined, fields: object): void {
    if (id !== undefined) this.reply(encodeOk(id, fields))
  }

  sendError(id: RequestId | undefined, error: ProtocolError | ChatError): void {
    this.#host.errorSent(error.code)
    const retryAfterMs = 'retryAfterMs' in error ? error.retryAfterMs : undefined
    this.reply(
      encodeError({
        type: 'error',
        ...(id === undefined ? {} : { id }),
        code: error.code,
        message: error.message,
        ...(error.field === undefined ? {} : { field: error.field }),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      }),
    )
  }

  reply(line: Line): void {
    this.wire.send(line)
    if (this.wire.unsentBytes > MAX_UNSENT_BYTES) this.#hold(HOLD_UNSENT)
  }

  // Pushes [G-5].

  pushMessage(line: Line, bytes: number, chat: Chat): void {
    if (this.#lagging === undefined) {
      if (this.wire.unsentBytes + bytes <= MAX_UNSENT_BYTES) return this.wire.send(line, bytes)
      this.#lag()
    }
    this.#lagging?.add(chat)
  }

  pushEvent(line: Line): void {
    if (this.#lagging !== undefined) return
    if (this.wire.unsentBytes + line.length <= MAX_UNSENT_BYTES) this.wire.send(line)
    else this.#lag()
  }

  pushEphemeral(line: Line): void {
    if (this.#lagging !== undefined || this.wire.unsentBytes > MAX_UNSENT_BYTES / 2) return
    this.wire.send(line)
  }

  #lag(): void {
    this.#lagging = new Set()
    this.slowSinceMs ||= this.#host.monotonicMs()
    this.wire.notifyWhenDrained()
  }

  // How many requests may be under way.

  sendStarted(): void {
    this.#sendsInFlight += 1
    if (this.#sendsInFlight >= MAX_SENDS_IN_FLIGHT) this.#hold(HOLD_SENDS)
  }

  /** [P-9] */
  sent(id: RequestId | undefined, chatJson: string, seq: number, at: number, isDup: boolean): void {
    if (id !== undefined) this.reply(encodeSent(id, chatJson, seq, at, isDup))
    this.#sendEnded()
  }

  refused(id: RequestId | undefined, error: ChatError): void {
    this.sendError(id, error)
    this.#sendEnded()
  }

  #sendEnded(): void {
    this.#sendsInFlight -= 1
    if (this.#sendsInFlight === MAX_SENDS_IN_FLIGHT - 1) this.#release(HOLD_SENDS)
    if (this.wire.hasEnded) this.#endIfDone()
  }

  /** `inOrder`: no later frame is looked at before this one is done. */
  queryStarted(inOrder: boolean): void {
    this.#queriesInFlight += 1
    if (inOrder) this.#hold(HOLD_ORDER)
    if (this.#queriesInFlight >= MAX_QUERIES_IN_FLIGHT) this.#hold(HOLD_QUERIES)
  }

  queryEnded(inOrder: boolean): void {
    this.#queriesInFlight -= 1
    if (this.#queriesInFlight === MAX_QUERIES_IN_FLIGHT - 1) this.#release(HOLD_QUERIES)
    if (inOrder) this.#release(HOLD_ORDER)
    if (this.wire.hasEnded) this.#endIfDone()
  }

  /** What was asked is still answered; nothing more is heard. */
  stopReading(): void {
    this.#hold(HOLD_STOPPING)
  }

  #hold(reason: number): void {
    if (reason === HOLD_UNSENT) {
      this.slowSinceMs ||= this.#host.monotonicMs()
      this.wire.notifyWhenDrained()
    }
    this.#holds |= reason
    this.wire.pause()
  }

  #release(reason: number): void {
    if ((this.#holds & reason) === 0) return
    this.#holds &= ~reason
    if (this.#holds === 0 && !this.isClosed) this.wire.resume()
  }

  #endIfDone(): void {
    if (this.#sendsInFlight > 0 || this.#queriesInFlight > 0) return
    this.closeReason ??= 'client_closed'
    this.wire.end()
  }

  // Ends.

  /** [P-3] */
  strike(error: ProtocolError): void {
    this.#strikes += 1
    this.sendError(undefined, error)
    if (this.#strikes >= MAX_STRIKES) this.bye('bad_json')
  }

  bye(code: ByeCode, retryAfterMs?: number): void {
    if (this.isClosed) return
    this.closeReason = code
    const message = BYE_CODES[code]
    const retry = retryAfterMs === undefined ? {} : { retryAfterMs }
    this.wire.end(encodeFrame({ type: 'bye', code, message, ...retry }))
    // Who does not read will not read this either, and would hold its megabyte for the whole grace.
    if (code === 'slow_reader') this.wire.destroy()
  }

  kick(): void {
    this.bye('kicked')
  }

  end(reason: CloseReason): void {
    if (this.isClosed) return
    this.closeReason = reason
    this.wire.end()
  }
}
