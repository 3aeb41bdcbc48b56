import type { Duplex } from 'node:stream'
import type { Session } from '../../sessions/session.ts'
import { settled } from './settled.ts'

export type Frame = Record<string, unknown> & { type: string }

/** More turns of the event loop than anything takes that waits for nothing from outside. */
const MAX_TURNS = 200

/** The other end of a connection: says what it is told to, and reads when it is told to. */
export class Client {
  readonly session: Session
  readonly peer: Duplex
  /** All that was read, in order. */
  readonly frames: Frame[] = []
  hasEnded = false
  readonly #socket: Duplex
  #rest = ''
  #nextId = 1

  /** `[peer, socket]`: its own end of the stream, and the server's. */
  constructor(session: Session, [peer, socket]: readonly [Duplex, Duplex]) {
    this.session = session
    this.peer = peer
    this.#socket = socket
    peer.on('end', () => {
      this.hasEnded = true
      peer.end()
    })
  }

  /** As when the cable is pulled. */
  breakOff(): void {
    this.#socket.destroy(new Error('ECONNRESET'))
  }

  /** From now on everything is read as it comes. */
  listen(): this {
    this.peer.on('data', (chunk: Buffer) => this.#take(chunk))
    return this
  }

  /** Reads once what has arrived. @returns the number of bytes */
  async read(): Promise<number> {
    const chunk: Buffer | null = this.peer.read()
    // Taking the last of what is buffered does not ask for more; this does, and so lets the other end's write be done.
    this.peer.read(0)
    if (chunk !== null) this.#take(chunk)
    await settled()
    return chunk?.length ?? 0
  }

  write(data: string | Uint8Array): void {
    this.peer.write(data)
  }

  say(...frames: object[]): void {
    this.write(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''))
  }

  /** Says a request and resolves with its reply. */
  async ask(request: Frame): Promise<Frame> {
    const id = this.#nextId++
    this.say({ ...request, id })
    return this.reply(id)
  }

  async reply(id: unknown): Promise<Frame> {
    await this.until(() => this.frames.some((frame) => frame['id'] === id))
    return this.frames.find((frame) => frame['id'] === id) as Frame
  }

  async until(holds: () => boolean): Promise<void> {
    for (let turns = 0; !holds(); turns += 1) {
      if (turns === MAX_TURNS) throw new Error(`it never was so, after ${this.#last()}`)
      await settled()
    }
  }

  /** The same for a client that does not listen: reads until it is so. */
  async readUntil(holds: () => boolean): Promise<void> {
    for (let turns = 0; !holds(); turns += 1) {
      if (turns === MAX_TURNS) throw new Error(`it never was so, after ${this.#last()}`)
      await this.read()
    }
  }

  events(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type)
  }

  #last(): string {
    return JSON.stringify(this.frames.at(-1))?.slice(0, 200) ?? 'nothing'
  }

  #take(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.frames.push(JSON.parse(Buffer.from(line, 'latin1').toString()))
  }
}
