import { batch, signal } from '@preact/signals'
import { ChatClient } from '../../client/chat-client.ts'
import type { ClientEvent } from '../../client/client-event.ts'
import type { OutgoingMessage } from '../../client/sync/kept-messages.ts'
import { Typists } from '../../client/typists.ts'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Message } from '../../protocol/entities.ts'
import { foldName, isRoomAddress } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import { Drafts } from '../model/drafts.ts'
import { KeptOutbox } from '../model/kept-outbox.ts'
import { mentions } from '../model/mentions.ts'
import { Circle } from './circle.ts'
import type { Conversation } from './conversation.ts'
import type { DeskOptions, Link } from './desk-options.ts'
import { OpenChats } from './open-chats.ts'

/** Others are told that somebody types this often, while they do. */
const TYPING_EVERY_MS = 3_000

/** Where a person sits once they are logged in: the client, what it knows, and what has been opened. */
export class Desk {
  readonly client: ChatClient
  readonly circle = new Circle()
  readonly drafts: Drafts
  readonly chats: OpenChats
  readonly link = signal<Link>({ kind: 'connecting' })
  readonly isAway = signal(false)
  /** The chat that is in front. */
  readonly current = signal<Conversation | undefined>(undefined)
  /** Messages without an answer. */
  readonly unsent = signal(0)
  readonly typing = signal<readonly string[]>([])
  readonly #options: DeskOptions
  readonly #kept: KeptOutbox
  readonly #typists: Typists
  #isForgotten = false
  #isFirstLogin = true
  #isCaughtUp = false
  #typingToldAt = 0

  constructor(options: DeskOptions) {
    this.#options = options
    const { shelf, user, open, device } = options
    this.drafts = new Drafts(shelf, user)
    this.#kept = new KeptOutbox(shelf, user)
    this.circle.receipts.restore(shelf.get(this.#receiptsKey))
    this.#typists = new Typists(() => this.#typistsChanged())
    this.client = new ChatClient({
      open,
      device,
      keptFor: () => this.#kept,
      // Who is refused sees why, and logs in again.
      askCredentials: async () => undefined,
      onEvent: (event) => batch(() => this.#take(event)),
    })
    this.chats = new OpenChats(
      {
        history: (fields) => this.client.request('history', fields),
        unreadOf: (chat) => this.circle.unreadOf(chat),
        isMe: (name) => this.isMe(name),
        onLoaded: (conversation) => this.#loaded(conversation),
      },
      this.#kept,
    )
  }

  async close(): Promise<void> {
    this.#typists.close()
    this.keep()
    await this.client.close()
  }

  /** Nothing of this user stays in the browser. */
  forgetAll(): void {
    this.#isForgotten = true
    this.drafts.close()
    this.#kept.clear()
    this.#options.shelf.remove(this.#receiptsKey)
  }

  isMe(user: string): boolean {
    return foldName(user) === foldName(this.circle.me.peek()?.user ?? this.#options.user)
  }

  /** Turns to a chat, or away from all. */
  turnTo(chat: string | undefined): void {
    const before = this.current.peek()
    if (chat !== undefined && before !== undefined && foldName(before.chat) === foldName(chat))
      return
    if (before !== undefined) before.unreadFrom.value = undefined
    this.current.value = chat === undefined ? undefined : this.chats.open(chat)
    this.#typistsChanged()
  }

  /** @throws ChatClientError when it cannot be taken on */
  send(conversation: Conversation, text: string): void {
    const { chat } = conversation
    const message = this.client.send(chat, text)
    this.#typingToldAt = 0
    batch(() => {
      conversation.window.send(message)
      this.#countUnsent()
      conversation.unreadFrom.value = undefined
      conversation.changed()
    })
  }

  typed(chat: string): void {
    const now = this.#options.now()
    if (now - this.#typingToldAt < TYPING_EVERY_MS) return
    this.#typingToldAt = now
    this.client.typing(chat)
  }

  /** Takes one's own message back; the others hear it from the server, this session from its answer. */
  async recall(conversation: Conversation, seq: number): Promise<void> {
    const { chat } = conversation
    await this.client.request('recall', { chat, seq })
    conversation.window.recall(seq)
    conversation.changed()
  }

  async setAway(isAway: boolean): Promise<void> {
    await this.client.request('presence.set', { status: isAway ? 'away' : 'online' })
    this.isAway.value = isAway
  }

  enteredRoom(room: string, head: number): void {
    this.client.enterRoom(room, head)
    const known = this.circle.roster.chat(room)
    known.countedTo = Math.max(known.countedTo, head)
    this.circle.forgetInvitation(room)
    this.circle.rosterChanged()
  }

  leftRoom(room: string): void {
    this.client.forgetRoom(room)
    this.circle.roster.forgetChat(room)
    this.circle.receipts.forget(room)
    this.chats.forget(room)
    this.circle.rosterChanged()
  }

  /** The newest message of the chat in front is before somebody's eyes. */
  look(): void {
    const conversation = this.current.peek()
    if (conversation === undefined || !conversation.isAtEnd || !this.#options.isWatched()) return
    const { chat, window } = conversation
    if (!window.isLoaded || window.hasNewer || window.newest === 0) return
    conversation.newBelow.value = 0
    this.client.markRead(chat, window.newest)
    if (!this.circle.roster.knows(chat) || this.circle.roster.chat(chat).unread === 0) return
    this.circle.seen(chat, window.newest)
    this.#options.onSeen(chat, window.newest)
  }

  get #receiptsKey(): string {
    return `marks:${foldName(this.#options.user)}`
  }

  /** What is not kept as it comes. */
  keep(): void {
    if (this.#isForgotten) return
    this.#options.shelf.set(this.#receiptsKey, this.circle.receipts.toJson())
  }

  #take(event: ClientEvent): void {
    this.circle.roster.apply(event)
    switch (event.type) {
      case 'online':
        return this.#online(event.login)
      case 'caught-up':
        this.#isCaughtUp = true
        return
      case 'restored':
        return this.#countUnsent()
      case 'connecting':
        this.link.value = { kind: 'connecting' }
        return
      case 'offline': {
        const { code, reason: message, pauseMs } = event
        const why = new ChatClientError(code, { message })
        this.link.value = { kind: 'offline', why, retryAt: this.#options.now() + pauseMs }
        return
      }
      case 'ended':
        this.keep()
        return this.#options.onEnded(event.error)
      case 'messages':
        for (const message of event.messages) this.#message(message)
        return this.circle.rosterChanged()
      case 'stored':
        return this.#answered(event.message, (conversation) =>
          conversation.window.stored(event.message.cid),
        )
      case 'refused':
        return this.#answered(event.message, (conversation) =>
          conversation.window.refused(event.message.cid, event.error),
        )
      case 'recalled': {
        const conversation = this.chats.of(event.chat)
        conversation?.window.recall(event.seq)
        return conversation?.changed()
      }
      case 'receipt':
        return this.circle.receipt(event)
      case 'typing':
        return this.#typists.started(event.chat, event.user)
      case 'notice':
        return this.circle.announced(event.from, event.text)
      case 'room.invited':
        return this.circle.invited(event.room, event.user)
      case 'room.joined':
      case 'room.left':
        return this.#roomChanged(event)
      case 'complaint':
        return
      default:
        this.circle.changes.value += 1
        this.circle.rosterChanged()
    }
  }

  #online(login: ReplyOf<'login'>): void {
    const isFirst = this.#isFirstLogin
    this.#isFirstLogin = false
    this.circle.me.value = login.me
    this.circle.roster.learnLogin(login, isFirst)
    this.link.value = { kind: 'online' }
    // Somebody who logs out while the answer is on its way is not let in again by it.
    if (!this.#isForgotten) this.#options.onLogin(login)
    this.circle.rosterChanged()
    if (isFirst) return
    void this.chats.refresh()
    // A status is a session's, and this is a new one. Where it fails, the button shows how it is.
    if (this.isAway.peek()) this.setAway(true).catch(() => (this.isAway.value = false))
  }

  #message(message: Message): void {
    const { chat, seq, from, text } = message
    const isOwn = this.isMe(from)
    this.#typists.stopped(chat, from)
    const isIn = this.chats.take(message)
    const conversation = this.current.peek()
    const isInFront = conversation !== undefined && foldName(conversation.chat) === foldName(chat)
    const isSeen = isInFront && isIn && conversation.isAtEnd && this.#options.isWatched()
    const wasRead = this.circle.roster.chat(chat).unread === 0
    this.circle.roster.count(message, !isOwn && !isSeen)
    if (isOwn) return
    if (isSeen) this.client.markRead(chat, seq)
    else if (isInFront) {
      conversation.newBelow.value += 1
      if (wasRead && isIn) conversation.unreadFrom.value = seq
    }
    const isNamed = mentions(chat, text, this.circle.me.peek()?.user ?? '')
    if (isNamed && !isSeen) this.circle.setMentioned(chat, true)
    const isPersonal = isNamed || !isRoomAddress(chat)
    this.#options.onArrival({ message, isSeen, isMissed: !this.#isCaughtUp, isPersonal })
  }

  #answered(message: OutgoingMessage, change: (conversation: Conversation) => void): void {
    this.#countUnsent()
    const conversation = this.chats.of(message.chat)
    if (conversation === undefined) return
    change(conversation)
    conversation.changed()
  }

  #roomChanged(event: Extract<ClientEvent, { type: 'room.joined' | 'room.left' }>): void {
    if (this.isMe(event.user)) {
      if (event.type === 'room.left') {
        this.leftRoom(event.room)
        this.#options.onLeft(event.room)
      }
      // By another of this user's sessions; what was said until now is history.
      else this.circle.roster.chat(event.room)
    }
    this.circle.changes.value += 1
    this.circle.rosterChanged()
  }

  #loaded(conversation: Conversation): void {
    // Only now is it known that there is such a chat.
    if (conversation.window.newest > 0) this.circle.roster.chat(conversation.chat)
    this.circle.rosterChanged()
  }

  #countUnsent(): void {
    this.unsent.value = this.client.unsent
  }

  #typistsChanged(): void {
    const chat = this.current.peek()?.chat
    this.typing.value = chat === undefined ? [] : this.#typists.in(chat)
  }
}
