import type { Line } from '../../../protocol/encode.ts'
import type { Chat } from '../../directory/conversation.ts'
import type { Recipient } from '../../directory/recipient.ts'
import type { ChatRecord, LoginState, Person, Relation } from '../../storage/store.ts'

type Frame = Record<string, unknown> & { type: string }

/** A session that takes everything and remembers it. */
export class Ear implements Recipient {
  readonly frames: Frame[] = []
  readonly lines: Line[] = []
  readonly chats: Chat[] = []
  readonly ephemeral: Frame[] = []
  isKicked = false

  pushMessage(line: Line, bytes: number, chat: Chat): void {
    if (bytes !== Buffer.byteLength(line)) throw new Error(`${bytes} is not the length of ${line}`)
    this.chats.push(chat)
    this.#take(line)
  }

  pushEvent(line: Line): void {
    this.#take(line)
  }

  pushEphemeral(line: Line): void {
    this.ephemeral.push(JSON.parse(line))
  }

  kick(): void {
    this.isKicked = true
  }

  #take(line: Line): void {
    this.lines.push(line)
    this.frames.push(JSON.parse(line))
  }
}

export const personOf = (id: number, name: string): Person => ({
  id,
  name,
  nickname: `${name}’s nickname`,
  bio: '',
})

export function stateOf(
  id: number,
  name: string,
  fields: {
    chats?: ChatRecord[]
    relations?: Relation[]
    bannedUntil?: number
    mutedUntil?: number
  } = {},
): LoginState {
  const { chats = [], relations = [], bannedUntil = 0, mutedUntil = 0 } = fields
  return {
    user: { ...personOf(id, name), role: 'user', bannedUntil, mutedUntil, seenAt: 0 },
    relations,
    chats,
  }
}

export const relationTo = (person: Person, fields: Partial<Relation> = {}): Relation => ({
  person,
  state: 'friends',
  blocks: false,
  blockedBy: false,
  note: '',
  ...fields,
})

export const directChat = (
  conversationId: number,
  peer: Person,
  fields: Partial<ChatRecord> = {},
): ChatRecord => ({
  conversationId,
  kind: 'direct',
  name: peer.name,
  peerId: peer.id,
  memberCount: 2,
  head: 0,
  floor: 0,
  received: 0,
  read: 0,
  ...fields,
})

export const roomChat = (
  conversationId: number,
  name: string,
  fields: Partial<ChatRecord> = {},
): ChatRecord => ({
  conversationId,
  kind: 'room',
  name,
  peerId: 0,
  memberCount: 3,
  head: 0,
  floor: 0,
  received: 0,
  read: 0,
  ...fields,
})
