import type { Line } from '../../protocol/encode.ts'

/** What a recipient that cannot keep up remembers of a message it was not given. */
export interface Resyncable {
  readonly address: string
  readonly conversation: { readonly head: number }
}

/** Where events for a user go: one of the user's sessions. Nothing here waits, and nothing reports back [G-5]. */
export interface Recipient {
  /** A message of `chat`. When it cannot be taken the recipient resyncs that chat later [P-13]. */
  pushMessage(line: Line, bytes: number, chat: Resyncable): void
  /** An event that should arrive. */
  pushEvent(line: Line): void
  /** Typing and presence: the first to be dropped. */
  pushEphemeral(line: Line): void
  /** Ends the session: its token is revoked, or an operator wants it. `message` is for people, the code's own sentence without it. */
  kick(code?: 'kicked' | 'banned', message?: string): void
}
