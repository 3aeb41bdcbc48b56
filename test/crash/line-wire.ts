import { connect, type Socket } from 'node:net'

export type Frame = Record<string, unknown> & { type: string }

export interface WireListener {
  frame(frame: Frame): void
  /** Once, however the connection ended. */
  closed(): void
}

/** A connection of a client that may break it at any byte. It knows the wire from docs/protocol.md and nothing of our own client. */
export class LineWire {
  readonly #socket: Socket
  readonly #listener: WireListener
  #rest = ''

  private constructor(socket: Socket, listener: WireListener) {
    this.#socket = socket
    this.#listener = listener
    socket.setNoDelay(true)
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => this.#take(text))
    // A server that was killed resets its connections: `close` follows.
    socket.on('error', () => {})
    socket.on('close', () => listener.closed())
  }

  /** Rejects while nobody listens on the port. */
  static async open(port: number, listener: WireListener): Promise<LineWire> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    const wire = new LineWire(socket, listener)
    socket.on('end', () => socket.end())
    return wire
  }

  say(...frames: object[]): void {
    this.#socket.write(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''))
  }

  /** A part of a frame, and then the end of what this side says; answers may still come. */
  hangUp(torn: string): void {
    this.#socket.end(torn)
  }

  /** A part of a frame, and then nothing: the other side gets a reset. */
  reset(torn: string): void {
    this.#socket.write(torn)
    this.#socket.resetAndDestroy()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#listener.frame(parse(line))
  }
}

function parse(line: string): Frame {
  try {
    return JSON.parse(line) as Frame
  } catch {
    return { type: 'no JSON', line } // No type that a client knows, so it will complain.
  }
}
