import { connect, type Socket } from 'node:net'
import { type Flushable, Outbox } from '../../generator/outbox.ts'

const READ_BUFFER_BYTES = 65_536

/** What all wires of the process share: reading is synchronous, so that one buffer serves every socket. */
export class WireGround {
  readonly outbox = new Outbox()
  readonly readBuffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES)
}

export interface WireOwner {
  /** `bytes[0, length)`, good until the call returns. */
  read(bytes: Buffer, length: number): void
  /** Once, unless it was `drop` that closed it; `why` is the operating system's code, or that the server did. */
  lost(why: string): void
}

/** A TCP connection to a server on the loopback. What is written in one turn of the event loop leaves in one write. */
export class Wire implements Flushable {
  readonly #socket: Socket
  readonly #ground: WireGround
  #out = ''
  #isDropped = false

  constructor(ground: WireGround, port: number, owner: WireOwner) {
    this.#ground = ground
    let problem = 'the server closed the connection'
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: ground.readBuffer,
        callback: (length) => {
          if (!this.#isDropped) owner.read(ground.readBuffer, length)
          return true
        },
      },
    })
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      problem = error.code ?? error.message
    })
    this.#socket.on('close', () => {
      if (!this.#isDropped) owner.lost(problem)
    })
  }

  /** One character per byte. */
  write(bytes: string): void {
    if (this.#out === '') this.#ground.outbox.add(this)
    this.#out += bytes
  }

  flush(): void {
    const bytes = this.#out
    this.#out = ''
    if (!this.#isDropped) this.#socket.write(bytes, 'latin1')
  }

  /** By a reset, so that ten thousand of them leave no ports that cannot be used for a minute. */
  drop(): void {
    this.#isDropped = true
    this.#socket.resetAndDestroy()
  }
}
