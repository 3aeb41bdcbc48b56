import type { Random } from '../../loadtest/generator/random.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import { pickHabit } from './habits.ts'
import { conversationOf, type HistoryLog, type SeenMessage, type ToldState } from './history-log.ts'
import { type Frame, LineWire } from './line-wire.ts'
import { type Message, Outgoing } from './outgoing.ts'

const REPLY_TIMEOUT_MS = 20_000
/** Longer than any `send` is kept waiting: a server answers what it has, and then closes. */
const HANG_UP_TIMEOUT_MS = 15_000
const MAX_RECONNECT_PAUSE_MS = 120
/** Share of the messages without an answer that are given up when a connection is lost. */
const GIVEN_UP = 0.02
/** Errors that say no more than "not now". */
const NOT_NOW = new Set(['unavailable', 'busy', 'shutting_down'])

export interface ChaosClientOptions {
  readonly user: string
  readonly password: string
  /** Tells several clients of one user apart. */
  readonly device: string
  /** Where this client talks; how often a chat is named is how often it is chosen. */
  readonly chats: readonly string[]
  /** The average pause between two things that this client does. */
  readonly paceMs: number
  /** Clients of one user leave this to one of them: a question is asked after the former one was answered. */
  readonly asksAssistant: boolean
  readonly random: Random
  readonly log: HistoryLog
  port(): number
}

interface Asked {
  resolve(reply: Frame): void
  reject(error: Error): void
}

/**
 * A user's client that talks without pause and is cut off all the time: it comes back with its token, sends again what has no answer under the same `cid`,
 * and writes everything that it did and saw into the log.
 */
export class ChaosClient {
  readonly options: ChaosClientOptions
  readonly outgoing: Outgoing
  readonly random: Random
  readonly #log: HistoryLog
  /** The newest message of each chat that this client was shown. */
  readonly newestSeen = new Map<string, number>()
  /** What the assistant was asked last. */
  question: (Message & { askedAtMs: number }) | undefined
  readonly #asked = new Map<string, Asked>()
  #connection = 0
  #wire: LineWire | undefined
  #isLoggedIn = false
  #isSending = false
  #isClosed = false
  #token = ''
  #nextAsk = 1
  #nextCid = 1

  constructor(options: ChaosClientOptions) {
    this.options = options
    this.random = options.random
    this.#log = options.log
    this.outgoing = new Outgoing(options.user, options.log)
  }

  /** The connection's number; undefined while it is not logged in. */
  get connection(): number | undefined {
    return this.#isLoggedIn ? this.#connection : undefined
  }

  get isSending(): boolean {
    return this.#isSending
  }

  /** Lives until `close`: one connection after the other. */
  async live(): Promise<void> {
    const habits = this.#followHabits()
    while (!this.#isClosed) {
      await this.#visit().catch(() => {
        // Nobody listens yet, or the log-in was cut off: both are what this is about.
      })
      await pause(this.random.next() * MAX_RECONNECT_PAUSE_MS)
    }
    await habits
  }

  startSending(): void {
    this.#isSending = true
  }

  /** Says nothing new; what has no answer is still tried again. */
  stopSending(): void {
    this.#isSending = false
  }

  close(): void {
    this.#isClosed = true
    this.#wire?.destroy()
  }

  newMessage(chat: string, text: string): Message {
    const cid = `${this.options.device}-${this.#nextCid++}`
    return { chat, cid, text, openAttempts: 0, seq: undefined, retryAtMs: 0 }
  }

  /** In one write. */
  send(...messages: Message[]): void {
    this.#wire?.say(...this.#attempts(messages))
  }

  say(frame: Frame): void {
    this.#wire?.say(frame)
  }

  /** Breaks the connection in the middle of a `send` whose `cid` is never used again. */
  tear(how: 'hangUp' | 'reset'): void {
    const { cid, chat, text } = this.newMessage(this.options.chats[0] ?? '', 'torn in two')
    const frame = JSON.stringify({ type: 'send', id: 'torn', chat, cid, text })
    this.#isLoggedIn = false
    // The last byte at least is missing.
    this.#wire?.[how](frame.slice(0, 1 + this.random.below(frame.length - 1)))
    const { connection } = this.#here
    setTimeout(() => {
      if (this.#isClosed || this.#wire === undefined || this.#connection !== connection) return
      this.complain(
        `hung up, and the server still held the connection ${HANG_UP_TIMEOUT_MS} ms later`,
      )
      this.drop()
    }, HANG_UP_TIMEOUT_MS).unref()
  }

  drop(): void {
    this.#wire?.destroy()
  }

  /**
   * Rejects when the connection is lost first. `note` gets the reply in its place among all other frames: whoever awaits it runs later, after the rest of
   * what came in the same chunk.
   */
  ask(request: Frame, note: (reply: Frame) => void = () => {}): Promise<Frame> {
    const id = `q${this.#nextAsk++}`
    if (this.#wire === undefined) return Promise.reject(new Error('there is no connection'))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.complain(`no reply to ${request.type} within ${REPLY_TIMEOUT_MS} ms`)
        this.drop()
      }, REPLY_TIMEOUT_MS)
      this.#asked.set(id, {
        resolve: (reply) => {
          clearTimeout(timer)
          note(reply)
          resolve(reply)
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      })
      this.#wire?.say({ ...request, id })
    })
  }

  /** Undefined: not now. Any other refusal is a complaint. */
  async askPolitely(
    request: Frame,
    note: (reply: Frame) => void = () => {},
  ): Promise<Frame | undefined> {
    const reply = await this.ask(request, (reply) => reply.type === 'ok' && note(reply)).catch(
      () => undefined, // The connection is gone: no answer is no refusal.
    )
    if (reply === undefined || reply.type === 'ok') return reply
    if (!NOT_NOW.has(String(reply['code']))) {
      this.complain(`${JSON.stringify(request)} was answered ${JSON.stringify(reply)}`)
    }
    return undefined
  }

  /** Asks for a page of history and notes what it shows. */
  async readPage(chat: string, where: { before?: number; after?: number; limit?: number }) {
    const askedAt = this.#log.now
    const conversation = this.#conversation(chat)
    const isNewest = where.before === undefined && where.after === undefined
    const reply = await this.askPolitely({ type: 'history', chat, ...where }, (page) => {
      const messages = messagesOf(page)
      this.#saw(chat, messages)
      this.#log.record({ ...this.#here, type: 'page', askedAt, conversation, isNewest, messages })
    })
    return reply && { messages: messagesOf(reply), more: reply['more'] === true }
  }

  async moveCursor(type: 'received' | 'read', chat: string, seq: number): Promise<void> {
    this.#log.record({
      ...{ ...this.#here, type: 'cursor', conversation: this.#conversation(chat), seq },
    })
    await this.askPolitely({ type, chat, seq })
  }

  complain(what: string): void {
    this.#log.record({ ...this.#here, type: 'complaint', what })
  }

  get #here(): { user: string; connection: number } {
    return { user: this.options.user, connection: this.#connection }
  }

  async #followHabits(): Promise<void> {
    while (!this.#isClosed) {
      await pause(this.random.exponential(this.options.paceMs))
      if (!this.#isLoggedIn) continue
      const due = this.outgoing.due(performance.now())
      if (due.length > 0) this.send(...due)
      else if (this.#isSending) pickHabit(this.random)(this)
    }
  }

  /** One connection from its beginning to its end. */
  async #visit(): Promise<void> {
    this.#connection = this.#log.newConnection()
    let ended = (): void => {}
    const end = new Promise<void>((resolve) => {
      ended = resolve
    })
    this.#wire = await LineWire.open(this.options.port(), {
      frame: (frame) => this.#frame(frame),
      closed: ended,
    })
    try {
      await Promise.race([this.#begin(), end])
      await end
    } finally {
      this.#lost()
    }
  }

  async #begin(): Promise<void> {
    const { user, password, device } = this.options
    const wire = this.#wire
    const askedAt = this.#log.now
    const proof = this.#token === '' ? { user, password, device } : { token: this.#token }
    const login = await this.ask({ type: 'login', ...proof }, (reply) =>
      this.#noteLogin(reply, askedAt),
    )
    if (login.type !== 'ok') return this.drop()
    const missedAt = this.#log.now
    await this.askPolitely({ type: 'missed', limit: 200 }, (reply) =>
      this.#noteMissed(reply, missedAt),
    )
    // Lost in the meantime: this is the next connection's business.
    if (this.#wire !== wire) return
    this.#isLoggedIn = true
    this.send(...this.outgoing.unanswered)
  }

  #noteLogin(reply: Frame, askedAt: number): void {
    if (reply.type !== 'ok') {
      if (NOT_NOW.has(String(reply['code']))) return
      return this.complain(`the log-in was answered ${JSON.stringify(reply)}`)
    }
    this.#token = reply['token'] as string
    const chats = reply['chats'] as (ToldState & { chat: string })[]
    this.#log.record({
      ...{ ...this.#here, type: 'login', askedAt },
      chats: new Map(chats.map(({ chat, ...told }) => [this.#conversation(chat), told])),
    })
  }

  #noteMissed(reply: Frame, askedAt: number): void {
    const chats = reply['chats'] as (Frame & { chat: string })[]
    this.#log.record({
      ...{ ...this.#here, type: 'missed', askedAt, more: reply['more'] === true },
      chats: new Map(chats.map((one) => [this.#conversation(one.chat), messagesOf(one)])),
    })
    for (const one of chats) this.#saw(one.chat, messagesOf(one))
  }

  #lost(): void {
    this.#isLoggedIn = false
    this.#wire?.destroy()
    this.#wire = undefined
    for (const { reject } of this.#asked.values()) reject(new Error('the connection was lost'))
    this.#asked.clear()
    this.outgoing.lost(
      ({ chat }) => this.#isSending && chat !== ASSISTANT && this.random.next() < GIVEN_UP,
    )
  }

  #attempts(messages: Message[]): object[] {
    return messages.map((message) => this.outgoing.attempt(message, this.#connection))
  }

  #frame(frame: Frame): void {
    const { type, id } = frame
    if (typeof id === 'number') return this.#answer(id, frame)
    if (typeof id === 'string') {
      this.#asked.get(id)?.resolve(frame)
      this.#asked.delete(id)
      return
    }
    if (type === 'msg') {
      const { chat } = frame as Frame & { chat: string }
      const message = asSeen(frame as unknown as SeenMessage)
      this.#saw(chat, [message])
      const conversation = this.#conversation(chat)
      this.#log.record({ ...this.#here, type: 'push', conversation, message })
    } else if (type === 'receipt') {
      const { chat, user: about, ...moved } = frame as Frame & { chat: string; user: string }
      const conversation = this.#conversation(chat)
      this.#log.record({ ...moved, ...this.#here, type: 'receipt', conversation, about })
    } else if (type === 'ping') {
      this.say({ type: 'ping' })
    } else if (type === 'resync') {
      this.#log.record({ ...this.#here, type: 'resync' })
    } else if (!EXPECTED_EVENTS.has(type)) {
      this.complain(`got ${JSON.stringify(frame)}`)
    }
  }

  #answer(attempt: number, frame: Frame): void {
    const { seq, at, dup, code, retryAfterMs } = frame as Frame & { seq: number; at: number }
    if (frame.type === 'ok') this.outgoing.ok(attempt, seq, at, dup === true)
    else this.outgoing.error(attempt, String(code), Number(retryAfterMs ?? 0))
  }

  #saw(chat: string, messages: readonly SeenMessage[]): void {
    const newest = messages.at(-1)?.seq ?? 0
    this.newestSeen.set(chat, Math.max(newest, this.newestSeen.get(chat) ?? 0))
  }

  #conversation(chat: string): string {
    return conversationOf(this.options.user, chat)
  }
}

const EXPECTED_EVENTS = new Set(['presence', 'typing'])

const asSeen = ({ seq, from, cid, at, text }: SeenMessage): SeenMessage => ({
  ...{ seq, from, cid, at, text },
})

const messagesOf = (frame: Frame): SeenMessage[] => (frame['messages'] as SeenMessage[]).map(asSeen)

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))
