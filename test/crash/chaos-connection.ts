import { conversationOf, type HistoryLog, type SeenMessage, type ToldState } from './history-log.ts'
import { type Frame, LineWire } from './line-wire.ts'

const REPLY_TIMEOUT_MS = 20_000
/** Longer than any `send` is kept waiting: a server answers what it has, and then closes. */
const HANG_UP_TIMEOUT_MS = 15_000
/** Errors that say no more than "not now". */
const NOT_NOW = new Set(['unavailable', 'busy', 'shutting_down'])
const EXPECTED_EVENTS = new Set(['presence', 'typing'])

export interface ConnectionOwner {
  readonly user: string
  readonly log: HistoryLog
  /** The reply to a `send`, which has its attempt for an id. */
  answered(attempt: number, reply: Frame): void
  saw(chat: string, messages: readonly SeenMessage[]): void
}

type Note = (reply: Frame) => void

interface Asked {
  resolve(reply: Frame): void
  reject(error: Error): void
}

/** One connection of a client, from its first byte to its end; all that comes over it goes into the log. */
export class ChaosConnection {
  readonly number: number
  /** Resolves when it is over, whoever ended it. */
  readonly ended: Promise<void>
  readonly #owner: ConnectionOwner
  readonly #asked = new Map<string, Asked>()
  #wire: LineWire | undefined
  #isTorn = false
  #nextAsk = 1
  #end = (): void => {}

  private constructor(owner: ConnectionOwner) {
    this.number = owner.log.newConnection()
    this.#owner = owner
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  /** Rejects while nobody listens on the port. */
  static async open(port: number, owner: ConnectionOwner): Promise<ChaosConnection> {
    const connection = new ChaosConnection(owner)
    connection.#wire = await LineWire.open(port, {
      frame: (frame) => connection.#frame(frame),
      closed: () => connection.#closed(),
    })
    return connection
  }

  /** Whether something can still be said. */
  get isOpen(): boolean {
    return this.#wire !== undefined && !this.#isTorn
  }

  say(...frames: object[]): void {
    this.#wire?.say(...frames)
  }

  /** Breaks it in the middle of a frame. */
  tear(how: 'hangUp' | 'reset', torn: string): void {
    this.#isTorn = true
    this.#wire?.[how](torn)
    const timer = setTimeout(() => {
      this.complain(`hung up, and was still held ${HANG_UP_TIMEOUT_MS} ms later`)
      this.drop()
    }, HANG_UP_TIMEOUT_MS)
    void this.ended.then(() => clearTimeout(timer))
  }

  drop(): void {
    this.#wire?.destroy()
  }

  /** @returns the token, or undefined when it is not to be had now */
  async login(proof: object): Promise<string | undefined> {
    const askedAt = this.#owner.log.now
    const reply = await this.askPolitely({ type: 'login', ...proof }, ({ chats }) => {
      const told = chats as (ToldState & { chat: string })[]
      this.#owner.log.record({
        ...{ ...this.#here, type: 'login', askedAt },
        chats: new Map(told.map(({ chat, ...state }) => [this.#conversation(chat), state])),
      })
    })
    return reply && String(reply['token'])
  }

  async readMissed(): Promise<void> {
    const askedAt = this.#owner.log.now
    await this.askPolitely({ type: 'missed', limit: 200 }, (reply) => {
      const chats = reply['chats'] as (Frame & { chat: string })[]
      this.#owner.log.record({
        ...{ ...this.#here, type: 'missed', askedAt, more: reply['more'] === true },
        chats: new Map(chats.map((one) => [this.#conversation(one.chat), messagesOf(one)])),
      })
      for (const one of chats) this.#owner.saw(one.chat, messagesOf(one))
    })
  }

  async readPage(chat: string, where: { before?: number; after?: number; limit?: number }) {
    const askedAt = this.#owner.log.now
    const conversation = this.#conversation(chat)
    const isNewest = where.before === undefined && where.after === undefined
    const reply = await this.askPolitely({ type: 'history', chat, ...where }, (page) => {
      const messages = messagesOf(page)
      const seen = { ...this.#here, askedAt, conversation, isNewest, messages }
      this.#owner.log.record({ type: 'page', ...seen })
      this.#owner.saw(chat, messages)
    })
    return reply && { messages: messagesOf(reply), more: reply['more'] === true }
  }

  async moveCursor(type: 'received' | 'read', chat: string, seq: number): Promise<void> {
    const conversation = this.#conversation(chat)
    this.#owner.log.record({ ...this.#here, type: 'cursor', conversation, seq })
    await this.askPolitely({ type, chat, seq })
  }

  /** Undefined: not now, or the connection was lost. Any other refusal is a complaint. */
  async askPolitely(request: Frame, note: Note = () => {}): Promise<Frame | undefined> {
    const reply = await this.#ask(request, (reply) => {
      if (reply.type === 'ok') note(reply)
    }).catch(() => undefined)
    if (reply === undefined || reply.type === 'ok') return reply
    if (!NOT_NOW.has(String(reply['code']))) {
      this.complain(`${JSON.stringify(request)} was answered ${JSON.stringify(reply)}`)
    }
    return undefined
  }

  complain(what: string): void {
    this.#owner.log.record({ ...this.#here, type: 'complaint', what })
  }

  get #here(): { user: string; connection: number } {
    return { user: this.#owner.user, connection: this.number }
  }

  /**
   * Rejects when the connection is lost first. `note` gets the reply in its place among all other frames: whoever awaits it runs later, after the rest of
   * what came in the same chunk.
   */
  #ask(request: Frame, note: Note): Promise<Frame> {
    if (this.#wire === undefined) return Promise.reject(new Error('there is no connection'))
    const id = `q${this.#nextAsk++}`
    this.say({ ...request, id })
    return new Promise<Frame>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.complain(`no reply to ${request.type} within ${REPLY_TIMEOUT_MS} ms`)
        this.drop()
      }, REPLY_TIMEOUT_MS)
      const end = (): void => {
        clearTimeout(timer)
        this.#asked.delete(id)
      }
      this.#asked.set(id, {
        resolve: (reply) => {
          end()
          note(reply)
          resolve(reply)
        },
        reject: (error) => {
          end()
          reject(error)
        },
      })
    })
  }

  #frame(frame: Frame): void {
    const { type, id } = frame
    if (typeof id === 'number') return this.#owner.answered(id, frame)
    if (typeof id === 'string') return this.#asked.get(id)?.resolve(frame)
    if (type === 'msg') {
      const { chat } = frame as Frame & { chat: string }
      const message = asSeen(frame as unknown as SeenMessage)
      const conversation = this.#conversation(chat)
      this.#owner.log.record({ ...this.#here, type: 'push', conversation, message })
      this.#owner.saw(chat, [message])
    } else if (type === 'receipt' || type === 'cursor') {
      // A `cursor` is one's own, which perhaps another connection has moved: the same holds of it.
      const { user } = this.#owner
      const {
        chat,
        user: about = user,
        ...moved
      } = frame as Frame & { chat: string; user?: string }
      const conversation = this.#conversation(chat)
      this.#owner.log.record({ ...moved, ...this.#here, type: 'receipt', conversation, about })
    } else if (type === 'ping') {
      this.say({ type: 'ping' })
    } else if (type === 'resync') {
      this.#owner.log.record({ ...this.#here, type: 'resync' })
    } else if (!EXPECTED_EVENTS.has(type)) {
      this.complain(`got ${JSON.stringify(frame)}`)
    }
  }

  #closed(): void {
    this.#wire = undefined
    for (const { reject } of this.#asked.values()) reject(new Error('the connection was lost'))
    this.#end()
  }

  #conversation(chat: string): string {
    return conversationOf(this.#owner.user, chat)
  }
}

const asSeen = ({ seq, from, cid, at, text }: SeenMessage): SeenMessage => ({
  ...{ seq, from, cid, at, text },
})

const messagesOf = (frame: Frame): SeenMessage[] => (frame['messages'] as SeenMessage[]).map(asSeen)
