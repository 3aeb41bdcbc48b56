import type { Line } from '../../protocol/encode.ts'
import type { Chat } from './conversation.ts'

/** Where events for a user go: one of the user's sessions. Nothing here waits, and nothing reports back [G-5]. */
export interface Recipient {
  /** A message of `chat`. When it cannot be taken the recipient resyncs that chat later [P-13]. */
  pushMessage(line: Line, bytes: number, chat: Chat): void
  /** An event that should arrive. */
  pushEvent(line: Line): void
  /** Typing and presence: the first to be dropped. */
  pushEphemeral(line: Line): void
  /** Ends the session: its token is revoked. */
  kick(): void
}
