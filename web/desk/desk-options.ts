import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { OpenWire } from '../../client/wire/wire.ts'
import type { Message } from '../../protocol/entities.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { Shelf } from '../model/shelf.ts'

export type Link =
  | { kind: 'connecting' }
  | { kind: 'online' }
  /** `why`: a word of this side such as `no_answer`, or the server's own error. */
  | { kind: 'offline'; why: ChatClientError; retryAt: number }

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
  /** This user is no longer in that room, by another's will or in another tab. */
  onLeft(room: string): void
  onEnded(error: ChatClientError): void
}
