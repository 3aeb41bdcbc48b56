import { openWire, type PeerWire, type Transport } from './peer-wire.ts'

export type Frame = Record<string, unknown> & { type: string }

/**
 * A client for tests: says exactly what it is told to, hears everything. It knows the wire from docs/protocol.md and nothing of our own client.
 */
export class ChatPeer {
  /** Everything that came without an `id`. */
  readonly events: Frame[] = []
  readonly replies = new Map<unknown, Frame>()
  /** Of the WebSocket's close frame. */
  closeCode: number | undefined
  #wire: PeerWire | undefined
  #isClosed = false
  #rest = ''
  #nextId = 1
  #nextCid = 1
  #changed: (() => void)[] = []

  private constructor() {}

  static async connect(port: number, transport: Transport = 'tcp'): Promise<ChatPeer> {
    const peer = new ChatPeer()
    peer.#wire = await openWire(port, transport, {
      heard: (text) => peer.#take(text),
      closed: (code) => {
        peer.closeCode = code
        peer.#isClosed = true
        peer.#tell()
      },
    })
    return peer
  }

  /** A user who is registered and logged in. */
  static async as(
    port: number,
    user: string,
    password = 'correct horse',
    transport?: Transport,
  ): Promise<ChatPeer> {
    const peer = await ChatPeer.connect(port, transport)
    await peer.ok({ type: 'register', user, password })
    await peer.ok({ type: 'login', user, password })
    return peer
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get wire(): PeerWire {
    return this.#wire as PeerWire
  }

  write(data: string | Uint8Array): void {
    this.wire.write(data)
  }

  say(frame: object): void {
    this.write(`${JSON.stringify(frame)}\n`)
  }

  /** Sends a request and resolves with its reply, `ok` or `error`. */
  async ask(request: Frame): Promise<Frame> {
    const id = request['id'] ?? this.#nextId++
    this.say({ ...request, id })
    await this.#until(() => this.replies.has(id), `a reply to ${JSON.stringify(request)}`)
    const reply = this.replies.get(id) as Frame
    this.replies.delete(id)
    return reply
  }

  async ok(request: Frame): Promise<Frame> {
    const reply = await this.ask(request)
    if (reply.type !== 'ok') {
      throw new Error(`${JSON.stringify(request)} was answered ${JSON.stringify(reply)}`)
    }
    return reply
  }

  /** The code of the error that a request is answered with; 'ok' if it is none. */
  async code(request: Frame): Promise<unknown> {
    const reply = await this.ask(request)
    return reply.type === 'error' ? reply['code'] : 'ok'
  }

  send(chat: string, text: string, cid = `c${this.#nextCid++}-${process.pid}`): Promise<Frame> {
    return this.ok({ type: 'send', chat, cid, text })
  }

  /** The first event that fits, taken out of the list; waits for it. */
  async event(type: string, fits: (event: Frame) => boolean = () => true): Promise<Frame> {
    const index = () => this.events.findIndex((event) => event.type === type && fits(event))
    await this.#until(() => index() >= 0, `an event ${type}`)
    return this.events.splice(index(), 1)[0] as Frame
  }

  /** Waits until it has so many events of a type, without taking them. */
  hasEvents(type: string, count: number): Promise<void> {
    const holds = () => this.events.filter((event) => event.type === type).length >= count
    return this.#until(holds, `${count} events ${type}`)
  }

  async closed(): Promise<void> {
    await this.#until(() => this.#isClosed, 'the connection to close')
  }

  /** Everything that was on its way has arrived: the server answers in order for a `ping`. */
  async settled(): Promise<void> {
    await this.ok({ type: 'ping' })
  }

  end(): void {
    this.wire.destroy()
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      const frame = JSON.parse(line) as Frame
      if ('id' in frame) this.replies.set(frame['id'], frame)
      else this.events.push(frame)
    }
    this.#tell()
  }

  #tell(): void {
    const changed = this.#changed
    this.#changed = []
    for (const wake of changed) wake()
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    const giveUpAt = performance.now() + 15_000
    while (!holds()) {
      if (this.#isClosed) throw new Error(`closed while waiting for ${what}: ${this.#seen()}`)
      if (performance.now() > giveUpAt) throw new Error(`no ${what} came: ${this.#seen()}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200)
        this.#changed.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  #seen(): string {
    return JSON.stringify([...this.replies.values(), ...this.events.slice(-5)])
  }
}

/** Makes two users friends. */
export async function befriend(
  one: ChatPeer,
  other: ChatPeer,
  names: [string, string],
): Promise<void> {
  await one.ok({ type: 'friend.request', user: names[1] })
  await other.ok({ type: 'friend.accept', user: names[0] })
}
