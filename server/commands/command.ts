import type { ReplyOf } from '../../protocol/replies.ts'
import type { RequestOf, RequestType } from '../../protocol/requests.ts'
import type { OnlineUser } from '../directory/online-user.ts'
import type { Session } from '../sessions/session.ts'
import type { Services } from './services.ts'

/** All that a command may touch. Of the session it uses who it is, never the connection. */
export interface Context {
  readonly session: Session
  readonly services: Services
}

/** The reply comes from elsewhere: the journal answers a `send` after its commit. */
export const LATER = Symbol('later')

/**
 * A reply that is made in the very moment in which it is sent. What happens in `reply` and what the client reads in it are one step:
 * no event can slip in between, so a session that is told "the newest is 7" is then pushed 8.
 *
 * `reply` runs even when the session has gone meanwhile: what the database has done, memory and everybody else must learn. When it finds
 * that what it stands on has changed, it returns another try.
 */
export class Finish<T extends RequestType> {
  readonly reply: () => ReplyOf<T> | Promise<Finish<T>>
  /** After the reply was sent. */
  readonly after: (() => void) | undefined

  constructor(reply: () => ReplyOf<T> | Promise<Finish<T>>, after?: () => void) {
    this.reply = reply
    this.after = after
  }
}

/** Fields of a reply that a worker has encoded already. */
export class ReplyJson {
  readonly json: string

  constructor(json: string) {
    this.json = json
  }
}

export type Result<T extends RequestType> = ReplyOf<T> | Finish<T> | ReplyJson | typeof LATER

export interface Command<T extends RequestType> {
  /** [P-11] May be used before `login`. */
  readonly beforeLogin?: true
  /** Changes something: later frames of the connection wait until it is done, so that a script may send them all at once. */
  readonly inOrder?: true
  /** Returns the reply's fields or throws a ChatError. */
  handle(context: Context, request: RequestOf<T>): Result<T> | Promise<Result<T>>
}

/** The user of a session that has logged in: the dispatcher lets no other reach a command that asks. */
export function userOf({ session }: Context): OnlineUser {
  if (session.user === undefined) throw new Error('this command needs a logged-in session')
  return session.user
}
