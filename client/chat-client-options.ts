import type { ClientEvent } from './client-event.ts'
import type { KeptMessages } from './sync/kept-messages.ts'
import type { ChatClientError } from './wire/chat-client-error.ts'
import type { Credentials } from './wire/session.ts'
import type { Timing } from './wire/timing.ts'
import type { OpenWire } from './wire/wire.ts'

export interface ChatClientOptions {
  /** The way to the server, taken again whenever the connection was lost. */
  open: OpenWire
  /** The label under which this user finds this device again: `cli@host`, `web`. */
  device: string
  onEvent(event: ClientEvent): void
  /** The server refuses to let us in again: other credentials, or `undefined` to give up. */
  askCredentials(refusal: ChatClientError): Promise<Credentials | undefined>
  /** Where a user's unanswered messages outlive this run; without it they live in memory only. */
  keptFor?(user: string): KeptMessages
  timing?: Partial<Timing>
  random?: () => number
}
