import type { ChatState, Message } from '../../protocol/entities.ts'
import { foldName, isRoomAddress } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import { asClientError, type ChatClientError } from '../wire/chat-client-error.ts'
import { Timeline } from './timeline.ts'

export interface ConversationsPort {
  /** A page of messages after `seq`; rejects with a ChatClientError. */
  historyAfter(chat: string, seq: number): Promise<ReplyOf<'history'>>
  /** Messages of one chat, each once and in order. */
  onMessages(chat: string, messages: readonly Message[]): void
}

interface Conversation {
  chat: string
  timeline: Timeline
  grace: ReturnType<typeof setTimeout> | undefined
}

/** What a hostile server can make us hold: messages that came too early, over all chats, and chats. */
const MAX_HELD_PER_CHAT = 200
const MAX_CHATS = 10_000

/**
 * All conversations of this user. Messages go in as they come (pushed, pulled, one's own), and come out once and in order; a gap
 * that does not close by itself is pulled [G-4], one chat at a time.
 */
export class Conversations {
  readonly #port: ConversationsPort
  readonly #gapGraceMs: number
  readonly #byChat = new Map<string, Conversation>()
  readonly #toPull = new Set<Conversation>()
  #pulling: Promise<void> | undefined
  #online = false
  // Only a complete list says of a direct chat that is not in it that it has no messages.
  #knowsAll = false

  constructor(port: ConversationsPort, gapGraceMs: number) {
    this.#port = port
    this.#gapGraceMs = gapGraceMs
  }

  /** The state at log-in. What this client has handed on counts for more than the server's cursor, which may be a little behind. */
  learn(chats: readonly ChatState[], isComplete: boolean): void {
    this.#knowsAll = isComplete
    for (const { chat, head, received } of chats) {
      const { timeline } = this.#conversation(chat, Math.min(received, head))
      timeline.expect(head)
    }
  }

  /** A room just entered: what was said before is history. */
  enter(chat: string, head: number): void {
    this.#handOn(chat, this.#conversation(chat, head).timeline.startAt(head))
  }

  /** A room left: if it is entered again it begins anew. */
  forget(chat: string): void {
    const conversation = this.#byChat.get(foldName(chat))
    if (conversation === undefined) return
    clearTimeout(conversation.grace)
    this.#toPull.delete(conversation)
    this.#byChat.delete(foldName(chat))
  }

  accept(message: Message): void {
    const conversation = this.#conversation(message.chat)
    this.#handOn(message.chat, conversation.timeline.accept(message))
    if (conversation.timeline.hasGap && !this.#toPull.has(conversation)) {
      this.#pullLater(conversation, this.#gapGraceMs)
    }
  }

  recall(chat: string, seq: number): void {
    this.#byChat.get(foldName(chat))?.timeline.recall(seq)
  }

  /** The server has messages up to `head` and will not push them [P-13]. */
  resync(chat: string, head: number): void {
    const conversation = this.#conversation(chat)
    conversation.timeline.expect(head)
    this.#pullIfGap(conversation)
  }

  /** A session is there: pulls what is missing. Resolves when nothing is, or the connection is gone. */
  async resume(): Promise<void> {
    this.#online = true
    for (const conversation of this.#byChat.values()) this.#pullIfGap(conversation)
    await this.#pulling
  }

  suspend(): void {
    this.#online = false
    this.#toPull.clear()
    for (const conversation of this.#byChat.values()) {
      clearTimeout(conversation.grace)
      conversation.grace = undefined
    }
  }

  #conversation(chat: string, base = this.#baseOf(chat)): Conversation {
    const key = foldName(chat)
    let conversation = this.#byChat.get(key)
    if (conversation === undefined) {
      conversation = { chat, timeline: new Timeline(base, MAX_HELD_PER_CHAT), grace: undefined }
      if (this.#byChat.size < MAX_CHATS) this.#byChat.set(key, conversation)
    }
    return conversation
  }

  #baseOf(chat: string): number | undefined {
    return this.#knowsAll && !isRoomAddress(chat) ? 0 : undefined
  }

  #handOn(chat: string, messages: readonly Message[]): void {
    if (messages.length > 0) this.#port.onMessages(chat, messages)
  }

  #pullIfGap(conversation: Conversation): void {
    if (!this.#online || !conversation.timeline.hasGap) return
    this.#toPull.add(conversation)
    this.#pulling ??= this.#pullAll()
  }

  /** Conversations that turn up meanwhile are seen too: that is how a Set is iterated. */
  async #pullAll(): Promise<void> {
    try {
      for (const conversation of this.#toPull) {
        await this.#pull(conversation).catch((error: unknown) => {
          this.#pullFailed(conversation, asClientError(error))
        })
        this.#toPull.delete(conversation)
      }
    } finally {
      // Not in a later microtask: whoever finds a gap between would wait for a pull that is over.
      this.#pulling = undefined
    }
  }

  #pullFailed(conversation: Conversation, error: ChatClientError): void {
    if (!this.#online || error.code === 'connection_lost') return
    if (error.isRetryable) {
      this.#pullLater(conversation, error.retryAfterMs ?? this.#gapGraceMs)
      return
    }
    // Refused: this user may not see what is missing. What was held behind the gap is shown all the same.
    const { chat, timeline } = conversation
    this.#handOn(chat, timeline.acceptPage([], true, timeline.head))
  }

  #pullLater(conversation: Conversation, delayMs: number): void {
    conversation.grace ??= setTimeout(() => {
      conversation.grace = undefined
      this.#pullIfGap(conversation)
    }, delayMs)
  }

  async #pull({ chat, timeline }: Conversation): Promise<void> {
    while (this.#online && timeline.hasGap) {
      const { head } = timeline
      const before = timeline.newest ?? 0
      const page = await this.#port.historyAfter(chat, before)
      // A server that says "more" and gives nothing must not keep us asking for ever.
      const isLast = !page.more || page.messages.every(({ seq }) => seq <= before)
      this.#handOn(chat, timeline.acceptPage(page.messages, isLast, head))
    }
  }
}
