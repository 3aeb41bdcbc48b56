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
