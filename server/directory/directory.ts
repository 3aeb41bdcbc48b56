import { encodeFrame, type Line } from '../../protocol/encode.ts'
import type { Status } from '../../protocol/entities.ts'
import { foldName, roomAddress } from '../../protocol/names.ts'
import type { Clock } from '../clock.ts'
import type { ChatRecord, LoginState } from '../storage/store.ts'
import { Chat, Conversation } from './conversation.ts'
import { OnlineUser, relationBits } from './online-user.ts'
import type { Recipient } from './recipient.ts'

/** How long an empty conversation and a change of a user are remembered: longer than any log-in can be under way. */
const REMEMBER_MS = 60_000

/**
 * Who is online, and who gets what: the only place that knows the list of sessions. Conversations are here as long as a member is
 * online; nothing is loaded for those who are not.
 */
export class Directory {
  readonly #clock: Clock
  readonly #users = new Map<number, OnlineUser>()
  readonly #conversations = new Map<number, Conversation>()
  readonly #changes = new Map<number, { version: number; atMs: number }>()
  #version = 0
  #sessionCount = 0
  #recalls = 0

  /** The assistant has no session, so what people see of it is said here. */
  readonly assistantStatus: Status

  constructor(clock: Clock, assistantStatus: Status = 'online') {
    this.#clock = clock
    this.assistantStatus = assistantStatus
  }

  get userCount(): number {
    return this.#users.size
  }

  get sessionCount(): number {
    return this.#sessionCount
  }

  users(): IterableIterator<OnlineUser> {
    return this.#users.values()
  }

  user(id: number): OnlineUser | undefined {
    return this.#users.get(id)
  }

  /** A user as they are online now: while the database answered, their last session may have gone and a new one come. */
  present(user: OnlineUser): OnlineUser {
    return this.#users.get(user.id) ?? user
  }

  conversation(id: number): Conversation | undefined {
    return this.#conversations.get(id)
  }

  /** Adds a session. @returns the user, and whether this is their first session. */
  attach(state: LoginState, session: Recipient): { user: OnlineUser; isFirst: boolean } {
    const present = this.#users.get(state.user.id)
    const user = present ?? this.#bring(state)
    // A new array rather than a push: whoever is walking the old one is not disturbed.
    user.sessions = [...user.sessions, session]
    this.#sessionCount += 1
    return { user, isFirst: present === undefined }
  }

  /** Takes a session away. @returns whether it was the user's last. */
  detach(user: OnlineUser, session: Recipient): boolean {
    const rest = user.sessions.filter((other) => other !== session)
    if (rest.length === user.sessions.length) return false
    user.sessions = rest
    this.#sessionCount -= 1
    if (rest.length > 0) return false
    this.#users.delete(user.id)
    for (const chat of user.chats.values()) this.#leave(chat)
    // What memory knew better than the database goes with them: a log-in that has read before this, and found them here, reads again.
    this.changed(user.id)
    return true
  }

  /** Makes a conversation known to a member; the chat that is there already stays as it is. */
  addChat(user: OnlineUser, record: ChatRecord): Chat {
    const address = record.kind === 'room' ? roomAddress(record.name) : record.name
    const key = foldName(address)
    const present = user.chats.get(key)
    if (present?.conversation.id === record.conversationId) return present
    // The name of a room that was closed, and means another one now.
    if (present !== undefined) this.removeChat(user, key)
    const conversation = this.conversationOf(record)
    conversation.stored = Math.max(conversation.stored, record.head)
    if (conversation.online.length === 0) {
      conversation.head = Math.max(conversation.head, conversation.stored)
    }
    const chat = new Chat(conversation, user, address, record.peerId, record)
    user.chats.set(key, chat)
    // Who has left meanwhile is not listed: nobody would take them out again.
    if (this.#users.get(user.id) === user) conversation.add(chat)
    return chat
  }

  removeChat(user: OnlineUser, foldedAddress: string): void {
    const chat = user.chats.get(foldedAddress)
    if (chat === undefined) return
    user.chats.delete(foldedAddress)
    this.#leave(chat)
  }

  /**
   * Notes that a user's relations or memberships have changed in the database, so that a log-in that read them before the change and
   * attaches after it reads them again.
   */
  changed(userId: number): void {
    this.#version += 1
    this.#changes.set(userId, { version: this.#version, atMs: this.#clock.monotonicMs() })
  }

  /** The number of changes so far: to be taken before reading, and given to `changedSince` afterwards. Exact, as no clock is. */
  get version(): number {
    return this.#version
  }

  changedSince(userId: number, version: number): boolean {
    return (this.#changes.get(userId)?.version ?? 0) > version
  }

  /** An event to every session of a user who is online. */
  toUser(userId: number, line: Line, except?: Recipient): void {
    const user = this.#users.get(userId)
    if (user === undefined) return
    for (const session of user.sessions) if (session !== except) session.pushEvent(line)
  }

  /** An event to every session of every online member. */
  toMembers(conversation: Conversation, line: Line, except?: Recipient): void {
    for (const { user } of conversation.online) {
      for (const session of user.sessions) if (session !== except) session.pushEvent(line)
    }
  }

  /** A message was taken back: nobody is given its text from here on, and who had it hears so. */
  recalled(conversation: Conversation, seq: number, except: Recipient): void {
    this.#recalls += 1
    // What a large room still waits for is older than this event.
    conversation.handOut?.()
    let [address, line] = ['', '']
    for (const chat of conversation.online) {
      if (seq <= chat.floor) continue
      if (chat.address !== address) {
        address = chat.address
        line = encodeFrame({ type: 'recalled', chat: address, seq })
      }
      for (const session of chat.user.sessions) if (session !== except) session.pushEvent(line)
    }
  }

  /** How many messages were taken back: a page that was read while this number changed may hold a text that is gone. */
  get recalls(): number {
    return this.#recalls
  }

  /** Forgets empty conversations and old changes; call now and then. */
  sweep(): void {
    const before = this.#clock.monotonicMs() - REMEMBER_MS
    for (const conversation of this.#conversations.values()) {
      if (conversation.online.length === 0 && conversation.emptySinceMs < before) {
        this.#conversations.delete(conversation.id)
      }
    }
    for (const [userId, { atMs }] of this.#changes) {
      if (atMs < before) this.#changes.delete(userId)
    }
  }

  #bring(state: LoginState): OnlineUser {
    const user = new OnlineUser(state.user, this.#clock.now())
    for (const relation of state.relations) {
      const bits = relationBits(relation)
      if (bits !== 0) user.relations.set(relation.person.id, bits)
    }
    this.#users.set(user.id, user)
    for (const record of state.chats) this.addChat(user, record)
    return user
  }

  /** The one object of a conversation, made when it is not here yet. */
  conversationOf(
    record: Pick<ChatRecord, 'conversationId' | 'kind' | 'memberCount' | 'head'>,
  ): Conversation {
    const present = this.#conversations.get(record.conversationId)
    if (present !== undefined) return present
    const { conversationId, kind, memberCount, head } = record
    const conversation = new Conversation(conversationId, kind, memberCount, head)
    conversation.emptySinceMs = this.#clock.monotonicMs()
    this.#conversations.set(conversationId, conversation)
    return conversation
  }

  #leave(chat: Chat): void {
    chat.conversation.remove(chat)
    // Kept for a while: a log-in that read this conversation's head before its last message needs to find the true head here.
    if (chat.conversation.online.length === 0) {
      chat.conversation.emptySinceMs = this.#clock.monotonicMs()
    }
  }
}
