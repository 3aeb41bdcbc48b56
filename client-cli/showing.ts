import type { ClientEvent } from '../client/client-event.ts'
import type { OutgoingMessage } from '../client/sync/kept-messages.ts'
import type { Stored } from '../client/sync/outbox.ts'
import type { ChatClientError } from '../client/wire/chat-client-error.ts'
import type { FriendRequest, Message, RoomMember, RoomSummary, User } from '../protocol/entities.ts'
import type { Values } from './speech.ts'
import type { Bilingual, TextKey } from './texts.ts'

export interface FriendLine extends User {
  unread: number
}

/** What came in one chat while this user was away: how many, and the newest of them. */
export interface MissedChat {
  chat: string
  count: number
  messages: readonly Message[]
}

/** What can be said about a command. */
export interface CommandRow {
  name: string
  usage?: Bilingual
  help: Bilingual
}

/** Events of the server that are shown as they are. */
export type ShownEvent =
  | PlainEvent
  /** `wasFriend`: a friendship has ended, and not only a request. */
  | (Extract<ClientEvent, { type: 'friend.removed' }> & { wasFriend: boolean })

type PlainEvent = Extract<
  ClientEvent,
  {
    type:
      | 'receipt'
      | 'cursor'
      | 'typing'
      | 'presence'
      | 'friend.requested'
      | 'friend.accepted'
      | 'room.joined'
      | 'room.left'
      | 'room.invited'
      | 'recalled'
      | 'notice'
  }
>

/**
 * Everything that a person can be shown. Commands and events make these, and each face has its own way of showing them:
 * plain lines, a terminal's lines, one day a full screen.
 */
export type Showing =
  /**
   * Once and in order. `isEcho`: sent by this very client, `isOwn`: by this user, perhaps on another device; `isMissed`: it came while this
   * user was away; `isOpen`: in the chat that is open.
   */
  | {
      kind: 'message'
      message: Message
      isEcho: boolean
      isOwn: boolean
      isOpen: boolean
      isMissed: boolean
    }
  /** One's own message is on its way; `stored` or `refused` follows. */
  | { kind: 'pending'; message: OutgoingMessage; isOpen: boolean }
  | { kind: 'stored'; message: OutgoingMessage; stored: Stored }
  | { kind: 'refused'; message: OutgoingMessage; error: ChatClientError }
  /** A chat was opened: its newest messages, of which those after `readSeq` are new. */
  | { kind: 'opened'; chat: string; messages: readonly Message[]; more: boolean; unread: number }
  | { kind: 'closed'; chat: string }
  | { kind: 'older'; chat: string; messages: readonly Message[]; more: boolean }
  /** Of `/search`, newest first; `more`: it may have been said further back, too. */
  | { kind: 'found'; query: string; messages: readonly Message[]; more: boolean }
  | { kind: 'missed'; chats: readonly MissedChat[]; isAsked: boolean }
  | {
      kind: 'friends'
      friends: readonly FriendLine[]
      requests: readonly FriendRequest[]
      blocked: readonly string[]
      isCut: boolean
    }
  | { kind: 'requests'; requests: readonly FriendRequest[] }
  | { kind: 'users'; users: readonly User[] }
  | { kind: 'rooms'; rooms: readonly RoomSummary[] }
  | {
      kind: 'members'
      room: string
      topic: string
      isPrivate: boolean
      members: readonly RoomMember[]
      isCut: boolean
    }
  | { kind: 'event'; event: ShownEvent }
  | { kind: 'online'; me: User; isFirst: boolean }
  | { kind: 'offline'; reason: string; pauseMs: number }
  | { kind: 'ended'; error: ChatClientError }
  | {
      kind: 'status'
      user: string
      server: string
      /** The fingerprint of the server's key; `undefined` where it is talked to without TLS. */
      key: string | undefined
      isOnline: boolean
      unsent: number
      openChat: string | undefined
    }
  /** `about`: the commands to explain; without it, an overview of all. */
  | { kind: 'help'; about: readonly CommandRow[] | undefined }
  /** A command has done what it should: a sentence for people, fields for scripts. */
  | { kind: 'done'; command: string; sentence: string; fields: readonly string[] }
  /** Something that the person should know, and that stops nothing; `advice` has more lines of it. */
  | { kind: 'warning'; sentence: string; advice?: string }
  /** Something could not be done; `code` is for scripts, `advice` has lines for people. */
  | { kind: 'failed'; code: string; sentence: string; advice?: string | undefined }

/** How a person or a script sees the chat and is asked. */
export interface Face {
  show(showing: Showing): void
  /** `undefined` when there is no answer, because the input has ended or the person wants none. */
  askSecret(question: TextKey, values?: Values): Promise<string | undefined>
  /** The same for a password that is new; a face for people asks twice. */
  askNewPassword(): Promise<string | undefined>
  /** How many messages of history fit, when a chat is opened. */
  readonly page: number
  /** Whether what comes into the open chat is before the person's eyes; it is unless a face says otherwise. */
  readonly isLooking?: boolean
}
