import type { Recipient } from './recipient.ts'

/**
 * A conversation that somebody online is a member of. A direct chat and a room are the same thing with different addresses.
 */
export class Conversation {
  readonly id: number
  readonly kind: 'direct' | 'room'
  /** All members, online or not. */
  memberCount: number
  /** The newest seq that was handed to the members' sessions. */
  head: number
  /** The newest seq that is known to be committed: ahead of `head` for as long as a batch is being handed out. */
  stored: number
  /** Members that are online: who gets what is said. Order means nothing. */
  readonly online: Chat[] = []
  /** When the last member went offline; kept a while, see Directory.sweep. */
  emptySinceMs = 0
  /** Hands out what waits in FanOut; undefined where nothing ever does. */
  handOut: (() => void) | undefined

  constructor(id: number, kind: 'direct' | 'room', memberCount: number, head: number) {
    this.id = id
    this.kind = kind
    this.memberCount = memberCount
    this.head = head
    this.stored = head
  }

  /** Joining and leaving cost the same at any size: a chat knows its place in the list. */
  add(chat: Chat): void {
    this.handOut?.()
    chat.place = this.online.length
    this.online.push(chat)
  }

  /** Does nothing when the chat is not listed. */
  remove(chat: Chat): void {
    if (this.online[chat.place] !== chat) return
    this.handOut?.()
    const last = this.online.pop()
    if (last === undefined || last === chat) return
    last.place = chat.place
    this.online[chat.place] = last
  }
}

/** A user, as far as their conversations need to know them. */
export interface Member {
  readonly id: number
  readonly name: string
  /** The same as JSON: quoted once, not once a message. */
  readonly nameJson: string
  readonly sessions: readonly Recipient[]
  /** How they stand to another user, as bits of `online-user.ts`. */
  relation(otherId: number): number
  isBlocked(otherId: number): boolean
}

/** A conversation as one online member sees it. */
export class Chat {
  readonly conversation: Conversation
  readonly user: Member
  /** [P-6] What this member calls the conversation. */
  readonly address: string
  /** The same as JSON: quoted once, not once a message. */
  readonly addressJson: string
  /** The other user of a direct chat; 0 in a room. */
  readonly peerId: number
  /** This member sees messages with seq > floor. */
  readonly floor: number
  received: number
  read: number
  /** Where `received` stood when the user came online: what lies beyond was missed. */
  readonly receivedBefore: number
  place = 0

  constructor(
    conversation: Conversation,
    user: Member,
    address: string,
    peerId: number,
    cursors: { floor: number; received: number; read: number },
  ) {
    this.conversation = conversation
    this.user = user
    this.address = address
    this.addressJson = JSON.stringify(address)
    this.peerId = peerId
    this.floor = cursors.floor
    this.received = cursors.received
    this.receivedBefore = cursors.received
    this.read = cursors.read
  }
}
