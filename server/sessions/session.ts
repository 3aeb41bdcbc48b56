import { encodeError, encodeFrame, encodeOk, encodeSent, type Line } from '../../protocol/encode.ts'
import { BYE_CODES, type ByeCode } from '../../protocol/error-codes.ts'
import { MAX_STRIKES } from '../../protocol/limits.ts'
import type { ProtocolError } from '../../protocol/protocol-error.ts'
import type { RequestId } from '../../protocol/requests.ts'
import type { ChatError } from '../chat-error.ts'
import type { OnlineUser } from '../directory/online-user.ts'
import type { Resyncable } from '../directory/recipient.ts'
import type { Sender } from '../journal/entry.ts'
import type { Tally } from '../metrics/tally.ts'
import { HOLD_STOPPING, HOLD_UNSENT, Intake } from './intake.ts'
import type { TokenBucket } from './token-bucket.ts'

/** [G-5] What a client may leave unread before it gets no more pushes; typing and presence stop at half of it. */
const MAX_UNSENT_BYTES = 1_048_576
/** [P-2] A chat takes less than 200 bytes. */
const CHATS_PER_RESYNC = 5_000

const PING = encodeFrame({ type: 'ping' })

/** What a session needs of the connection below it. */
export interface Wire {
  readonly unsentBytes: number
  readonly hasEnded: boolean
  readonly remoteAddress: string
  /** How the client came, `tcp` where nothing is said. */
  readonly transport?: string
  send(line: Line, bytes?: number): void
  notifyWhenDrained(): void
  pause(): void
  resume(): void
  /** `reason`: for a connection that can say why it ends beside what it carries. */
  end(line?: Line, reason?: string): void
  destroy(): void
  /** Asks whether the peer is there, where that takes no frame. */
  ping?(): void
}

/** What a session tells the server above it. One object serves all sessions. */
export interface SessionHost {
  line(session: Session, line: string): void
  readonly tally: Tally
  monotonicMs(): number
  closed(session: Session): void
}

/**
 * How the connection ended: the code of its `bye`; that the client left; that it was HTTP and went on as such; that it spoke lines where TLS is required, or TLS
 * where there is none.
 */
export type CloseReason = ByeCode | 'logout' | 'client_closed' | 'http' | 'tls_required' | 'no_tls'

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
  /** Counted for whoever asks about this session. */
  framesIn = 0
  framesOut = 0
  lastHeardMs: number
  wasPinged = false
  closeReason: CloseReason | undefined
  /** Since when the client has been too far behind in reading; 0: it is not. */
  slowSinceMs = 0

  readonly #host: SessionHost
  readonly #intake: Intake
  #strikes = 0
  /** Why the session ends once all is answered; undefined: it goes on. */
  #endReason: CloseReason | undefined
  /** Chats whose messages were not pushed [P-13]; undefined while the session keeps up. */
  #lagging: Set<Resyncable> | undefined

  constructor(id: number, wire: Wire, bucket: TokenBucket, nowMs: number, host: SessionHost) {
    this.id = id
    this.wire = wire
    this.bucket = bucket
    this.openedAtMs = nowMs
    this.lastHeardMs = nowMs
    this.#host = host
    this.#intake = new Intake(wire)
  }

  get isClosed(): boolean {
    return this.closeReason !== undefined
  }

  /** It reads too slowly and is not pushed to for the moment [P-13]. */
  get isLagging(): boolean {
    return this.#lagging !== undefined
  }

  // What the connection reports.

  /** A blank line, or a part of a long one, is a sign of life too. */
  heard(): void {
    this.lastHeardMs = this.#host.monotonicMs()
    this.wasPinged = false
  }

  line(line: string): void {
    // It may have waited here while the connection was not read: that was no silence.
    this.heard()
    this.framesIn += 1
    this.#host.line(this, line)
  }

  broken(error: ProtocolError): void {
    if (error.code === 'too_large') {
      this.sendError(undefined, error)
      this.bye('too_large')
    } else if (error.code === 'forbidden') {
      this.sendError(undefined, error)
      this.#end('tls_required')
    } else {
      this.strike(error)
    }
  }

  drained(): void {
    if (this.isClosed) return
    this.slowSinceMs = 0
    const missed = this.#lagging
    this.#lagging = undefined
    if (missed !== undefined) this.#resync([...missed])
    this.#intake.release(HOLD_UNSENT)
  }

  /** [P-13] One frame, unless so many chats were missed that they need more. */
  #resync(missed: Resyncable[]): void {
    this.#host.tally.resyncs += 1
    for (let i = 0; i === 0 || i < missed.length; i += CHATS_PER_RESYNC) {
      const chats = missed.slice(i, i + CHATS_PER_RESYNC).map(({ address, conversation }) => ({
        chat: address,
        head: conversation.head,
      }))
      this.#host.tally.events.add('resync')
      this.wire.send(encodeFrame({ type: 'resync', chats }))
    }
  }

  ended(): void {
    this.#endIfDone()
  }

  closed(reason: CloseReason = 'client_closed'): void {
    this.closeReason ??= reason
    this.#host.closed(this)
  }

  // Replies: never dropped, so a client that does not read them is not read either.

  sendOk(id: RequestId | undefined, fields: object): void {
    if (id !== undefined) this.reply(encodeOk(id, fields))
  }

  sendError(id: RequestId | undefined, error: ProtocolError | ChatError): void {
    if (this.isClosed) return
    this.#host.tally.errors.add(error.code)
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
    this.framesOut += 1
    this.#host.tally.replies += 1
    this.wire.send(line)
    if (this.wire.unsentBytes <= MAX_UNSENT_BYTES) return
    this.#fallBehind()
    this.#intake.hold(HOLD_UNSENT)
  }

  rateLimited(id: RequestId | undefined, error: ChatError): void {
    this.#host.tally.rateLimited += 1
    this.sendError(id, error)
    this.#intake.refused()
  }

  // Pushes [G-5].

  pushMessage(line: Line, bytes: number, chat: Resyncable): void {
    if (this.#lagging === undefined) {
      if (this.wire.unsentBytes + bytes <= MAX_UNSENT_BYTES) {
        this.framesOut += 1
        return this.wire.send(line, bytes)
      }
      this.#lag()
    }
    this.#host.tally.withheld += 1
    this.#lagging?.add(chat)
  }

  pushEvent(line: Line): void {
    if (this.#lagging !== undefined) return
    if (this.wire.unsentBytes + line.length > MAX_UNSENT_BYTES) return this.#lag()
    this.#sendEvent(line)
  }

  /** Nothing was heard for a while. */
  ping(): void {
    this.wasPinged = true
    this.pushEphemeral(PING)
    this.wire.ping?.()
  }

  pushEphemeral(line: Line): void {
    if (this.#lagging !== undefined || this.wire.unsentBytes > MAX_UNSENT_BYTES / 2) return
    this.#sendEvent(line)
  }

  #sendEvent(line: Line): void {
    this.framesOut += 1
    this.#host.tally.eventSent(line)
    this.wire.send(line)
  }

  #lag(): void {
    this.#lagging = new Set()
    this.#fallBehind()
  }

  #fallBehind(): void {
    this.slowSinceMs ||= this.#host.monotonicMs()
    this.wire.notifyWhenDrained()
  }

  // Requests under way.

  sendStarted(): void {
    this.#intake.sendStarted()
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
    this.#intake.sendEnded()
    this.#endIfDone()
  }

  /** `inOrder`: no later frame is looked at before this one is done. */
  queryStarted(inOrder: boolean): void {
    this.#intake.queryStarted(inOrder)
  }

  queryEnded(inOrder: boolean): void {
    this.#intake.queryEnded(inOrder)
    this.#endIfDone()
  }

  /** Called about once a second. */
  swept(): void {
    this.#intake.swept()
  }

  /** What was asked is still answered; nothing more is heard. */
  stopReading(): void {
    this.#intake.hold(HOLD_STOPPING)
  }

  /** Closes once all that was asked is answered [P-4]; nothing more is heard. */
  endWhenDone(reason: CloseReason): void {
    this.#endReason = reason
    this.stopReading()
    this.#endIfDone()
  }

  #endIfDone(): void {
    if (this.#endReason === undefined && !this.wire.hasEnded) return
    if (this.isClosed || !this.#intake.isDone) return
    this.#end(this.#endReason ?? 'client_closed')
  }

  // Ends.

  #end(reason: CloseReason): void {
    if (this.isClosed) return
    this.closeReason = reason
    this.wire.end(undefined, reason)
  }

  /** [P-3] */
  strike(error: ProtocolError): void {
    this.#strikes += 1
    this.sendError(undefined, error)
    if (this.#strikes >= MAX_STRIKES) this.bye('bad_json')
  }

  bye(code: ByeCode, retryAfterMs?: number, message: string = BYE_CODES[code]): void {
    if (this.isClosed) return
    this.closeReason = code
    const retry = retryAfterMs === undefined ? {} : { retryAfterMs }
    this.#host.tally.events.add('bye')
    this.wire.end(encodeFrame({ type: 'bye', code, message, ...retry }), code)
    // Who does not read will not read this either, and would hold its megabyte for the whole grace.
    if (code === 'slow_reader') this.wire.destroy()
  }

  kick(code: 'kicked' | 'banned' = 'kicked', message?: string): void {
    this.bye(code, undefined, message)
  }
}
