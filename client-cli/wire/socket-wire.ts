import type { Socket } from 'node:net'
import { STRICT_CHECK } from '../../client/wire/strict-check.ts'
import type { Wire, WireHandlers } from '../../client/wire/wire.ts'
import { MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'
import { LineDecoder } from '../../protocol/line-decoder.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'

/** A socket that is connected, as a wire: every frame is a line [P-1]. */
export class SocketWire implements Wire {
  readonly check = STRICT_CHECK
  readonly #socket: Socket
  readonly #handlers: WireHandlers
  readonly #decoder = new LineDecoder(MAX_SERVER_FRAME_BYTES) // [P-2]
  #reason = 'closed'

  constructor(socket: Socket, handlers: WireHandlers) {
    this.#socket = socket
    this.#handlers = handlers
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#reason = error.code ?? error.message
    })
    socket.once('close', () => handlers.onClose(this.#reason))
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  get unsentBytes(): number {
    return this.#socket.writableLength
  }

  send(frame: string): void {
    this.#socket.write(`${frame}\n`)
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#handlers.onHeard()
    this.#decoder.feed(chunk)
    while (!this.#socket.destroyed) {
      const line = this.#next()
      if (line === undefined) return
      if (line instanceof ProtocolError) this.#handlers.onBroken(line.code)
      else this.#handlers.onFrame(line)
    }
  }

  #next(): string | ProtocolError | undefined {
    try {
      return this.#decoder.next()
    } catch (error) {
      if (error instanceof ProtocolError) return error
      throw error
    }
  }
}
