import type { Conversation } from '../directory/conversation.ts'
import { UNKNOWN_HEAD } from '../storage/store.ts'

/**
 * Which heads may be told to the database as the newest. One that is too low costs a look-up; one that is too high would leave out a seq for
 * ever [G-3]. An outage can make them too high: the database may come back without its last moments, and a log-in may have read a head that was
 * not yet on the disk. After one, a head counts again when a message of its conversation has been stored since.
 */
export class KnownHeads {
  /** Those that count since the last outage; undefined while there was none: then all do. */
  #confirmed: WeakSet<Conversation> | undefined

  hint(conversation: Conversation): number {
    return this.#counts(conversation) ? conversation.stored : UNKNOWN_HEAD
  }

  /** A new message got this seq. */
  stored(conversation: Conversation, seq: number): void {
    conversation.stored = this.#counts(conversation) ? Math.max(conversation.stored, seq) : seq
    this.#confirmed?.add(conversation)
  }

  forget(): void {
    this.#confirmed = new WeakSet()
  }

  #counts(conversation: Conversation): boolean {
    return this.#confirmed === undefined || this.#confirmed.has(conversation)
  }
}
