import { LineCutter } from '../wire/line-cutter.ts'
import { LinePipe, type PipeOwner, ReadBuffer } from '../wire/line-pipe.ts'
import type { Target } from '../wire/transport.ts'
import type { Flushable, Outbox } from './outbox.ts'
import { monotonicUs } from './run-clock.ts'

/** Whose link it is. Lines come without their newline, and their bytes are only good until the call returns. */
export interface LinkOwner {
  lineRead(bytes: Buffer, start: number, end: number): void
  /** All lines of what was read at once have been handed over. */
  readDone(): void
  /** Once, however it ended; `problem` is the operating system's code when there is one. */
  linkClosed(link: Link, problem: string | undefined): void
}

/** What all links of a thread share. */
export class LinkGround {
  readonly target: Target
  readonly outbox: Outbox
  readonly readBuffer = new ReadBuffer()
  /** When the chunk that is being handed out was read, in microseconds since `epochUs`: one look at the clock for all of its lines. */
  readAtUs = 0
  readonly epochUs: number

  constructor(target: Target, outbox: Outbox, epochUs: number) {
    this.target = target
    this.outbox = outbox
    this.epochUs = epochUs
  }
}

/** A connection that hands out lines and gathers what is written until the turn's end. */
export class Link implements Flushable, PipeOwner {
  readonly #owner: LinkOwner
  readonly #ground: LinkGround
  readonly #pipe: LinePipe
  readonly #lines: LineCutter
  #out = ''
  #isClosed = false

  constructor(ground: LinkGround, owner: LinkOwner, localAddress: string | undefined) {
    this.#ground = ground
    this.#owner = owner
    this.#lines = new LineCutter((bytes, start, end) => {
      // [P-1] A blank line is no frame.
      if (end > start && !this.#isClosed) owner.lineRead(bytes, start, end)
    })
    this.#pipe = new LinePipe(ground.target, ground.readBuffer, this, localAddress)
  }

  /** Whole frames with their newlines, one character per byte (`wireString`). */
  write(frames: string): void {
    if (this.#isClosed) return
    if (this.#out === '') this.#ground.outbox.add(this)
    this.#out += frames
  }

  flush(): void {
    const frames = this.#out
    this.#out = ''
    if (!this.#isClosed && frames !== '') this.#pipe.send(frames)
  }

  pause(): void {
    this.#pipe.pause()
  }

  resume(): void {
    this.#pipe.resume()
  }

  /** Breaks off, as when a network fails. Nothing more is heard from this link but `linkClosed`. */
  destroy(): void {
    this.#isClosed = true
    this.#pipe.reset()
  }

  /** Ends in good order. */
  end(): void {
    this.flush()
    this.#isClosed = true
    this.#pipe.end()
  }

  /** Of the pipe. */
  read(bytes: Buffer, length: number): void {
    if (this.#isClosed) return
    this.#ground.readAtUs = monotonicUs() - this.#ground.epochUs
    this.#lines.feed(bytes, length)
    this.#owner.readDone()
  }

  /** Of the pipe. */
  closed(error: NodeJS.ErrnoException | undefined): void {
    this.#isClosed = true
    this.#owner.linkClosed(this, error?.code ?? error?.message)
  }
}
