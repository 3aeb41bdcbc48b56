import type { Status } from '../../protocol/entities.ts'
import { foldName } from '../../protocol/names.ts'
import type { Relation, UserRecord } from '../storage/store.ts'
import type { Chat, Member } from './conversation.ts'
import type { Recipient } from './recipient.ts'

/** How a user stands to another, as bits: 15,000 users with their friends must fit into little memory. */
export const FRIENDS = 1
export const BLOCKS = 2
export const BLOCKED_BY = 4

export function relationBits(relation: Relation): number {
  return (
    (relation.state === 'friends' ? FRIENDS : 0) |
    (relation.blocks ? BLOCKS : 0) |
    (relation.blockedBy ? BLOCKED_BY : 0)
  )
}

/** A user with at least one session. */
export class OnlineUser implements Member {
  readonly id: number
  readonly name: string
  readonly nameJson: string
  nickname: string
  bio: string
  /** Until when this user may not write; 0: they may. */
  mutedUntil: number
  status: Exclude<Status, 'offline'> = 'online'
  sessions: readonly Recipient[] = []
  /** By the other's id; who is not in it is a stranger. */
  readonly relations = new Map<number, number>()
  /** By folded address. */
  readonly chats = new Map<string, Chat>()
  /** When the user was last online before now, and since when they are back. */
  readonly awayFrom: number
  readonly backSince: number

  constructor(record: UserRecord, backSince: number) {
    this.id = record.id
    this.name = record.name
    this.nameJson = JSON.stringify(record.name)
    this.nickname = record.nickname
    this.bio = record.bio
    this.mutedUntil = record.mutedUntil
    this.awayFrom = record.seenAt
    this.backSince = backSince
  }

  /** Addresses are mostly typed as they are folded, so the first look-up finds nearly all. */
  chat(address: string): Chat | undefined {
    return this.chats.get(address) ?? this.chats.get(foldName(address))
  }

  relation(otherId: number): number {
    return this.relations.get(otherId) ?? 0
  }

  isFriendOf(otherId: number): boolean {
    return (this.relation(otherId) & (FRIENDS | BLOCKS | BLOCKED_BY)) === FRIENDS
  }

  isBlocked(otherId: number): boolean {
    return (this.relation(otherId) & (BLOCKS | BLOCKED_BY)) !== 0
  }
}
