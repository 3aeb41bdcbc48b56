import { type Flushable, Outbox } from '../../generator/outbox.ts'
import { LinePipe, type PipeOwner, ReadBuffer } from '../../wire/line-pipe.ts'
import type { Transport } from '../../wire/transport.ts'

/** What all wires of the process share. */
export class WireGround {
  readonly outbox = new Outbox()
  readonly readBuffer = new ReadBuffer()
}

export interface WireOwner {
  /** `bytes[0, length)`, good until the call returns. */
  read(bytes: Buffer, length: number): void
  /** Once, unless it was `drop` that closed it; `why` is the operating system's code, or that the server did. */
  lost(why: string): void
}

/** Where a wire leads: on the loopback. */
export interface WireEnd {
  readonly port: number
  /** Absent: plain TCP. */
  readonly transport?: Transport
}

/** A connection to a server on the loopback. What is written in one turn of the event loop leaves in one write. */
export class Wire implements Flushable, PipeOwner {
  readonly #pipe: LinePipe
  readonly #ground: WireGround
  readonly #owner: WireOwner
  #out = ''
  #isDropped = false

  constructor(ground: WireGround, { port, transport = 'tcp' }: WireEnd, owner: WireOwner) {
    this.#ground = ground
    this.#owner = owner
    this.#pipe = new LinePipe({ host: '127.0.0.1', port, transport }, ground.readBuffer, this)
  }

  /** One character per byte, and whole lines where the transport is a WebSocket. */
  write(bytes: string): void {
    if (this.#out === '') this.#ground.outbox.add(this)
    this.#out += bytes
  }

  flush(): void {
    const bytes = this.#out
    this.#out = ''
    if (!this.#isDropped) this.#pipe.send(bytes)
  }

  /** By a reset, so that ten thousand of them leave no ports that cannot be used for a minute. */
  drop(): void {
    this.#isDropped = true
    this.#pipe.reset()
  }

  /** Of the pipe. */
  read(bytes: Buffer, length: number): void {
    this.#owner.read(bytes, length)
  }

  /** Of the pipe. */
  closed(error: NodeJS.ErrnoException | undefined): void {
    if (this.#isDropped) return
    this.#owner.lost(error?.code ?? error?.message ?? 'the server closed the connection')
  }
}
