import { ASSISTANT } from '../../protocol/limits.ts'

/** A message as a client was shown it. */
export interface SeenMessage {
  readonly seq: number
  readonly from: string
  readonly cid: string
  readonly at: number
  readonly text: string
}

/** How far a conversation was, as `login` told it. */
export interface ToldState {
  readonly head: number
  readonly received: number
}

interface Here {
  readonly user: string
  /** Every connection of a run has its own number. */
  readonly connection: number
}

/**
 * One `send` on one connection. A message that is sent again is the same (user, cid) with another `attempt`. Each attempt ends in at most one `ok`,
 * `error` or `unknown` (the connection was lost first).
 */
export interface Invoke extends Here {
  readonly type: 'invoke'
  readonly attempt: number
  readonly conversation: string
  readonly cid: string
  readonly text: string
}

export type ClientEvent =
  | Invoke
  | { type: 'ok'; attempt: number; seq: number; at: number; dup: boolean }
  | { type: 'error'; attempt: number; code: string }
  | { type: 'unknown'; attempt: number }
  /** `askedAt`: the log's time when the request left. Conversations in which nothing was said yet are missing. */
  | (Here & { type: 'login'; askedAt: number; chats: ReadonlyMap<string, ToldState> })
  | (Here & { type: 'push'; conversation: string; message: SeenMessage })
  /** A page of `history`; `isNewest`: the one that ends at the newest message. */
  | (Here & {
      type: 'page'
      askedAt: number
      conversation: string
      isNewest: boolean
      messages: readonly SeenMessage[]
    })
  | (Here & {
      type: 'missed'
      askedAt: number
      chats: ReadonlyMap<string, readonly SeenMessage[]>
      /** There were too many for one reply. */
      more: boolean
    })
  /** The client said `received` or `read`. */
  | (Here & { type: 'cursor'; conversation: string; seq: number })
  | (Here & {
      type: 'receipt'
      conversation: string
      about: string
      received?: number
      read?: number
    })
  /** [P-13] From here on this connection may have been told less than there is. */
  | (Here & { type: 'resync' })
  /** Something that no server should do to a client that keeps to the contract. */
  | (Here & { type: 'complaint'; what: string })

/** What all clients of a run did and saw. They live in one process, so there is one order, and an event's place in it is its time. */
export class HistoryLog {
  readonly events: ClientEvent[] = []
  #nextAttempt = 1
  #nextConnection = 1

  get now(): number {
    return this.events.length
  }

  record(event: ClientEvent): void {
    this.events.push(event)
  }

  newAttempt(): number {
    return this.#nextAttempt++
  }

  newConnection(): number {
    return this.#nextConnection++
  }
}

/** One name for a conversation, whoever's side it is seen from. */
export function conversationOf(user: string, chat: string): string {
  return chat.startsWith('#') ? chat : [user, chat].sort().join('|')
}

export const isWithAssistant = (conversation: string): boolean =>
  conversation.split('|').includes(ASSISTANT)
