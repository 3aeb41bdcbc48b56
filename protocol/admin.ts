import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './limits.ts'
import { RequestId } from './requests.ts'

/**
 * What an operator may say over the admin socket: the same frames as in the chat, on a Unix socket that only the server's own user may open. Whoever can open it
 * is the operator; there is no log-in.
 */

/** Users made by one `users.seed`: their names and tokens fit a frame. */
export const MAX_SEED = 1_000

function request<Name extends string, Fields extends TProperties>(type: Name, fields: Fields) {
  return Type.Object({ type: Type.Literal(type), id: Type.Optional(RequestId), ...fields })
}

export const ADMIN_REQUESTS = {
  /** The figures of this moment. */
  stats: request('stats', {}),
  /**
   * Makes accounts for a load test, `prefix` and a number from `from` on, or takes those that exist already, and gives each a new token.
   * `friends: "pairs"` makes friends of the first and the second, the third and the fourth, and so on. Without a `password` nobody can log in to
   * them but by token.
   */
  'users.seed': request('users.seed', {
    prefix: Type.String({ pattern: '^[a-z][a-z0-9-]{0,15}$' }),
    from: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    count: Type.Integer({ minimum: 1, maximum: MAX_SEED }),
    friends: Type.Union([Type.Literal('pairs'), Type.Literal('none')]),
    password: Type.Optional(
      Type.String({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH }),
    ),
  }),
} as const satisfies Record<string, TObject>

export type AdminRequestType = keyof typeof ADMIN_REQUESTS
export type AdminRequestOf<T extends AdminRequestType> = Static<(typeof ADMIN_REQUESTS)[T]>
export type AdminRequest = { [T in AdminRequestType]: AdminRequestOf<T> }[AdminRequestType]

const Count = Type.Integer({ minimum: 0 })

export const ADMIN_REPLIES = {
  stats: Type.Object({
    version: Type.String(),
    pid: Count,
    /** That of the chat over TCP. */
    port: Count,
    database: Type.String(),
    databaseUp: Type.Boolean(),
    uptimeMs: Type.Number(),
    connections: Count,
    sessions: Count,
    usersOnline: Count,
    journalDepth: Count,
    /** Since the server started. */
    committed: Count,
    duplicates: Count,
    delivered: Count,
    storageQueue: Count,
    credentialsQueue: Count,
    memoryBytes: Count,
    /** CPU time of the process since it started. */
    cpuMs: Type.Number(),
  }),
  'users.seed': Type.Object({
    users: Type.Array(Type.Object({ user: Type.String(), token: Type.String() })),
  }),
} as const satisfies Record<AdminRequestType, TObject>

export type AdminReplyOf<T extends AdminRequestType> = Static<(typeof ADMIN_REPLIES)[T]>
