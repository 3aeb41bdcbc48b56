import type { ErrorCode } from '../../protocol/error-codes.ts'
import { foldName } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import { asClientError, ChatClientError, type ClientErrorCode } from '../wire/chat-client-error.ts'
import { Cids } from './cids.ts'
import type { KeptMessages, OutgoingMessage } from './kept-messages.ts'

export type Stored = ReplyOf<'send'>

export interface OutboxPort {
  /** Sends once and resolves with the answer; rejects with a ChatClientError. */
  transmit(message: OutgoingMessage): Promise<Stored>
  onStored(message: OutgoingMessage, stored: Stored): void
  /** It will never be stored: the server refused it. */
  onRefused(message: OutgoingMessage, error: ChatClientError): void
}

interface Entry {
  readonly message: OutgoingMessage
  failures: number
}

const MAX_MESSAGES = 1_000
/** Chats that are sent to at the same time; the server takes 64 sends without an answer. */
const MAX_IN_FLIGHT = 16
/** `internal` may be a hiccup; the same `cid` makes trying again harmless. */
const MAX_FAILURES = 4
const FAILURE_PAUSE_MS = 500

/** Errors that say nothing about the message itself: it is sent again when the connection is back. */
const CONNECTION_CODES: ReadonlySet<ClientErrorCode> = new Set<
  ErrorCode | 'connection_lost' | 'offline'
>(['connection_lost', 'offline', 'unauthenticated', 'shutting_down'])

/**
 * Messages on their way to the server, in one lane per chat. A lane has one message in flight: if the second could be stored
 * while the first is told to wait, they would change places [G-3].
 */
export class Outbox {
  readonly #port: OutboxPort
  readonly #lanes = new Map<string, Entry[]>()
  readonly #inFlight = new Set<string>()
  readonly #cids = new Cids()
  readonly #restored = new Set<string>()
  readonly #idle: (() => void)[] = []
  #kept: KeptMessages | undefined
  #lastWrittenAt = 0
  #size = 0
  #online = false
  #isClosed = false
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(port: OutboxPort) {
    this.#port = port
  }

  /** Messages without an answer. */
  get size(): number {
    return this.#size
  }

  /** The same, in their order within each chat. */
  get messages(): OutgoingMessage[] {
    return [...this.#lanes.values()].flat().map(({ message }) => message)
  }

  /** @throws ChatClientError `outbox_full` */
  add(chat: string, text: string): OutgoingMessage {
    if (this.#size >= MAX_MESSAGES) throw new ChatClientError('outbox_full')
    this.#lastWrittenAt = Math.max(this.#lastWrittenAt + 1, Date.now())
    const message = { chat, cid: this.#cids.next(), text, writtenAt: this.#lastWrittenAt }
    this.#kept?.keep(message)
    this.#append(message)
    this.#pump()
    return message
  }

  /**
   * From now on messages are kept there; what it has already goes out before all others. Called before the first session.
   * @returns what it had
   */
  keepIn(kept: KeptMessages): readonly OutgoingMessage[] {
    const ours = this.messages
    const restored = [...kept.load()]
      .sort((a, b) => a.writtenAt - b.writtenAt)
      .slice(0, MAX_MESSAGES - ours.length)
    for (const message of ours) kept.keep(message)
    this.#kept = kept
    this.#lanes.clear()
    this.#size = 0
    for (const message of [...restored, ...ours]) this.#append(message)
    for (const { cid } of restored) this.#restored.add(cid)
    return restored
  }

  /** Made by this run, or taken over from another one. */
  isOurs(cid: string): boolean {
    return this.#cids.isOurs(cid) || this.#restored.has(cid)
  }

  /** A session is there: everything without an answer goes out, again if need be. */
  resume(): void {
    this.#online = true
    this.#pump()
  }

  suspend(): void {
    this.#online = false
    clearTimeout(this.#pause)
    this.#pause = undefined
  }

  /** The message was seen in the conversation before its answer came, so it is stored. */
  settle(chat: string, cid: string): OutgoingMessage | undefined {
    const message = this.#lanes.get(foldName(chat))?.[0]?.message
    if (message?.cid !== cid) return undefined
    this.#remove(message)
    return message
  }

  /** No answer will come any more: nobody shall wait for one. */
  close(): void {
    this.suspend()
    this.#isClosed = true
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Resolves when nothing waits for an answer, or nothing will come of waiting. */
  whenIdle(): Promise<void> {
    if (this.#size === 0 || this.#isClosed) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #append(message: OutgoingMessage): void {
    const entry = { message, failures: 0 }
    const key = foldName(message.chat)
    const lane = this.#lanes.get(key)
    if (lane) lane.push(entry)
    else this.#lanes.set(key, [entry])
    this.#size += 1
  }

  #pump(): void {
    for (const [key, lane] of this.#lanes) {
      if (!this.#online || this.#pause || this.#inFlight.size >= MAX_IN_FLIGHT) return
      const entry = lane[0]
      if (entry !== undefined && !this.#inFlight.has(key)) void this.#send(key, entry)
    }
  }

  async #send(key: string, entry: Entry): Promise<void> {
    const { message } = entry
    this.#inFlight.add(key)
    try {
      const stored = await this.#port.transmit(message)
      if (this.#remove(message)) this.#port.onStored(message, stored)
    } catch (error) {
      this.#failed(entry, asClientError(error))
    } finally {
      this.#inFlight.delete(key)
      this.#pump()
    }
  }

  #failed(entry: Entry, error: ChatClientError): void {
    if (CONNECTION_CODES.has(error.code)) {
      // After `shutting_down` the connection goes by itself; the pause only keeps the loop from spinning until it does.
      this.#wait(FAILURE_PAUSE_MS)
    } else if (error.isRetryable) {
      this.#wait(error.retryAfterMs ?? FAILURE_PAUSE_MS)
    } else if (error.code === 'internal' && entry.failures < MAX_FAILURES) {
      entry.failures += 1
      this.#wait(FAILURE_PAUSE_MS * 2 ** entry.failures)
    } else if (this.#remove(entry.message)) {
      this.#port.onRefused(entry.message, error)
    }
  }

  /** One pause for all lanes: the server's rate limit counts the session, not the chat. */
  #wait(pauseMs: number): void {
    if (!this.#online) return
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => {
      this.#pause = undefined
      this.#pump()
    }, pauseMs)
  }

  /** False when it was gone already. */
  #remove({ chat, cid }: OutgoingMessage): boolean {
    const key = foldName(chat)
    const lane = this.#lanes.get(key)
    if (lane?.[0]?.message.cid !== cid) return false
    lane.shift()
    this.#kept?.drop(cid)
    if (lane.length === 0) this.#lanes.delete(key)
    this.#size -= 1
    if (this.#size === 0) for (const resolve of this.#idle.splice(0)) resolve()
    return true
  }
}
