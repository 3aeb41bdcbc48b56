import { asClientError } from '../../client/wire/chat-client-error.ts'
import type { Message } from '../../protocol/entities.ts'
import { foldName } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { KeptOutbox } from '../model/kept-outbox.ts'
import { Conversation, type Fetching } from './conversation.ts'

export interface OpenChatsPort {
  history(fields: {
    chat: string
    before?: number
    after?: number
    limit: number
  }): Promise<ReplyOf<'history'>>
  unreadOf(chat: string): number
  isMe(user: string): boolean
  /** The newest page of a conversation has come. */
  onLoaded(conversation: Conversation): void
}

const PAGE = 60
const MAX_PAGE = 200
/** Conversations kept in memory; the one that was looked at longest ago goes first. */
const MAX_KEPT = 30

/** The conversations that were opened since this page was, and how more of them is fetched. */
export class OpenChats {
  readonly #port: OpenChatsPort
  readonly #kept: KeptOutbox
  readonly #byChat = new Map<string, Conversation>()

  constructor(port: OpenChatsPort, kept: KeptOutbox) {
    this.#port = port
    this.#kept = kept
  }

  of(chat: string): Conversation | undefined {
    return this.#byChat.get(foldName(chat))
  }

  /** The conversation, at once, with what is known of it; the rest is on its way. */
  open(chat: string): Conversation {
    const key = foldName(chat)
    const conversation = this.#byChat.get(key) ?? this.#make(chat)
    // The one that was opened last is the last.
    this.#byChat.delete(key)
    this.#byChat.set(key, conversation)
    const [oldest] = this.#byChat.keys()
    if (this.#byChat.size > MAX_KEPT && oldest !== undefined) this.#byChat.delete(oldest)
    conversation.isAtEnd = false
    conversation.newBelow.value = 0
    const { window } = conversation
    if (!window.isLoaded || window.hasNewer) void this.toLatest(conversation)
    else conversation.markUnread(this.#port.unreadOf(chat), (user) => this.#port.isMe(user))
    return conversation
  }

  forget(chat: string): void {
    this.#byChat.delete(foldName(chat))
  }

  /** The newest messages, so many that the first unread one is among them where that may be. */
  async toLatest(conversation: Conversation): Promise<void> {
    const { chat, window } = conversation
    const unread = this.#port.unreadOf(chat)
    const limit = Math.min(MAX_PAGE, Math.max(PAGE, unread + PAGE / 2))
    await this.fetch(conversation, 'latest', async () => {
      const page = await this.#port.history({ chat, limit })
      window.latest(page.messages, page.more)
      conversation.markUnread(unread, (user) => this.#port.isMe(user))
      this.#port.onLoaded(conversation)
    })
  }

  async older(conversation: Conversation): Promise<void> {
    const { chat, window } = conversation
    const { oldest } = window
    if (!window.hasOlder || oldest === undefined) return
    await this.fetch(conversation, 'older', async () => {
      const page = await this.#port.history({ chat, before: oldest, limit: PAGE })
      if (window.oldest === oldest) window.older(page.messages, page.more)
    })
  }

  async newer(conversation: Conversation): Promise<void> {
    const { chat, window } = conversation
    const { newest } = window
    if (!window.hasNewer) return
    await this.fetch(conversation, 'newer', async () => {
      const page = await this.#port.history({ chat, after: newest, limit: PAGE })
      if (window.newest === newest) window.newer(page.messages, page.more)
    })
  }

  /** Connected again: what could not be had is asked for once more. */
  async refresh(): Promise<void> {
    for (const conversation of this.#byChat.values()) {
      if (!conversation.window.isLoaded) await this.toLatest(conversation)
    }
  }

  /** Answers whether it is in the window of its conversation. */
  take(message: Message): boolean {
    const conversation = this.of(message.chat)
    const isIn = conversation?.window.add(message) === true
    conversation?.changed()
    return isIn
  }

  #make(chat: string): Conversation {
    const conversation = new Conversation(chat)
    for (const message of this.#kept.load()) {
      if (foldName(message.chat) === foldName(chat)) conversation.window.send(message)
    }
    return conversation
  }

  /** Asks the server for a part of a conversation, and shows that it is on its way. */
  async fetch(
    conversation: Conversation,
    what: Fetching,
    work: () => Promise<void>,
  ): Promise<void> {
    // One at a time, but the newest page is wanted whatever else is on its way.
    if (conversation.fetching.peek() !== undefined && what !== 'latest') return
    conversation.fetching.value = what
    try {
      await work()
      conversation.failure.value = undefined
    } catch (error) {
      // Nothing is there at all: that is what the page has to say. Where something is, scrolling on tries again.
      if (!conversation.window.isLoaded) conversation.failure.value = asClientError(error)
    } finally {
      conversation.fetching.value = undefined
      conversation.changed()
    }
  }
}
