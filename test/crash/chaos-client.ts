import type { Random } from '../../loadtest/generator/random.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import { ChaosConnection, type ConnectionOwner } from './chaos-connection.ts'
import type { HistoryLog, SeenMessage } from './history-log.ts'
import type { Frame } from './line-wire.ts'
import { type Message, Outgoing } from './outgoing.ts'
import { pause } from './waiting.ts'

const MAX_RECONNECT_PAUSE_MS = 120
/** Share of the messages without an answer that are given up when a connection is lost. */
const GIVEN_UP = 0.02

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
  /** The next thing that a client does that is logged in. */
  act(client: ChaosClient, connection: ChaosConnection): void
}

/**
 * A user's client that talks without pause and is cut off all the time: it comes back with its token and sends again what has no answer, under
 * the same `cid`.
 */
export class ChaosClient implements ConnectionOwner {
  readonly options: ChaosClientOptions
  readonly log: HistoryLog
  readonly outgoing: Outgoing
  /** The newest message of each chat that this client was shown. */
  readonly newestSeen = new Map<string, number>()
  /** What the assistant was asked last. */
  question: (Message & { askedAtMs: number }) | undefined
  #connection: ChaosConnection | undefined
  #isLoggedIn = false
  #isSending = true
  #isClosed = false
  #token: string | undefined
  #nextCid = 1

  constructor(options: ChaosClientOptions) {
    this.options = options
    this.log = options.log
    this.outgoing = new Outgoing(options.user, options.log)
  }

  get user(): string {
    return this.options.user
  }

  get random(): Random {
    return this.options.random
  }

  /** Undefined while there is none that is logged in and whole. */
  get connection(): ChaosConnection | undefined {
    return this.#isLoggedIn && this.#connection?.isOpen ? this.#connection : undefined
  }

  /** Lives until `close`: one connection after the other. */
  async live(): Promise<void> {
    const acts = this.#act()
    while (!this.#isClosed) {
      await this.#visit()
      await pause(this.random.next() * MAX_RECONNECT_PAUSE_MS)
    }
    await acts
  }

  /** Says nothing new; what has no answer is still tried again. */
  stopSending(): void {
    this.#isSending = false
  }

  close(): void {
    this.#isClosed = true
    this.#connection?.drop()
  }

  newMessage(chat: string, text: string): Message {
    const cid = `${this.options.device}-${this.#nextCid++}`
    return { chat, cid, text, openAttempts: 0, seq: undefined, retryAtMs: 0 }
  }

  /** In one write. */
  send(...messages: Message[]): void {
    const connection = this.#connection
    if (connection === undefined || messages.length === 0) return
    connection.say(...messages.map((one) => this.outgoing.attempt(one, connection.number)))
  }

  answered(attempt: number, reply: Frame): void {
    const { seq, at, dup, code, retryAfterMs } = reply as Frame & { seq: number; at: number }
    if (reply.type === 'ok') this.outgoing.ok(attempt, seq, at, dup === true)
    else this.outgoing.error(attempt, String(code), Number(retryAfterMs ?? 0))
  }

  saw(chat: string, messages: readonly SeenMessage[]): void {
    const newest = messages.at(-1)?.seq ?? 0
    this.newestSeen.set(chat, Math.max(newest, this.newestSeen.get(chat) ?? 0))
  }

  async #act(): Promise<void> {
    while (!this.#isClosed) {
      await pause(this.random.exponential(this.options.paceMs))
      const { connection } = this
      if (connection === undefined) continue
      const due = this.outgoing.due(performance.now())
      if (due.length > 0) this.send(...due)
      else if (this.#isSending) this.options.act(this, connection)
    }
  }

  /** One connection from its beginning to its end. */
  async #visit(): Promise<void> {
    try {
      this.#connection = await ChaosConnection.open(this.options.port(), this)
    } catch {
      return // Nobody listens: that is what this is about.
    }
    await this.#begin(this.#connection)
    await this.#connection.ended
    this.#isLoggedIn = false
    this.#connection = undefined
    this.outgoing.lost(
      ({ chat }) => this.#isSending && chat !== ASSISTANT && this.random.next() < GIVEN_UP,
    )
  }

  async #begin(connection: ChaosConnection): Promise<void> {
    const { user, password, device } = this.options
    const proof = this.#token === undefined ? { user, password, device } : { token: this.#token }
    const token = await connection.login(proof)
    if (token === undefined || this.#isClosed) return connection.drop()
    this.#token = token
    await connection.readMissed()
    if (!connection.isOpen) return
    this.#isLoggedIn = true
    this.send(...this.outgoing.unanswered)
  }
}
