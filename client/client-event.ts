import type { Message } from '../protocol/entities.ts'
import type { Event } from '../protocol/events.ts'
import type { ReplyOf } from '../protocol/replies.ts'
import type { OutgoingMessage } from './sync/kept-messages.ts'
import type { Stored } from './sync/outbox.ts'
import type { ChatClientError, ClientErrorCode } from './wire/chat-client-error.ts'

/** What the client has dealt with itself and does not pass on. */
type Inner = 'msg' | 'resync' | 'ping' | 'bye'

/** Everything that a face hears from the client. */
export type ClientEvent =
  /** Logged in, for the first time or again. */
  | { type: 'online'; login: ReplyOf<'login'> }
  /** The first log-in's missed messages have all been handed on; those that came before this event are the missed ones. */
  | { type: 'caught-up' }
  /** At the first log-in: what other runs of this user have left unsent [G-2]. `stored` or `refused` follows for each. */
  | { type: 'restored'; messages: readonly OutgoingMessage[] }
  /** There is no connection, `since` then by this side's clock; the next attempt comes after the pause. */
  | { type: 'offline'; code: ClientErrorCode; reason: string; pauseMs: number; since: number }
  /** That attempt begins; `online`, `offline` or `ended` follows. */
  | { type: 'connecting' }
  /** The client gave up for good: nothing comes after this. */
  | { type: 'ended'; error: ChatClientError }
  /** Messages of one chat, each once and in order, this session's own among them. */
  | { type: 'messages'; chat: string; messages: readonly Message[] }
  /** One's own message is committed [P-9]. */
  | { type: 'stored'; message: OutgoingMessage; stored: Stored }
  /** One's own message was refused and will not be sent again. */
  | { type: 'refused'; message: OutgoingMessage; error: ChatClientError }
  /** The server complains about something that nobody waits for. */
  | { type: 'complaint'; error: ChatClientError }
  | Exclude<Event, { type: Inner }>
