import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { AdminOptions, AdminTask } from '../dashboards/admin/admin-task.ts'
import { SESSION_ORDERS } from '../protocol/admin.ts'
import { UsageError } from './chat-options.ts'
import type { OptionTable } from './option-table.ts'

const ADMIN_SOCKET = 'admin.sock'
const MAX_ACCOUNTS = 1_000_000

type ReachOption = 'data' | 'socket' | 'json'

/** What every `teahouse admin …` takes: which server, and how to say it. */
export const ADMIN_OPTIONS: OptionTable<ReachOption> = {
  data: {
    value: 'folder',
    default: './data',
    help: "the server's data folder, which holds its admin socket",
  },
  socket: { value: 'file', help: 'the admin socket itself, instead of --data' },
  json: { help: 'answer in JSON, for scripts' },
}

export const STATS_OPTIONS: OptionTable<ReachOption | 'watch'> = {
  ...ADMIN_OPTIONS,
  watch: { help: 'again every second, until interrupted' },
}

export const ACT_OPTIONS: OptionTable<ReachOption | 'reason'> = {
  ...ADMIN_OPTIONS,
  reason: { value: 'text', help: 'why, for the audit; who is kicked or banned reads it too' },
}

export const RESTRICT_OPTIONS: OptionTable<ReachOption | 'reason' | 'for'> = {
  ...ACT_OPTIONS,
  for: { value: 'time', help: 'how long: 30m, 12h, 7d; for ever without it' },
}

export const KICK_OPTIONS: OptionTable<ReachOption | 'reason' | 'session'> = {
  ...ACT_OPTIONS,
  session: { value: 'number', help: 'one session by its number, instead of a user' },
}

export const DRAIN_OPTIONS: OptionTable<ReachOption | 'reason' | 'within' | 'cancel'> = {
  ...ACT_OPTIONS,
  within: { value: 'time', default: '60s', help: 'how long to wait for those who are there' },
  cancel: { help: 'let everybody in again instead' },
}

export const PASSWORD_OPTIONS: OptionTable<ReachOption | 'reason' | 'password-file'> = {
  ...ACT_OPTIONS,
  'password-file': {
    value: 'file',
    help: 'a file whose first line is the password; without it one is made up and shown',
  },
}

export const LIMITED_OPTIONS: OptionTable<ReachOption | 'limit'> = {
  ...ADMIN_OPTIONS,
  limit: { value: 'rows', default: '200', help: 'how many rows at most' },
}

export const SESSIONS_OPTIONS: OptionTable<ReachOption | 'limit' | 'sort' | 'descending'> = {
  ...LIMITED_OPTIONS,
  sort: { value: 'column', default: 'since', help: `by ${SESSION_ORDERS.join(', ')}` },
  descending: { help: 'the greatest first' },
}

export const USERS_OPTIONS: OptionTable<ReachOption | 'limit' | 'only'> = {
  ...LIMITED_OPTIONS,
  only: { value: 'kind', help: 'those that are banned or muted now, or operators' },
}

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

export const LOG_OPTIONS: OptionTable<ReachOption | 'level'> = {
  ...ADMIN_OPTIONS,
  level: { value: 'level', default: 'info', help: `${LEVELS.join(', ')}: this and above` },
}

export type SeedOption = ReachOption | 'count' | 'friends' | 'prefix' | 'password-file' | 'out'

export const SEED_OPTIONS: OptionTable<SeedOption> = {
  ...ADMIN_OPTIONS,
  count: { value: 'n', default: '100', help: 'how many accounts' },
  friends: {
    value: 'pairs|none',
    default: 'pairs',
    help: 'pairs: the first and the second are friends, the third and the fourth, and so on',
  },
  prefix: { value: 'name', default: 'load', help: 'accounts are named load-000001 and so on' },
  'password-file': {
    value: 'file',
    help: 'a file whose first line is the password of all of them; without it only the tokens open them',
  },
  out: {
    value: 'file',
    help: 'where the lines {"user":…,"token":…} go; standard output without it',
  },
}

type Raw<Name extends string> = Partial<Record<Name, string>>

/** How to reach the server. */
export function reachOptions(raw: Raw<string>): Pick<AdminOptions, 'socket' | 'json'> {
  const { socket, data = '.', json } = raw
  return {
    socket: resolve(socket ?? join(data, ADMIN_SOCKET)),
    json: json === 'true' || json === '1',
  }
}

/** @throws UsageError with all that is wrong */
export function seedTask(raw: Raw<string>): AdminTask {
  const problems: string[] = []
  const { friends, prefix = '', out } = raw
  const count = Number(raw['count'])
  if (!Number.isInteger(count) || count < 1 || count > MAX_ACCOUNTS) {
    problems.push(`--count must be a whole number from 1 to ${MAX_ACCOUNTS}`)
  }
  if (friends !== 'pairs' && friends !== 'none') problems.push('--friends must be pairs or none')
  if (!/^[a-z][a-z0-9-]{0,15}$/.test(prefix)) {
    problems.push('--prefix must be at most 16 of a-z, 0-9 and -, and begin with a letter')
  }
  if (problems.length > 0) throw new UsageError(problems)
  return {
    name: 'users seed',
    count,
    friends: friends === 'none' ? 'none' : 'pairs',
    prefix,
    password: readPassword(raw['password-file']),
    out,
  }
}

/** @throws UsageError when the file cannot be read */
export function readPassword(file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)[0]
  } catch (error) {
    throw new UsageError([`--password-file cannot be read: ${(error as Error).message}`])
  }
}

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `90s`, `30m`, `12h`, `7d`, `2w`. @throws UsageError */
export function duration(option: string, text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? []
  const ms = Number(count) * (UNITS_MS[unit] ?? Number.NaN)
  if (Number.isFinite(ms)) return ms
  throw new UsageError([`--${option} must be a time such as 90s, 30m, 12h or 7d`])
}

/** @throws UsageError */
export function wholeNumber(option: string, text: string, max: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (value <= max) return value
  throw new UsageError([`--${option} must be a whole number, at most ${max}`])
}

/** @throws UsageError */
export function oneOf<T extends string>(option: string, values: readonly T[], text: string): T {
  const found = values.find((value) => value === text)
  if (found !== undefined) return found
  throw new UsageError([`the ${option} must be one of ${values.join(', ')}`])
}

const MAX_ROWS = 1_000_000

/** @throws UsageError */
export function rowLimit({ limit = '' }: Raw<string>): { limit: number } {
  return { limit: Math.max(1, wholeNumber('limit', limit, MAX_ROWS)) }
}
