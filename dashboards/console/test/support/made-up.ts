import type {
  AccountInfo,
  AuditEntry,
  RoomInfo,
  SessionInfo,
  Stats,
} from '../../../../protocol/admin-entities.ts'
import { type ConsoleState, type LogLine, newState } from '../../state/console-state.ts'
import type { ListState } from '../../state/list-state.ts'

export const NOW = Date.UTC(2026, 10, 22, 12)

export function stats(fields: Partial<Stats> = {}): Stats {
  return {
    at: NOW,
    version: '0.1.0',
    runtime: 'v20.20.0',
    pid: 4_711,
    uptimeMs: 273_120_000,
    port: 7_700,
    addresses: ['tcp://0.0.0.0:7700', 'http://127.0.0.1:7701'],
    draining: false,
    database: 'sqlite:/data/teahouse.db',
    databaseKind: 'sqlite',
    databaseUp: true,
    databasePingMs: 0.3,
    connections: 530,
    transports: { tcp: 500, ws: 30 },
    sessions: 530,
    usersOnline: 412,
    lagging: 0,
    unsentBytes: 12_000,
    committed: 1_234_567,
    duplicates: 3,
    delivered: 2_000_000,
    requests: 5_000_000,
    committedPerSecond: 1_204,
    deliveredPerSecond: 2_400,
    requestsPerSecond: 4_800,
    resyncs: 2,
    errors: 7,
    errorCodes: { not_found: 7 },
    acceptFailures: 0,
    journalDepth: 0,
    commitMs: { p50: 0.6, p99: 2.1 },
    eventLoopDelayMs: { p50: 0.1, p99: 3.4 },
    pools: [
      { name: 'storage-write', threads: 1, queue: 0, busy: 0.38 },
      { name: 'storage-read', threads: 2, queue: 0, busy: 0 },
      { name: 'credentials', threads: 1, queue: 12, busy: 1 },
    ],
    storageQueue: 0,
    credentialsQueue: 12,
    memoryBytes: 155_189_248,
    heapBytes: 40_000_000,
    cpuMs: 100_000,
    cpuCores: 0.42,
    ...fields,
  }
}

/** A console as wide and high as said, that has heard the same figures for half a minute. */
export function consoleState(
  columns = 80,
  rows = 24,
  figures: Stats | undefined = stats(),
): ConsoleState {
  const state = newState('/data/admin.sock', false)
  Object.assign(state, { columns, rows, now: NOW, figures })
  for (let at = NOW - 30_000; at <= NOW; at += 1_000) {
    state.history.add(figures && { ...figures, at })
  }
  return state
}

export function list<Item>(items: readonly Item[], cursor = 0): ListState<Item> {
  return { items, offset: 0, length: items.length, more: false, isLoaded: true, cursor, top: 0 }
}

export const session = (number: number, fields: Partial<SessionInfo> = {}): SessionInfo => ({
  session: number,
  user: `user-${number}`,
  address: '192.168.1.7',
  transport: 'tcp',
  device: 'laptop',
  since: NOW - 3_600_000,
  idleMs: 12_000,
  framesIn: 1_000 * number,
  framesOut: 5,
  unsentBytes: 0,
  lagging: false,
  ...fields,
})

export const account = (user: string, fields: Partial<AccountInfo> = {}): AccountInfo => ({
  user,
  nickname: user,
  role: 'user',
  bannedUntil: 0,
  banReason: '',
  mutedUntil: 0,
  muteReason: '',
  createdAt: NOW - 86_400_000,
  seenAt: NOW - 60_000,
  sessions: 0,
  ...fields,
})

export const room = (name: string, fields: Partial<RoomInfo> = {}): RoomInfo => ({
  room: `#${name}`,
  topic: '',
  private: false,
  members: 3,
  online: 1,
  head: 40,
  createdAt: NOW - 86_400_000,
  ...fields,
})

export const auditEntry = (entry: number, fields: Partial<AuditEntry> = {}): AuditEntry => ({
  entry,
  at: NOW,
  operator: 'li@socket',
  action: 'kick',
  target: 'tom',
  detail: '',
  reason: '',
  ...fields,
})

export const logLine = (number: number, text: string): LogLine => ({
  number,
  at: NOW,
  level: 'warn',
  message: text,
  fields: { reason: text },
  text,
})
