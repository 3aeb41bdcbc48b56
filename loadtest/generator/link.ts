import { connect, type Socket } from 'node:net'
import type { Flushable, Outbox } from './outbox.ts'
import { monotonicUs } from './run-clock.ts'

const NEWLINE = 0x0a
const READ_BUFFER_BYTES = 65_536

/** Whose link it is. Lines come without their newline, and their bytes are only good until the call returns. */
export interface LinkOwner {
  lineRead(bytes: Buffer, start: number, end: number): void
  /** All lines of what was read at once have been handed over. */
  readDone(): void
  /** Once, however it ended; `problem` is the operating system's code when there is one. */
  linkClosed(link: Link, problem: string | undefined): void
}

export interface LinkTarget {
  readonly host: string
  readonly port: number
}

/** What all links of a thread share. Reading is synchronous, so that one buffer serves every socket and none is allocated. */
export class LinkGround {
  readonly target: LinkTarget
  readonly outbox: Outbox
  readonly readBuffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES)
  /** When the chunk that is being handed out was read, in microseconds since `epochUs`: one look at the clock for all of its lines. */
  readAtUs = 0
  readonly epochUs: number

  constructor(target: LinkTarget, outbox: Outbox, epochUs: number) {
    this.target = target
    this.outbox = outbox
    this.epochUs = epochUs
  }
}

/** A TCP connection that hands out lines and gathers what is written until the turn's end. */
export class Link implements Flushable {
  readonly #owner: LinkOwner
  readonly #ground: LinkGround
  readonly #socket: Socket
  /** What the last read left of a line, its end not having come yet. */
  #rest: Buffer | undefined
  #out = ''
  #problem: string | undefined
  #isClosed = false

  constructor(ground: LinkGround, owner: LinkOwner, localAddress: string | undefined) {
    this.#ground = ground
    this.#owner = owner
    this.#socket = connect({
      ...ground.target,
      ...(localAddress === undefined ? {} : { localAddress }),
      noDelay: true,
      onread: {
        buffer: ground.readBuffer,
        callback: (bytes) => {
          this.#read(bytes)
          return true
        },
      },
    })
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#problem = error.code ?? error.message
    })
    this.#socket.on('close', () => this.#close())
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
    if (!this.#isClosed && frames !== '') this.#socket.write(frames, 'latin1')
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Breaks off: the peer sees a reset, as when a network fails. Nothing more is heard from this link but `linkClosed`. */
  destroy(): void {
    this.#isClosed = true
    this.#socket.resetAndDestroy()
  }

  /** Ends in good order. */
  end(): void {
    this.flush()
    this.#isClosed = true
    this.#socket.end()
    // The peer's last words are of no interest, but unread bytes would keep the socket.
    this.#socket.resume()
  }

  #close(): void {
    this.#isClosed = true
    this.#owner.linkClosed(this, this.#problem)
  }

  #read(length: number): void {
    if (this.#isClosed) return
    const bytes = this.#ground.readBuffer
    this.#ground.readAtUs = monotonicUs() - this.#ground.epochUs
    let start = 0
    if (this.#rest !== undefined) {
      const end = lineEnd(bytes, 0, length)
      if (end === -1) {
        this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, length)])
        return
      }
      const line = Buffer.concat([this.#rest, bytes.subarray(0, end)])
      this.#rest = undefined
      this.#line(line, 0, line.length)
      start = end + 1
    }
    while (start < length) {
      const end = lineEnd(bytes, start, length)
      if (end === -1) {
        this.#rest = Buffer.from(bytes.subarray(start, length))
        break
      }
      this.#line(bytes, start, end)
      start = end + 1
    }
    this.#owner.readDone()
  }

  #line(bytes: Buffer, start: number, end: number): void {
    // [P-1] A blank line is no frame.
    if (end > start && !this.#isClosed) this.#owner.lineRead(bytes, start, end)
  }
}

/** The buffer holds older bytes behind `length`, where a newline found means none. */
function lineEnd(bytes: Buffer, start: number, length: number): number {
  const end = bytes.indexOf(NEWLINE, start)
  return end < length ? end : -1
}
