import type { FriendRequest, Message, User } from '../protocol/entities.ts'
import { ASSISTANT } from '../protocol/limits.ts'
import { foldName, isRoomAddress, roomAddress } from '../protocol/names.ts'
import type { ReplyOf } from '../protocol/replies.ts'
import type { ClientEvent } from './client-event.ts'

/** A conversation as this person sees it. */
export interface KnownChat {
  chat: string
  unread: number
  /** Messages up to this `seq` have been looked at for `unread`. */
  countedTo: number
  /** How far the other side of a direct chat has got, as far as we were told. */
  delivered: number
  read: number
}

/** More than a frame of the server can list; what a hostile one adds by and by ends here. */
const MAX_ENTRIES = 20_000

/** Who and what this user knows: friends with their status, open requests, chats with what is unread. Kept up to date by events. */
export class Roster {
  readonly #friends = new Map<string, User>()
  readonly #requests = new Map<string, FriendRequest>()
  readonly #chats = new Map<string, KnownChat>()

  get friends(): User[] {
    return [...this.#friends.values()]
  }

  get requests(): FriendRequest[] {
    return [...this.#requests.values()]
  }

  get chats(): KnownChat[] {
    return [...this.#chats.values()]
  }

  /** The state at log-in. After the first one, what is unread was counted here message by message, and is at most less. */
  learnLogin({ friends, requests, chats }: ReplyOf<'login'>, isFirst: boolean): void {
    this.learnFriends(friends, requests)
    for (const { chat, head, read } of chats) {
      const known = this.chat(chat)
      this.readElsewhere(chat, read)
      if (!isFirst) continue
      known.unread = Math.max(0, head - read)
      known.countedTo = head
    }
  }

  learnFriends(friends: readonly User[], requests: readonly FriendRequest[]): void {
    this.#friends.clear()
    this.#requests.clear()
    for (const friend of friends) this.#friends.set(foldName(friend.user), friend)
    for (const request of requests) this.#requests.set(foldName(request.user), request)
  }

  friend(user: string): User | undefined {
    return this.#friends.get(foldName(user))
  }

  /** What others call somebody: the nickname if we know one. Rooms are called by their address. */
  nameOf(chat: string): string {
    return this.friend(chat)?.nickname || chat
  }

  /** The address for what a person types: a room, a user name, or the nickname that only one friend has. */
  addressOf(typed: string): string {
    if (isRoomAddress(typed)) return this.#chats.get(foldName(typed))?.chat ?? typed
    const friend = this.friend(typed)
    if (friend) return friend.user
    const folded = foldName(typed)
    const sameNickname = this.friends.filter(({ nickname }) => foldName(nickname) === folded)
    if (sameNickname.length === 1) return sameNickname[0]?.user ?? typed
    // The # of a room is easily forgotten; a person of that name comes first.
    const known = this.#chats.get(folded) ?? this.#chats.get(foldName(roomAddress(typed)))
    return known?.chat ?? typed
  }

  /** Whether there is such a chat among those that this user has. */
  knows(chat: string): boolean {
    return this.#chats.has(foldName(chat))
  }

  /** A chat that is not known yet becomes so. */
  chat(chat: string): KnownChat {
    const key = foldName(chat)
    let known = this.#chats.get(key)
    if (known === undefined) {
      known = { chat, unread: 0, countedTo: 0, delivered: 0, read: 0 }
      if (this.#chats.size < MAX_ENTRIES) this.#chats.set(key, known)
    }
    return known
  }

  /** A message came; the ones that were there at log-in have been counted already. */
  count({ chat, seq }: Message, isUnread: boolean): void {
    const known = this.chat(chat)
    if (seq <= known.countedTo) return
    known.countedTo = seq
    if (isUnread) known.unread += 1
  }

  /** Read on another device. What comes after it may be one's own in part, which is not known here. */
  readElsewhere(chat: string, seq: number): void {
    const known = this.#chats.get(foldName(chat))
    if (known === undefined) return
    known.unread = Math.min(known.unread, Math.max(0, known.countedTo - seq))
    known.countedTo = Math.max(known.countedTo, seq)
  }

  clearUnread(chat: string): void {
    this.chat(chat).unread = 0
  }

  forgetChat(chat: string): void {
    this.#chats.delete(foldName(chat))
  }

  apply(event: ClientEvent): void {
    switch (event.type) {
      case 'presence': {
        const friend = this.friend(event.user)
        if (friend) friend.status = event.status
        break
      }
      case 'friend.requested':
        this.#addRequest({ ...event, note: event.note ?? '', direction: 'incoming' })
        break
      case 'friend.accepted':
        this.#requests.delete(foldName(event.user))
        this.#addFriend({ user: event.user, nickname: event.nickname, status: 'offline' })
        break
      case 'friend.removed':
        this.#requests.delete(foldName(event.user))
        if (event.user !== ASSISTANT) this.#friends.delete(foldName(event.user))
        break
      case 'cursor':
        this.readElsewhere(event.chat, event.read)
        break
      case 'receipt': {
        if (isRoomAddress(event.chat)) break
        const known = this.chat(event.chat)
        known.read = Math.max(known.read, event.read ?? 0)
        known.delivered = Math.max(known.delivered, event.received ?? 0, known.read)
        break
      }
    }
  }

  #addFriend(friend: User): void {
    const there = this.friend(friend.user)
    if (there) there.nickname = friend.nickname
    else if (this.#friends.size < MAX_ENTRIES) this.#friends.set(foldName(friend.user), friend)
  }

  #addRequest({ user, nickname, note, direction }: FriendRequest): void {
    if (this.#requests.size >= MAX_ENTRIES) return
    this.#requests.set(foldName(user), { user, nickname, note, direction })
  }
}
