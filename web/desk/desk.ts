import { batch, computed, signal } from '@preact/signals'
import { ChatClient } from '../../client/chat-client.ts'
import { inOrder, listChats } from '../../client/chat-list.ts'
import type { ClientEvent } from '../../client/client-event.ts'
import { Roster } from '../../client/roster.ts'
import type { OutgoingMessage } from '../../client/sync/kept-messages.ts'
import { Typists } from '../../client/typists.ts'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Credentials } from '../../client/wire/session.ts'
import type { OpenWire } from '../../client/wire/wire.ts'
import type { Message, User } from '../../protocol/entities.ts'
import { foldName, isRoomAddress } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import { Drafts } from '../model/drafts.ts'
import { KeptOutbox } from '../model/kept-outbox.ts'
import { mentions } from '../model/mentions.ts'
import { Receipts } from '../model/receipts.ts'
import type { Shelf } from '../model/shelf.ts'
import type { Conversation } from './conversation.ts'
import { OpenChats } from './open-chats.ts'

export type Link =
  | { kind: 'connecting' }
  | { kind: 'online' }
  /** `why`: a word of this side such as `no_answer`, or the server's own error. */
  | { kind: 'offline'; why: ChatClientError; retryAt: number }

export interface Notice {
  readonly id: number
  readonly from: string
  readonly text: string
}

/** A message that came in, and what is to be made of it. */
export interface Arrival {
  readonly message: Message
  /** It is before this person's eyes. */
  readonly isSeen: boolean
  /** It came while this person was away. */
  readonly isMissed: boolean
  /** Written to this person, or naming them. */
  readonly isPersonal: boolean
}

export interface DeskOptions {
  user: string
  open: OpenWire
  device: string
  shelf: Shelf
  now(): number
  /** Whether this page is what its owner looks at. */
  isWatched(): boolean
  onLogin(login: ReplyOf<'login'>): void
  onArrival(arrival: Arrival): void
  onSeen(chat: string, seq: number): void
  onEnded(error: ChatClientError): void
}

const MAX_NOTICES = 20
const MAX_INVITATIONS = 200
/** Others are told that somebody types this often, while they do. */
const TYPING_EVERY_MS = 3_000

/** Where a person sits once they are logged in: the client, what it knows, and what has been opened. */
export class Desk {
  readonly client: ChatClient
  readonly roster = new Roster()
  readonly receipts = new Receipts()
  readonly drafts: Drafts
  readonly chats: OpenChats
  readonly link = signal<Link>({ kind: 'connecting' })
  readonly me = signal<User | undefined>(undefined)
  readonly isAway = signal(false)
  readonly invitations = signal<ReadonlyMap<string, string>>(new Map())
  readonly notices = signal<readonly Notice[]>([])
  /** Chats with an unread message that names this user. */
  readonly mentioned = signal<ReadonlySet<string>>(new Set())
  /** The chat that is in front. */
  readonly current = signal<Conversation | undefined>(undefined)
  /** Messages without an answer. */
  readonly unsent = signal(0)
  readonly typing = signal<readonly string[]>([])
  /** Members, topics or friendships that a view has asked for may have changed. */
  readonly circleVersion = signal(0)
  readonly #rosterVersion = signal(0)
  readonly #receiptsVersion = signal(0)
  readonly #options: DeskOptions
  readonly #kept: KeptOutbox
  readonly #typists: Typists
  #isFirstLogin = true
  #isCaughtUp = false
  #lastNotice = 0
  #typingToldAt = 0

  readonly list = computed(() => {
    this.#rosterVersion.value
    return listChats(this.roster)
  })
  readonly unread = computed(() =>
    inOrder(this.list.value).reduce((sum, { unread }) => sum + unread, 0),
  )
  readonly requests = computed(() => {
    this.#rosterVersion.value
    return this.roster.requests
  })
  /** How many requests and invitations wait for an answer. */
  readonly toAnswer = computed(
    () =>
      this.requests.value.filter(({ direction }) => direction === 'incoming').length +
      this.invitations.value.size,
  )

  constructor(options: DeskOptions) {
    this.#options = options
    const { shelf, user, open, device } = options
    this.drafts = new Drafts(shelf, user)
    this.#kept = new KeptOutbox(shelf, user)
    this.receipts.restore(shelf.get(this.#receiptsKey))
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
        unreadOf: (chat) => (this.roster.knows(chat) ? this.roster.chat(chat).unread : 0),
        isMe: (name) => this.isMe(name),
        onLoaded: (conversation) => this.#loaded(conversation),
      },
      this.#kept,
    )
  }

  /** @throws ChatClientError */
  async start(credentials: Credentials): Promise<void> {
    await this.client.start(credentials)
  }

  async close(): Promise<void> {
    this.#typists.close()
    this.keep()
    await this.client.close()
  }

  /** Nothing of this user stays in the browser. */
  forgetAll(): void {
    this.drafts.clear()
    this.#kept.clear()
    this.#options.shelf.remove(this.#receiptsKey)
  }

  isMe(user: string): boolean {
    return foldName(user) === foldName(this.me.peek()?.user ?? this.#options.user)
  }

  /** What people call somebody. Rooms are called by their address. */
  nameOf(chat: string): string {
    this.#rosterVersion.value
    if (this.isMe(chat)) return this.me.value?.nickname || chat
    return this.roster.nameOf(chat)
  }

  friend(user: string): User | undefined {
    this.#rosterVersion.value
    return this.roster.friend(user)
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
    if (conversation.window.hasNewer) void this.chats.toLatest(conversation)
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

  /** Asks anew who one's friends are: the server tells the others about a change, and this session only "ok". */
  async refreshFriends(): Promise<ReplyOf<'friends'>> {
    const reply = await this.client.request('friends', {})
    this.roster.learnFriends(reply.friends, reply.requests)
    this.rosterChanged()
    return reply
  }

  enteredRoom(room: string, head: number): void {
    this.client.enterRoom(room, head)
    const known = this.roster.chat(room)
    known.countedTo = Math.max(known.countedTo, head)
    this.forgetInvitation(room)
    this.chats.forget(room)
    this.rosterChanged()
  }

  leftRoom(room: string): void {
    this.client.forgetRoom(room)
    this.roster.forgetChat(room)
    this.receipts.forget(room)
    this.chats.forget(room)
    this.rosterChanged()
  }

  forgetInvitation(room: string): void {
    const left = [...this.invitations.peek()].filter(([one]) => foldName(one) !== foldName(room))
    this.invitations.value = new Map(left)
  }

  hurry(): void {
    this.client.connectNow()
  }

  dismiss(notice: Notice): void {
    this.notices.value = this.notices.peek().filter((one) => one !== notice)
  }

  /** The newest message of the chat in front is before somebody's eyes. */
  look(): void {
    const conversation = this.current.peek()
    if (conversation === undefined || !conversation.isAtEnd || !this.#options.isWatched()) return
    const { chat, window } = conversation
    if (!window.isLoaded || window.hasNewer || window.newest === 0) return
    conversation.newBelow.value = 0
    this.client.markRead(chat, window.newest)
    if (!this.roster.knows(chat) || this.roster.chat(chat).unread === 0) return
    this.seen(chat, window.newest)
    this.#options.onSeen(chat, window.newest)
  }

  /** Seen up to here, in this tab or in another one. */
  seen(chat: string, seq: number): void {
    if (!this.roster.knows(chat) || this.roster.chat(chat).countedTo > seq) return
    this.roster.clearUnread(chat)
    this.#setMentioned(chat, false)
    this.rosterChanged()
  }

  markOf(chat: string, seq: number) {
    this.#receiptsVersion.value
    return { mark: this.receipts.markOf(chat, seq), readers: this.receipts.readers(chat, seq) }
  }

  rosterChanged(): void {
    this.#rosterVersion.value += 1
  }

  get #receiptsKey(): string {
    return `marks:${foldName(this.#options.user)}`
  }

  /** What is not kept as it comes. */
  keep(): void {
    this.#options.shelf.set(this.#receiptsKey, this.receipts.toJson())
  }

  #take(event: ClientEvent): void {
    this.roster.apply(event)
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
        return this.rosterChanged()
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
        this.receipts.take(event)
        this.#receiptsVersion.value += 1
        return
      case 'typing':
        return this.#typists.started(event.chat, event.user)
      case 'notice': {
        this.#lastNotice += 1
        const notice = { id: this.#lastNotice, from: event.from, text: event.text }
        this.notices.value = [...this.notices.peek(), notice].slice(-MAX_NOTICES)
        return
      }
      case 'room.invited':
        if (this.invitations.peek().size < MAX_INVITATIONS)
          this.invitations.value = new Map(this.invitations.peek()).set(event.room, event.user)
        return
      case 'room.joined':
      case 'room.left':
        return this.#roomChanged(event)
      case 'complaint':
        return
      default:
        this.circleVersion.value += 1
        this.rosterChanged()
    }
  }

  #online(login: ReplyOf<'login'>): void {
    const isFirst = this.#isFirstLogin
    this.#isFirstLogin = false
    this.me.value = login.me
    this.roster.learnLogin(login, isFirst)
    this.link.value = { kind: 'online' }
    this.#options.onLogin(login)
    this.rosterChanged()
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
    const wasRead = this.roster.chat(chat).unread === 0
    this.roster.count(message, !isOwn && !isSeen)
    if (isOwn) return
    if (isSeen) this.client.markRead(chat, seq)
    else if (isInFront) {
      conversation.newBelow.value += 1
      if (wasRead && isIn) conversation.unreadFrom.value = seq
    }
    const isNamed = mentions(chat, text, this.me.peek()?.user ?? '')
    if (isNamed && !isSeen) this.#setMentioned(chat, true)
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
      if (event.type === 'room.left') this.leftRoom(event.room)
      // By another of this user's sessions; what was said until now is history.
      else this.roster.chat(event.room)
    }
    this.circleVersion.value += 1
    this.rosterChanged()
  }

  #loaded(conversation: Conversation): void {
    // Only now is it known that there is such a chat.
    if (conversation.window.newest > 0) this.roster.chat(conversation.chat)
    this.rosterChanged()
  }

  #setMentioned(chat: string, isMentioned: boolean): void {
    const next = new Set(this.mentioned.peek())
    if (isMentioned) next.add(foldName(chat))
    else next.delete(foldName(chat))
    this.mentioned.value = next
  }

  #countUnsent(): void {
    this.unsent.value = this.client.unsent
  }

  #typistsChanged(): void {
    const chat = this.current.peek()?.chat
    this.typing.value = chat === undefined ? [] : this.#typists.in(chat)
  }
}
