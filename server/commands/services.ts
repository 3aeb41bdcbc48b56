import { ChatError } from '../chat-error.ts'
import type { Clock } from '../clock.ts'
import type { AccessConfig } from '../config.ts'
import type { Cursors } from '../directory/cursors.ts'
import type { Directory } from '../directory/directory.ts'
import type { Journal } from '../journal/journal.ts'
import type { LoginThrottle } from '../sessions/login-throttle.ts'
import type { Session } from '../sessions/session.ts'
import type { Usage } from '../sessions/usage.ts'
import type { Person } from '../storage/store.ts'
import type { CredentialsPool } from '../workers/credentials-pool.ts'
import type { StorageApi } from '../workers/storage-api.ts'
import type { Doubts } from './doubts.ts'
import type { Turns } from './turns.ts'

/** Until another server is up, or this one again. */
const COME_BACK_MS = 5_000

/** What those hear who come while the operator empties the server. */
export const closing = (): ChatError =>
  new ChatError('shutting_down', { retryAfterMs: COME_BACK_MS })

/** What commands work with. */
export interface Services {
  readonly access: AccessConfig
  readonly clock: Clock
  /** Name and version, as `hello` tells them. */
  readonly serverName: string
  readonly directory: Directory
  readonly journal: Journal
  readonly cursors: Cursors
  readonly storage: StorageApi
  readonly credentials: Pick<CredentialsPool, 'hash' | 'verify'>
  readonly throttle: LoginThrottle
  readonly usage: Usage
  readonly turns: Turns
  readonly doubts: Doubts
  /** The built-in account, everyone's friend. */
  readonly assistant: Person
  /** False while the operator empties the server: nobody logs in or registers any more. */
  isLettingIn(): boolean
  /** A session has a user now; it took `ms` milliseconds from the request on. */
  loggedIn(session: Session, kind: 'password' | 'token', ms: number): void
}
