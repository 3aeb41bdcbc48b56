import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { isEncrypted, isWebSocket, type Target } from './transport.ts'
import { CLOSE, maskedControl, maskedTexts, PING, PONG } from './web-socket-frames.ts'
import { WebSocketHandshake } from './web-socket-handshake.ts'
import { WebSocketLines } from './web-socket-lines.ts'

const READ_BYTES = 65_536
const NORMAL_CLOSURE = Buffer.of(0x03, 0xe8)

/** Where the sockets of a thread put what they read: reading is synchronous, so that one buffer serves them all and none is allocated. */
export class ReadBuffer {
  /** Of `LinePipe` alone: with one byte more than a socket may fill. */
  readonly bytes = Buffer.allocUnsafeSlow(READ_BYTES + 1)
  readonly forSocket = this.bytes.subarray(0, READ_BYTES)
}

export interface PipeOwner {
  /** Frames can go both ways. What was sent before that waited. */
  opened?(): void
  /** `bytes[0, length)` are lines, or parts of lines, whatever way they came; good until the call returns. */
  read(bytes: Buffer, length: number): void
  /** Once, however it ended: with an error, in good order, or by `reset`. */
  closed(error: NodeJS.ErrnoException | undefined): void
}

/** A connection to a server that carries lines both ways, over any transport. Of TLS it trusts every certificate: it is here to load, not to tell secrets. */
export class LinePipe {
  readonly #socket: Socket
  readonly #buffer: ReadBuffer
  readonly #owner: PipeOwner
  readonly #isEncrypted: boolean
  readonly #webSocket: WebSocketLines | undefined
  /** Until the server has answered it. */
  #handshake: WebSocketHandshake | undefined
  /** What was sent before the handshake was over. */
  #early = ''
  #error: NodeJS.ErrnoException | undefined
  #isOver = false

  constructor(
    target: Target | { readonly path: string },
    buffer: ReadBuffer,
    owner: PipeOwner,
    localAddress?: string,
  ) {
    this.#buffer = buffer
    this.#owner = owner
    const { transport = 'tcp' } = 'path' in target ? {} : target
    this.#isEncrypted = isEncrypted(transport)
    const onread: OnReadOpts = {
      buffer: buffer.forSocket,
      callback: (length) => {
        this.#read(length)
        return true
      },
    }
    this.#socket = dial(target, this.#isEncrypted, onread, localAddress)
    if (!('path' in target) && isWebSocket(transport)) {
      this.#webSocket = new WebSocketLines((opcode, payload) => this.#control(opcode, payload))
      this.#handshake = new WebSocketHandshake(target.host, target.port)
      this.#socket.write(this.#handshake.request)
    } else {
      this.#socket.once(this.#isEncrypted ? 'secureConnect' : 'connect', () => owner.opened?.())
    }
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#error ??= error
    })
    this.#socket.on('close', () => {
      this.#isOver = true
      owner.closed(this.#error)
    })
  }

  /** Whole lines, one character per byte, in one write. */
  send(lines: string): void {
    if (this.#isOver) return
    if (this.#handshake !== undefined) this.#early += lines
    else if (this.#webSocket === undefined) this.#socket.write(lines, 'latin1')
    else this.#socket.write(maskedTexts(lines))
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Breaks off: the peer sees a reset, as when a network fails; of TLS the end without a word. Nothing more is read. */
  reset(): void {
    this.#isOver = true
    // Node resets what is plain TCP only.
    if (this.#isEncrypted) this.#socket.destroy()
    else this.#socket.resetAndDestroy()
  }

  /** Ends at once and without a word. Nothing more is read. */
  destroy(): void {
    this.#isOver = true
    this.#socket.destroy()
  }

  /** Ends in good order. Nothing more is read. */
  end(): void {
    if (!this.#isOver && this.#webSocket !== undefined && this.#handshake === undefined) {
      this.#socket.write(maskedControl(CLOSE, NORMAL_CLOSURE))
    }
    this.#isOver = true
    this.#socket.end()
    // The peer's last words are of no interest, but unread bytes would keep the socket.
    this.#socket.resume()
  }

  #read(length: number): void {
    if (this.#isOver) return
    const { bytes } = this.#buffer
    if (this.#webSocket === undefined) {
      this.#owner.read(bytes, length)
      return
    }
    try {
      const left = this.#handshake === undefined ? length : this.#open(this.#handshake, length)
      const lines = this.#webSocket.toLines(bytes, left)
      if (lines > 0) this.#owner.read(bytes, lines)
    } catch (error) {
      this.#socket.destroy(error as Error)
    }
  }

  /** @returns how much of what was read is of the WebSocket itself, and now stands at the beginning */
  #open(handshake: WebSocketHandshake, length: number): number {
    const { bytes } = this.#buffer
    const taken = handshake.take(bytes.subarray(0, length))
    if (taken === undefined) return 0
    this.#handshake = undefined
    const early = this.#early
    this.#early = ''
    this.#owner.opened?.()
    if (early !== '') this.send(early)
    bytes.copyWithin(0, taken, length)
    return length - taken
  }

  #control(opcode: number, payload: Buffer): void {
    if (opcode === PING) this.#socket.write(maskedControl(PONG, payload))
    if (opcode === CLOSE) this.#socket.end(maskedControl(CLOSE, payload.subarray(0, 2)))
  }
}

function dial(
  target: Target | { readonly path: string },
  encrypts: boolean,
  onread: OnReadOpts,
  localAddress: string | undefined,
): Socket {
  if ('path' in target) return connectTcp({ path: target.path, onread })
  const { host, port } = target
  const place = { host, port, ...(localAddress === undefined ? {} : { localAddress }) }
  if (!encrypts) return connectTcp({ ...place, noDelay: true, onread })
  // An address is no name that could be asked for.
  const servername = isIP(host) === 0 ? { servername: host } : {}
  const options = { ...place, ...servername, rejectUnauthorized: false, onread }
  return connectTls(options).setNoDelay(true)
}
