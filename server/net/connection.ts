import type { Line } from '../../protocol/encode.ts'
import { MAX_FRAME_BYTES } from '../../protocol/limits.ts'
import { LineDecoder } from '../../protocol/line-decoder.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { type ByteStream, CLOSE_GRACE_MS, plainAddress } from './byte-stream.ts'
import type { ConnectionListener, EndReason } from './connection-listener.ts'
import type { Opening } from './opening.ts'
import type { Flushable, Outbox } from './outbox.ts'

type ConnectionSocket = ByteStream & { connection?: Connection | undefined }

/**
 * One socket: lines in, a queue of lines out. It knows bytes, not chat.
 *
 * Out, `send`
 * 1. never waits and never blocks, whatever the peer does;
 * 2. keeps the order of calls;
 * 3. writes once per tick, and only when the former write has left, so that `unsentBytes` is exact;
 * 4. does not bound the queue: only its caller knows what may be dropped, so the caller must look at `unsentBytes` first [G-5].
 *
 * In, lines are handed out one at a time until `pause`, which holds even in the middle of a chunk; while paused at most one more
 * chunk is taken from the socket.
 *
 * With an `opening` the first bytes decide whether it stays a connection of lines: it may become one inside TLS, or be given away.
 */
export class Connection implements Flushable {
  readonly remoteAddress: string
  #socket: ConnectionSocket
  readonly #outbox: Outbox
  /** Until the first bytes have been understood. */
  #opening: Opening | undefined
  readonly #decoder = new LineDecoder(MAX_FRAME_BYTES)
  #listener: ConnectionListener | undefined

  #queued = ''
  #queuedBytes = 0
  #writingBytes = 0
  #isWriting = false
  #isScheduled = false
  #notifyWhenDrained = false

  #isPaused = false
  #isPumping = false
  #hasEnded = false
  #isEnding = false
  #isClosed = false

  constructor(socket: ByteStream, outbox: Outbox, opening?: Opening) {
    this.#socket = socket
    this.#outbox = outbox
    this.#opening = opening
    this.remoteAddress = plainAddress(socket.remoteAddress ?? 'unknown')
    this.#attach()
  }

  #attach(): void {
    const socket = this.#socket
    // One set of functions serves all sockets: closures of its own would be the largest part of an idle connection.
    socket.connection = this
    socket.on('data', onData)
    socket.on('end', onEnd)
    socket.on('error', onError)
    socket.on('close', onClose)
  }

  /** Stops listening to the socket, and puts back what was read but not understood. */
  #release(bytes: Buffer): ConnectionSocket {
    const socket = this.#socket
    socket.off('data', onData)
    socket.off('end', onEnd)
    socket.off('error', onError)
    socket.off('close', onClose)
    socket.connection = undefined
    socket.pause()
    socket.unshift(bytes)
    return socket
  }

  get transport(): 'tcp' | 'tls' {
    return 'encrypted' in this.#socket ? 'tls' : 'tcp'
  }

  listen(listener: ConnectionListener): void {
    this.#listener = listener
  }

  /** Bytes that `send` took and the operating system did not yet. */
  get unsentBytes(): number {
    return this.#queuedBytes + this.#writingBytes
  }

  /** The peer has closed its side and all its lines were handed out. */
  get hasEnded(): boolean {
    return this.#hasEnded && !this.#isPaused
  }

  get isClosing(): boolean {
    return this.#isEnding || this.#isClosed
  }

  /** `bytes` is the length of the line in UTF-8: a caller with one line for many counts it once. */
  send(line: Line, bytes: number = Buffer.byteLength(line)): void {
    if (this.#isEnding || this.#isClosed) return
    this.#queued += line
    this.#queuedBytes += bytes
    if (this.#isScheduled || this.#isWriting) return
    this.#isScheduled = true
    this.#outbox.add(this)
  }

  flush(): void {
    this.#isScheduled = false
    if (this.#isWriting || this.#queuedBytes === 0 || this.#isClosed) return
    const text = this.#queued
    const bytes = this.#queuedBytes
    this.#queued = ''
    this.#queuedBytes = 0
    this.#writingBytes = bytes
    this.#isWriting = true
    // As many bytes as characters: plain ASCII, for which latin1 is the same bytes without the conversion.
    this.#socket.write(text, bytes === text.length ? 'latin1' : 'utf8', this.#written)
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

  /** `drained` is called once, when everything that was sent has left. */
  notifyWhenDrained(): void {
    this.#notifyWhenDrained = true
  }

  /** No more lines until `resume`. */
  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    if (!this.#isPaused || this.isClosing) return
    this.#isPaused = false
    if (this.#isPumping) return
    this.#pump()
    if (this.#isPaused) return
    this.#socket.resume()
    if (this.#hasEnded) this.#listener?.ended()
  }

  /** Sends a last line and closes; what the peer still says is not heard. */
  end(line?: Line): void {
    if (this.#isEnding || this.#isClosed) return
    if (line !== undefined) this.send(line)
    this.flush()
    this.#isEnding = true
    this.#isPaused = true
    // Behind a write that is still under way the stream keeps the rest; its end waits for both.
    if (this.#queuedBytes > 0) this.#socket.write(this.#queued, 'utf8')
    this.#queued = ''
    this.#queuedBytes = 0
    this.#socket.end()
    // Bytes that nobody reads would hold back the FIN of the other side.
    this.#socket.resume()
    setTimeout(() => this.#socket.destroy(), CLOSE_GRACE_MS).unref()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  receive(chunk: Buffer): void {
    if (this.#isEnding) return
    this.#listener?.heard?.()
    if (this.#opening === undefined) this.read(chunk)
    else this.#open(this.#opening, chunk)
  }

  #open(opening: Opening, chunk: Buffer): void {
    this.#opening = undefined
    // What it became may have an opening of its own by now.
    const next = opening.take(this, chunk)
    if (next !== undefined) this.#opening = next
  }

  // Where the first bytes may lead.

  /** Takes bytes for lines. */
  read(chunk: Buffer): void {
    this.#decoder.feed(chunk)
    if (this.#isPaused) {
      this.#socket.pause()
      return
    }
    this.#pump()
  }

  /** Goes on inside what `wrap` makes of the socket, which reads `bytes` first; there the first bytes are asked about again. */
  wrap(bytes: Buffer, wrap: (socket: ByteStream) => ByteStream, inside: Opening): void {
    const socket = this.#release(bytes)
    // The stream inside tells of both: its end comes when all that came through was read.
    socket.on('error', onError)
    this.#socket = wrap(socket)
    this.#opening = inside
    this.#attach()
  }

  /**
   * Gives the socket away, with `bytes` in front of what comes. For whoever listens the connection is closed.
   * @returns the socket, paused and without listeners
   */
  giveAway(bytes: Buffer, reason: EndReason): ByteStream {
    const socket = this.#release(bytes)
    this.close(reason)
    return socket
  }

  /** As if the decoder had said so. */
  broken(error: ProtocolError): void {
    this.#listener?.broken(error)
  }

  /** Says `line` to a client that speaks what is not taken here, and closes. */
  refuse(line: Line, reason: EndReason): void {
    this.end(line)
    this.close(reason)
  }

  #pump(): void {
    this.#isPumping = true
    while (!this.#isPaused && this.#decoder.hasInput) {
      try {
        const line = this.#decoder.next()
        if (line === undefined) break
        this.#listener?.line(line)
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        this.#listener?.broken(error)
      }
    }
    this.#isPumping = false
  }

  /** A script that pipes its lines in closes its side at once, and still wants the answers. */
  peerEnded(): void {
    this.#hasEnded = true
    if (!this.#isPaused) this.#listener?.ended()
  }

  close(reason?: EndReason): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#queued = ''
    this.#queuedBytes = 0
    this.#writingBytes = 0
    this.#listener?.closed(reason)
    this.#listener = undefined
  }
}

function onData(this: ConnectionSocket, chunk: Buffer): void {
  this.connection?.receive(chunk)
}

function onEnd(this: ConnectionSocket): void {
  this.connection?.peerEnded()
}

/** ECONNRESET and its like are ordinary ends of a connection: `close` follows, and says all there is to say. */
function onError(this: ConnectionSocket): void {
  this.destroy()
}

function onClose(this: ConnectionSocket): void {
  this.connection?.close()
}
