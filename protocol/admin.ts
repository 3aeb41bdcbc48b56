import type { Static, TObject, TProperties } from 'typebox'
import {
  AccountInfo,
  AccountRole,
  AuditEntry,
  Count,
  LogLevel,
  LogThreshold,
  RoomInfo,
  SessionInfo,
  Stats,
} from './admin-entities.ts'
import { Type } from './admin-type.ts'
import { At, UserName } from './entities.ts'
import { MAX_PASSWORD_LENGTH, MAX_TEXT_LENGTH, MIN_PASSWORD_LENGTH } from './limits.ts'
import { Nickname, RequestId } from './requests.ts'

/**
 * What an operator may say over the admin socket: the same frames as in the chat, on a Unix socket that only the server's own user may open. Whoever can open it
 * is the operator; there is no log-in. Requests of one connection are carried out one after another, but for `backup`, which goes beside them. Every act is written to
 * the audit together with what it does, or before: an act that cannot be written down is not carried out.
 */

/** Goes up when an older program could misunderstand a newer one. */
export const ADMIN_PROTOCOL = 1
/** Users made by one `users.seed`: their names and tokens fit a frame. */
export const MAX_SEED = 1_000
/** Rows in one reply. */
export const MAX_ADMIN_PAGE = 200
export const DEFAULT_ADMIN_PAGE = 50
export const MAX_REASON_LENGTH = 200
export const MAX_OPERATOR_LENGTH = 48
const MAX_DURATION_MS = 10 * 366 * 24 * 3_600_000
const MAX_DRAIN_MS = 24 * 3_600_000

function request<Name extends string, Fields extends TProperties>(type: Name, fields: Fields) {
  return Type.Object({ type: Type.Literal(type), id: Type.Optional(RequestId), ...fields })
}

/** Something that is done, not asked: who does it, by the name of their operating system's user, and why. */
function act<Name extends string, Fields extends TProperties>(type: Name, fields: Fields) {
  return request(type, {
    operator: Type.Optional(Type.String({ maxLength: MAX_OPERATOR_LENGTH })),
    reason: Type.Optional(Type.String({ maxLength: MAX_REASON_LENGTH })),
    ...fields,
  })
}

const Password = Type.String({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH })
/** How long it lasts; absent: until it is lifted. */
const For = Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_DURATION_MS }))
const Limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: MAX_ADMIN_PAGE, default: DEFAULT_ADMIN_PAGE }),
)
const Search = Type.Optional(Type.String({ maxLength: 64 }))
/** The last name of the page before. */
const After = Type.Optional(Type.String({ maxLength: 64 }))

const SessionOrder = Type.Union([
  Type.Literal('since'),
  Type.Literal('user'),
  Type.Literal('address'),
  Type.Literal('idle'),
  Type.Literal('framesIn'),
  Type.Literal('framesOut'),
  Type.Literal('unsent'),
])
export type SessionOrder = Static<typeof SessionOrder>
export const SESSION_ORDERS: readonly SessionOrder[] = SessionOrder.anyOf.map((one) => one.const)

export const ADMIN_REQUESTS = {
  /** Who is there: to be asked first by a program that may be of another version. */
  hello: request('hello', {}),
  /** The figures of the last second. */
  stats: request('stats', {}),
  /**
   * What this connection is told by itself: the event `stats` once a second, the event `log` for lines of this level and above. A field that is absent stays as it was; at
   * first nothing is watched.
   */
  watch: request('watch', {
    stats: Type.Optional(Type.Boolean()),
    log: Type.Optional(Type.Union([...LogLevel.anyOf, Type.Literal('off')])),
  }),
  /**
   * Connections, logged in or not. `query`: in the user's name, the address or the device, whatever the case. Sessions come and go between two pages; with `sort: "since"`, the
   * default, none is shown twice.
   */
  sessions: request('sessions', {
    query: Search,
    sort: Type.Optional(SessionOrder),
    descending: Type.Optional(Type.Boolean()),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    limit: Limit,
  }),
  /** Accounts by name. `query`: the beginning of the name. */
  users: request('users', {
    query: Search,
    only: Type.Optional(
      Type.Union([Type.Literal('banned'), Type.Literal('muted'), Type.Literal('operators')]),
    ),
    after: After,
    limit: Limit,
  }),
  /** Rooms by name. `query`: the beginning of the name, with or without `#`. */
  rooms: request('rooms', { query: Search, after: After, limit: Limit }),
  /** Acts, newest first. `before`: the last `entry` of the page before. */
  audit: request('audit', { before: Type.Optional(Count), limit: Limit }),

  /** Ends one session, or all of a user, with `bye kicked`. Either `session` or `user`; they may come back. */
  kick: act('kick', { session: Type.Optional(Count), user: Type.Optional(UserName) }),
  /** Ends the user's sessions with `bye banned`, revokes their tokens, and refuses their log-ins. A second ban takes the place of the first. */
  ban: act('ban', { user: UserName, forMs: For }),
  unban: act('unban', { user: UserName }),
  /** The user may read, and may not write. A second mute takes the place of the first. */
  mute: act('mute', { user: UserName, forMs: For }),
  unmute: act('unmute', { user: UserName }),
  /** The event `notice` to every session. */
  announce: act('announce', { text: Type.String({ minLength: 1, maxLength: MAX_TEXT_LENGTH }) }),
  /** Also when registration is closed. */
  'users.add': act('users.add', {
    user: UserName,
    password: Password,
    nickname: Type.Optional(Nickname),
    role: Type.Optional(AccountRole),
  }),
  /** Sets a new password, revokes all tokens and ends all sessions. */
  'users.passwd': act('users.passwd', { user: UserName, password: Password }),
  'users.role': act('users.role', { user: UserName, role: AccountRole }),
  /** Sets how much is logged, until the next start. Without `level` it only tells. */
  'log.level': act('log.level', { level: Type.Optional(LogThreshold) }),
  /**
   * A consistent copy of the database, made while the server goes on. `file` is a path on the server's machine, absolute, where nothing is yet. The reply comes
   * when the copy is complete and on the disk.
   */
  backup: act('backup', { file: Type.String({ minLength: 1, maxLength: 4_096 }) }),
  /**
   * Lets nobody log in or register any more (`shutting_down`), waits until all sessions have gone or the time is over, then stops the server in order. Asked again, it sets the
   * time anew.
   */
  drain: act('drain', {
    withinMs: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_DRAIN_MS, default: 60_000 })),
  }),
  /** Takes it back, as long as the server has not begun to stop. */
  'drain.cancel': act('drain.cancel', {}),
  /**
   * Makes accounts for a load test, `prefix` and a number from `from` on, or takes those that exist already, and gives each a new token.
   * `friends: "pairs"` makes friends of the first and the second, the third and the fourth, and so on. Without a `password` nobody can log in to
   * them but by token.
   */
  'users.seed': act('users.seed', {
    prefix: Type.String({ pattern: '^[a-z][a-z0-9-]{0,15}$' }),
    from: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    count: Type.Integer({ minimum: 1, maximum: MAX_SEED }),
    friends: Type.Union([Type.Literal('pairs'), Type.Literal('none')]),
    password: Type.Optional(Password),
  }),
} as const satisfies Record<string, TObject>

export type AdminRequestType = keyof typeof ADMIN_REQUESTS
export type AdminRequestOf<T extends AdminRequestType> = Static<(typeof ADMIN_REQUESTS)[T]>
export type AdminRequest = { [T in AdminRequestType]: AdminRequestOf<T> }[AdminRequestType]

/** Sessions that were ended or told. */
const Sessions = { sessions: Count }

export const ADMIN_REPLIES = {
  hello: Type.Object({ version: Type.String(), protocol: Count, pid: Count }),
  stats: Stats,
  /** What is watched now. */
  watch: Type.Object({
    stats: Type.Boolean(),
    log: Type.Union([...LogLevel.anyOf, Type.Literal('off')]),
  }),
  /** `total`: connections; `found`: those that fit the query. */
  sessions: Type.Object({ sessions: Type.Array(SessionInfo), total: Count, found: Count }),
  users: Type.Object({ users: Type.Array(AccountInfo), more: Type.Boolean() }),
  rooms: Type.Object({ rooms: Type.Array(RoomInfo), more: Type.Boolean() }),
  audit: Type.Object({ entries: Type.Array(AuditEntry), more: Type.Boolean() }),
  kick: Type.Object(Sessions),
  /** `until`: FOR_EVER without an end. */
  ban: Type.Object({ until: At, ...Sessions }),
  unban: Type.Object({}),
  mute: Type.Object({ until: At }),
  unmute: Type.Object({}),
  announce: Type.Object(Sessions),
  'users.add': Type.Object({}),
  'users.passwd': Type.Object(Sessions),
  'users.role': Type.Object({}),
  'log.level': Type.Object({ level: LogThreshold }),
  backup: Type.Object({ file: Type.String(), bytes: Count, ms: Type.Number() }),
  /** `sessions`: those that are waited for; `stopsAt`: the latest moment. */
  drain: Type.Object({ stopsAt: At, ...Sessions }),
  'drain.cancel': Type.Object({}),
  'users.seed': Type.Object({
    users: Type.Array(Type.Object({ user: Type.String(), token: Type.String() })),
  }),
} as const satisfies Record<AdminRequestType, TObject>

export type AdminReplyOf<T extends AdminRequestType> = Static<(typeof ADMIN_REPLIES)[T]>

/** What comes by itself, without an `id`, to who watches. */
export const ADMIN_EVENTS = {
  stats: Type.Object({ type: Type.Literal('stats'), ...Stats.properties }),
  /** `fields`: whatever else the line has; shortened where it is very long. */
  log: Type.Object({
    type: Type.Literal('log'),
    at: At,
    level: LogLevel,
    message: Type.String(),
    fields: Type.Record(Type.String(), Type.Unknown()),
  }),
  /** This connection was not read fast enough: so many lines were left out here. */
  'log.dropped': Type.Object({ type: Type.Literal('log.dropped'), lines: Count }),
} as const satisfies Record<string, TObject>

export type AdminEventType = keyof typeof ADMIN_EVENTS
export type AdminEventOf<T extends AdminEventType> = Static<(typeof ADMIN_EVENTS)[T]>
export type AdminEvent = { [T in AdminEventType]: AdminEventOf<T> }[AdminEventType]
