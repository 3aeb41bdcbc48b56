import type { Static } from 'typebox'
import { Type } from './admin-type.ts'
import { At, ChatAddress, Seq, UserName } from './entities.ts'

/** What an operator is shown. Whatever people wrote themselves (nicknames, devices, reasons) may hold any character: whoever draws it must make it harmless. */

export const Count = Type.Integer({ minimum: 0 })
const Milliseconds = Type.Number({ minimum: 0 })

/** `until` of a ban or a mute without an end: the last moment that a Date can hold. */
export const FOR_EVER = 8_640_000_000_000_000

export const LogLevel = Type.Union([
  Type.Literal('trace'),
  Type.Literal('debug'),
  Type.Literal('info'),
  Type.Literal('warn'),
  Type.Literal('error'),
  Type.Literal('fatal'),
])
export type LogLevel = Static<typeof LogLevel>
/** What the log may be set to; `silent` writes nothing. */
export const LogThreshold = Type.Union([...LogLevel.anyOf, Type.Literal('silent')])
export type LogThreshold = Static<typeof LogThreshold>

/** What an operator may make of an account. It is a mark for people so far: over the chat protocol an operator may do what everybody may. */
export const AccountRole = Type.Union([Type.Literal('user'), Type.Literal('operator')])
export type AccountRole = Static<typeof AccountRole>

/** Worker threads of one kind. */
export const PoolFigures = Type.Object({
  /** `storage-write` and `storage-read` on SQLite, `storage` on MariaDB/MySQL, and `credentials`. */
  name: Type.String(),
  threads: Count,
  /** Requests that wait for a thread. */
  queue: Count,
  /** Share of the last second in which its places were taken, 0 to 1. */
  busy: Type.Number({ minimum: 0, maximum: 1 }),
})
export type PoolFigures = Static<typeof PoolFigures>

/** Medians and 99th percentiles of the last five to ten seconds; 0 where nothing was measured in them. */
const Percentiles = Type.Object({ p50: Milliseconds, p99: Milliseconds })

/** The figures of one second. Totals count from the start of the server; a rate is what came in the last whole second. */
export const Stats = Type.Object({
  at: At,
  version: Type.String(),
  /** Of Node. */
  runtime: Type.String(),
  pid: Count,
  uptimeMs: Milliseconds,
  /** That of the chat over TCP; 0 until it listens. */
  port: Count,
  /** `tcp://0.0.0.0:7700`, and `http://…` for the operator's port. */
  addresses: Type.Array(Type.String()),
  /** Nobody new is let in; see the request `drain`. */
  draining: Type.Boolean(),

  /** Without user and password. */
  database: Type.String(),
  databaseKind: Type.Union([Type.Literal('sqlite'), Type.Literal('mysql')]),
  databaseUp: Type.Boolean(),
  /** How long it took to answer the last ping, which goes out every few seconds; absent before the first. */
  databasePingMs: Type.Optional(Milliseconds),

  connections: Count,
  /** `tcp`, `tls`, `ws`, `wss`; a transport without connections may be missing. */
  transports: Type.Record(Type.String(), Count),
  sessions: Count,
  usersOnline: Count,
  /** Sessions that do not read fast enough and are not pushed to for the moment. */
  lagging: Count,
  /** Of all connections together. */
  unsentBytes: Count,

  committed: Count,
  duplicates: Count,
  delivered: Count,
  /** Requests of all types. */
  requests: Count,
  committedPerSecond: Type.Number(),
  deliveredPerSecond: Type.Number(),
  requestsPerSecond: Type.Number(),
  resyncs: Count,
  errors: Count,
  /** The same by code; a code that never came is missing. */
  errorCodes: Type.Record(Type.String(), Count),
  /** Connections that the system had no room to accept. */
  acceptFailures: Count,

  journalDepth: Count,
  commitMs: Percentiles,
  /** How late the main thread is for what it meant to do. */
  eventLoopDelayMs: Percentiles,
  pools: Type.Array(PoolFigures),
  storageQueue: Count,
  credentialsQueue: Count,

  memoryBytes: Count,
  heapBytes: Count,
  /** CPU time of the process, all threads, since it started. */
  cpuMs: Milliseconds,
  /** The same in the last second, in cores: 1.5 is one and a half. */
  cpuCores: Type.Number({ minimum: 0 }),
})
export type Stats = Static<typeof Stats>

export const SessionInfo = Type.Object({
  /** Its number, which `kick` takes; never used again while the server runs. */
  session: Count,
  /** Absent: it has not logged in. */
  user: Type.Optional(UserName),
  address: Type.String(),
  transport: Type.String(),
  /** What the client calls itself; may be empty. */
  device: Type.String(),
  since: At,
  /** Since when nothing was heard. */
  idleMs: Milliseconds,
  framesIn: Count,
  framesOut: Count,
  unsentBytes: Count,
  /** It does not read fast enough and is not pushed to for the moment. */
  lagging: Type.Boolean(),
})
export type SessionInfo = Static<typeof SessionInfo>

export const AccountInfo = Type.Object({
  user: UserName,
  nickname: Type.String(),
  role: Type.Union([...AccountRole.anyOf, Type.Literal('assistant')]),
  /** 0, or a moment that may have passed: not banned. FOR_EVER: without end. The same with `mutedUntil`. */
  bannedUntil: At,
  banReason: Type.String(),
  mutedUntil: At,
  muteReason: Type.String(),
  createdAt: At,
  /** When the last session ended; when the account was made, before the first. */
  seenAt: At,
  /** Sessions on this server now. */
  sessions: Count,
})
export type AccountInfo = Static<typeof AccountInfo>

export const RoomInfo = Type.Object({
  room: ChatAddress,
  topic: Type.String(),
  private: Type.Boolean(),
  /** Absent: the owner has left and nobody followed. */
  owner: Type.Optional(UserName),
  members: Count,
  /** Members with a session on this server now. */
  online: Count,
  head: Seq,
  createdAt: At,
})
export type RoomInfo = Static<typeof RoomInfo>

/** One act of an operator. */
export const AuditEntry = Type.Object({
  /** Newer is greater. */
  entry: Count,
  at: At,
  /** The user of the operating system as the operator's program told it, and the way they came: `li@socket`. */
  operator: Type.String(),
  /** The type of the request: `ban`. */
  action: Type.String(),
  /** On whom or what; empty where it was on nobody in particular. */
  target: Type.String(),
  /** What exactly: until when, which level. */
  detail: Type.String(),
  reason: Type.String(),
})
export type AuditEntry = Static<typeof AuditEntry>
