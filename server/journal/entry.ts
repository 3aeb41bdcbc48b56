import type { RequestId } from '../../protocol/requests.ts'
import type { ChatError } from '../chat-error.ts'
import type { Chat } from '../directory/conversation.ts'
import type { Recipient } from '../directory/recipient.ts'

/** Who waits for the outcome of a `send`. */
export interface Sender extends Recipient {
  /** [P-9] Called after the commit, and only then. */
  sent(id: RequestId | undefined, chatJson: string, seq: number, at: number, isDup: boolean): void
  /** Nothing was stored, or it is not known. */
  refused(id: RequestId | undefined, error: ChatError): void
}

/** How long a sender who waits is kept waiting for the database. */
export const MAX_WAIT_MS = 5_000

/** Since when it has been waiting, told from the end of it: an entry of every message carries no more than it must. */
export const waitedMs = (entry: Entry, nowMs: number): number =>
  nowMs - entry.deadlineMs + MAX_WAIT_MS

/** One message on its way to the database. */
export interface Entry {
  /** The conversation as its sender sees it. */
  readonly chat: Chat
  readonly cid: string
  readonly text: string
  readonly at: number
  readonly requestId: RequestId | undefined
  /** The session that asked; undefined once it has its answer, or when nobody asked. */
  origin: Sender | undefined
  /** Monotonic; after this the sender is not kept waiting any longer. */
  readonly deadlineMs: number
}
