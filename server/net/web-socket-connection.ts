import type { WebSocket } from 'ws'
import type { Line } from '../../protocol/encode.ts'
import { MAX_FRAME_BYTES } from '../../protocol/limits.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { type ByteStream, plainAddress } from './byte-stream.ts'
import { closeCodeOf } from './close-codes.ts'
import type { ConnectionListener, EndReason } from './connection-listener.ts'
import type { Flushable, Outbox } from './outbox.ts'
import { framedBytes, textFrames } from './web-socket-frames.ts'

type Socket = ByteStream & { encrypted?: boolean; webSocket?: WebSocketConnection }
type Watched = WebSocket & { connection?: WebSocketConnection }

/** `readyState` of a WebSocket on which messages may still be sent. */
const OPEN = 1

/**
 * One WebSocket: text messages in, a queue of text messages out, under the same promises as `Connection`. Messages are cut by `ws`, which also has the
 * control frames; ours are written beside it, straight to the socket and whole, so that all that one tick has to say is one write.
 *
 * `ws` cuts all that a chunk holds at once: while paused, messages that were cut are kept here, of one chunk and what `ws` had taken in before it.
 */
export class WebSocketConnection implements Flushable {
  readonly remoteAddress: string
  readonly transport: 'ws' | 'wss'
  /** Who closes a WebSocket closes both sides of it: it never merely ends. */
  readonly hasEnded = false
  readonly #ws: Watched
  readonly #socket: Socket
  readonly #outbox: Outbox
  #listener: ConnectionListener | undefined

  #queued: Line[] = []
  /** Of each queued line without its line end. */
  #textBytes: number[] = []
  #queuedBytes = 0
  #writingBytes = 0
  #isWriting = false
  #isScheduled = false
  #notifyWhenDrained = false

  /** Messages that came while paused. */
  #held: (string | ProtocolError)[] = []
  #isPaused = false
  #isPumping = false
  #isEnding = false
  #isClosed = false
  #endReason: EndReason | undefined

  #isPonging = false
  #nextPong: Buffer | undefined

  /** `socket` is the one that `ws` was made of. */
  constructor(ws: WebSocket, socket: ByteStream, outbox: Outbox) {
    this.#ws = ws
    this.#socket = socket
    this.#outbox = outbox
    this.remoteAddress = plainAddress(socket.remoteAddress ?? 'unknown')
    this.transport = this.#socket.encrypted ? 'wss' : 'ws'
    this.#ws.connection = this
    this.#socket.webSocket = this
    socket.on('data', onData)
    ws.on('message', onMessage)
    ws.on('ping', onPing)
    ws.on('error', onError)
    ws.on('close', onClose)
  }

  listen(listener: ConnectionListener): void {
    this.#listener = listener
  }

  /** Bytes of messages that `send` took and the operating system did not yet. */
  get unsentBytes(): number {
    return this.#queuedBytes + this.#writingBytes
  }

  /** `bytes` is the length of the line in UTF-8. */
  send(line: Line, bytes: number = Buffer.byteLength(line)): void {
    if (this.#isEnding || this.#isClosed) return
    this.#queued.push(line)
    this.#textBytes.push(bytes - 1)
    this.#queuedBytes += framedBytes(bytes - 1)
    if (this.#isScheduled || this.#isWriting) return
    this.#isScheduled = true
    this.#outbox.add(this)
  }

  flush(): void {
    this.#isScheduled = false
    if (this.#isWriting || this.#queuedBytes === 0 || this.#isClosed) return
    const bytes = this.#queuedBytes
    const frames = this.#takeFrames()
    if (frames === undefined) return
    this.#writingBytes = bytes
    this.#isWriting = true
    this.#socket.write(frames, this.#written)
  }

  /** All that is queued; undefined where a close frame has left and nothing may follow it. */
  #takeFrames(): Buffer | undefined {
    const frames =
      this.#ws.readyState === OPEN
        ? textFrames(this.#queued, this.#textBytes, this.#queuedBytes)
        : undefined
    this.#queued = []
    this.#textBytes = []
    this.#queuedBytes = 0
    return frames
  }

  readonly #written = (error?: Error | null): void => {
    // The socket is being destroyed and `close` follows: nothing has left, so nothing is drained.
    if (error) return
    this.#isWriting = false
    this.#writingBytes = 0
    if (this.#queuedBytes > 0) return this.flush()
    if (this.#notifyWhenDrained) {
      this.#notifyWhenDrained = false
      this.#listener?.drained()
    }
  }

  notifyWhenDrained(): void {
    this.#notifyWhenDrained = true
  }

  /** Asks whether the peer is there; a browser answers even where its page is asleep. */
  ping(): void {
    if (this.#ws.readyState === OPEN) this.#ws.ping()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    if (!this.#isPaused || this.#isEnding || this.#isClosed) return
    this.#isPaused = false
    if (this.#isPumping) return
    this.#pump()
    if (!this.#isPaused) this.#ws.resume()
  }

  /** Sends a last line, then the close frame that belongs to `reason`; what the peer still says is not heard. */
  end(line?: Line, reason = 'client_closed'): void {
    if (this.#isEnding || this.#isClosed) return
    if (line !== undefined) this.send(line)
    this.flush()
    this.#isEnding = true
    this.#held = []
    if (this.#queuedBytes > 0) {
      const frames = this.#takeFrames()
      // Behind a write that is still under way; the close frame waits behind both.
      if (frames !== undefined) this.#socket.write(frames)
    }
    this.#ws.close(closeCodeOf(reason), reason)
    // The peer's own close frame must be read.
    this.#ws.resume()
  }

  destroy(): void {
    this.#ws.terminate()
  }

  heard(): void {
    if (!this.#isEnding) this.#listener?.heard?.()
  }

  receive(data: Buffer, isBinary: boolean): void {
    if (this.#isEnding || data.length === 0) return
    const message = messageOf(data, isBinary)
    if (this.#isPaused) {
      this.#held.push(message)
      this.#ws.pause()
    } else if (this.#isPumping) {
      this.#held.push(message)
    } else {
      this.#hand(message)
    }
  }

  #pump(): void {
    this.#isPumping = true
    const held = this.#held
    let handed = 0
    while (!this.#isPaused && !this.#isEnding && handed < held.length) {
      this.#hand(held[handed] as string | ProtocolError)
      handed += 1
    }
    this.#held = held.slice(handed)
    this.#isPumping = false
  }

  #hand(message: string | ProtocolError): void {
    if (typeof message === 'string') this.#listener?.line(message)
    else this.#listener?.broken(message)
  }

  /** One answer at a time, to the newest question: who asks and does not read would else have the answers pile up here [G-5]. */
  pinged(data: Buffer): void {
    if (this.#isPonging) {
      this.#nextPong = Buffer.from(data)
      return
    }
    if (this.#ws.readyState !== OPEN) return
    this.#isPonging = true
    this.#ws.pong(data, false, this.#ponged)
  }

  readonly #ponged = (): void => {
    this.#isPonging = false
    const next = this.#nextPong
    this.#nextPong = undefined
    if (next !== undefined) this.pinged(next)
  }

  /** `ws` has told the peer and closes. */
  failed(error: Error & { code?: string }): void {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#endReason = 'too_large'
    else if (error.code?.startsWith('WS_ERR_')) this.#endReason = 'bad_json'
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#queued = []
    this.#textBytes = []
    this.#queuedBytes = 0
    this.#writingBytes = 0
    this.#held = []
    this.#listener?.closed(this.#endReason)
    this.#listener = undefined
  }
}

/** A message is a frame [P-1]; a line end in it is one of JSON's blanks. */
function messageOf(data: Buffer, isBinary: boolean): string | ProtocolError {
  if (isBinary) return new ProtocolError('bad_json', 'A frame is a text message.')
  if (data.length > MAX_FRAME_BYTES) return new ProtocolError('too_large')
  return data.toString('utf8')
}

function onData(this: Socket): void {
  this.webSocket?.heard()
}

function onMessage(this: Watched, data: unknown, isBinary: boolean): void {
  this.connection?.receive(data as Buffer, isBinary)
}

function onPing(this: Watched, data: Buffer): void {
  this.connection?.pinged(data)
}

function onError(this: Watched, error: Error): void {
  this.connection?.failed(error)
}

function onClose(this: Watched): void {
  this.connection?.close()
}
