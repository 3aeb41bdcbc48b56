import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { AdminFields, AdminTask } from '../dashboards/admin/admin-task.ts'
import { SESSION_ORDERS, type SessionOrder } from '../protocol/admin.ts'
import {
  ACT_OPTIONS,
  ADMIN_OPTIONS,
  DRAIN_OPTIONS,
  duration,
  KICK_OPTIONS,
  LEVELS,
  LIMITED_OPTIONS,
  LOG_OPTIONS,
  oneOf,
  PASSWORD_OPTIONS,
  RESTRICT_OPTIONS,
  readPassword,
  rowLimit,
  SEED_OPTIONS,
  SESSIONS_OPTIONS,
  STATS_OPTIONS,
  seedTask,
  USERS_OPTIONS,
  wholeNumber,
} from './admin-options.ts'
import { UsageError } from './chat-options.ts'
import type { OptionTable } from './option-table.ts'

type Raw = Partial<Record<string, string>>

/** One `teahouse admin …`. */
export interface AdminCommandRow {
  readonly help: string
  /** As commander writes them: `<user>`, `[prefix]`. */
  readonly arguments?: string
  readonly options: OptionTable
  /** @throws UsageError with all that is wrong */
  task(raw: Raw, args: readonly string[]): AdminTask
}

const user = (args: readonly string[]): { user: string } => ({ user: args[0] ?? '' })
const reason = ({ reason: why }: Raw): { reason?: string } => (why ? { reason: why } : {})
const query = ([text]: readonly string[]): { query?: string } => (text ? { query: text } : {})
const isOn = (value: string | undefined): boolean => value === 'true' || value === '1'

const restrict =
  (name: 'ban' | 'mute'): AdminCommandRow['task'] =>
  (raw, args) => {
    const forMs = raw['for'] === undefined ? {} : { forMs: duration('for', raw['for']) }
    return { name, fields: { ...user(args), ...forMs, ...reason(raw) } }
  }

const lift =
  (name: 'unban' | 'unmute'): AdminCommandRow['task'] =>
  (raw, args) => ({ name, fields: { ...user(args), ...reason(raw) } })

const role =
  (role: 'user' | 'operator'): AdminCommandRow['task'] =>
  (raw, args) => ({ name: 'users.role', fields: { ...user(args), role, ...reason(raw) } })

const madeUp = (raw: Raw): string => readPassword(raw['password-file']) ?? newPassword()
const newPassword = (): string => randomBytes(12).toString('base64url')

const RESTRICTIONS: Record<'ban' | 'unban' | 'mute' | 'unmute', AdminCommandRow> = {
  ban: {
    help: 'end a user’s sessions and let them log in no more',
    ...{ arguments: '<user>', options: RESTRICT_OPTIONS, task: restrict('ban') },
  },
  unban: {
    help: 'let a banned user log in again',
    ...{ arguments: '<user>', options: ACT_OPTIONS, task: lift('unban') },
  },
  mute: {
    help: 'let a user read, and not write',
    ...{ arguments: '<user>', options: RESTRICT_OPTIONS, task: restrict('mute') },
  },
  unmute: {
    help: 'let a muted user write again',
    ...{ arguments: '<user>', options: ACT_OPTIONS, task: lift('unmute') },
  },
}

/** By what is typed after `teahouse admin`. */
export const ADMIN_COMMANDS: Readonly<Record<string, AdminCommandRow>> = {
  stats: {
    help: 'the figures of this moment',
    options: STATS_OPTIONS,
    task: (raw) => (isOn(raw['watch']) ? { name: 'stats watch' } : { name: 'stats', fields: {} }),
  },
  sessions: {
    help: 'who is connected; a text finds users, addresses and devices',
    ...{ arguments: '[text]', options: SESSIONS_OPTIONS },
    task: (raw, args) => {
      const sort = oneOf('sort', SESSION_ORDERS, raw['sort'] ?? 'since') as SessionOrder
      const descending = isOn(raw['descending'])
      return { name: 'sessions', fields: { ...query(args), sort, descending, ...rowLimit(raw) } }
    },
  },
  rooms: {
    help: 'rooms, private ones too; a text finds those that begin with it',
    ...{ arguments: '[prefix]', options: LIMITED_OPTIONS },
    task: (raw, args) => ({ name: 'rooms', fields: { ...query(args), ...rowLimit(raw) } }),
  },
  audit: {
    help: 'what operators did, newest first',
    options: LIMITED_OPTIONS,
    task: (raw) => ({ name: 'audit', fields: rowLimit(raw) }),
  },
  log: {
    help: 'follow the log, whatever level the server itself writes',
    options: LOG_OPTIONS,
    task: (raw) => ({ name: 'log', level: oneOf('level', LEVELS, raw['level'] ?? 'info') }),
  },
  'log-level': {
    help: 'how much the server writes into its log: tell, or set until its next start',
    ...{ arguments: '[level]', options: ACT_OPTIONS },
    task: (raw, [level]) => ({
      name: 'log.level',
      fields: {
        ...(level === undefined
          ? {}
          : { level: oneOf('level', [...LEVELS, 'silent'] as const, level) }),
        ...reason(raw),
      },
    }),
  },
  kick: {
    help: 'end all sessions of a user, or one; they may come back',
    ...{ arguments: '[user]', options: KICK_OPTIONS },
    task: (raw, args) => {
      const { session } = raw
      if ((session === undefined) === (args[0] === undefined)) {
        throw new UsageError(['kick takes either a user or --session'])
      }
      const whom =
        session === undefined
          ? user(args)
          : { session: wholeNumber('session', session, Number.MAX_SAFE_INTEGER) }
      return { name: 'kick', fields: { ...whom, ...reason(raw) } }
    },
  },
  ...RESTRICTIONS,
  announce: {
    help: 'a notice to everybody who is there',
    ...{ arguments: '<text>', options: ADMIN_OPTIONS },
    task: (_raw, [text = '']) => ({ name: 'announce', fields: { text } }),
  },
  backup: {
    help: 'a consistent copy of the database while the server goes on; never overwrites',
    ...{ arguments: '<file>', options: ACT_OPTIONS },
    task: (raw, [file = '']) => ({
      name: 'backup',
      fields: { file: resolve(file), ...reason(raw) },
    }),
  },
  drain: {
    help: 'let nobody new in, wait until all have gone, stop the server',
    options: DRAIN_OPTIONS,
    task: (raw) =>
      isOn(raw['cancel'])
        ? { name: 'drain.cancel', fields: reason(raw) }
        : {
            name: 'drain',
            fields: { withinMs: duration('within', raw['within'] ?? ''), ...reason(raw) },
          },
  },
  'users list': {
    help: 'accounts; a text finds those that begin with it',
    ...{ arguments: '[prefix]', options: USERS_OPTIONS },
    task: (raw, args) => {
      const { only } = raw
      const kinds = ['banned', 'muted', 'operators'] as const
      return {
        name: 'users',
        fields: {
          ...query(args),
          ...(only === undefined ? {} : { only: oneOf('only', kinds, only) }),
          ...rowLimit(raw),
        },
      }
    },
  },
  'users add': {
    help: 'make an account, also when registration is closed',
    ...{ arguments: '<user>', options: PASSWORD_OPTIONS },
    task: (raw, args) => ({
      name: 'users.add',
      fields: { ...user(args), password: madeUp(raw), ...reason(raw) },
    }),
  },
  'users passwd': {
    help: 'a new password; ends all sessions of the account',
    ...{ arguments: '<user>', options: PASSWORD_OPTIONS },
    task: (raw, args) => ({
      name: 'users.passwd',
      fields: { ...user(args), password: madeUp(raw), ...reason(raw) },
    }),
  },
  'users promote': {
    help: 'mark an account as an operator’s; it gives no rights in the chat yet',
    ...{ arguments: '<user>', options: ACT_OPTIONS, task: role('operator') },
  },
  'users demote': {
    help: 'take that mark away',
    ...{ arguments: '<user>', options: ACT_OPTIONS, task: role('user') },
  },
  'users ban': RESTRICTIONS.ban,
  'users unban': RESTRICTIONS.unban,
  'users seed': {
    help: 'make accounts in bulk, for load tests',
    options: SEED_OPTIONS,
    task: (raw) => seedTask(raw),
  },
}

/** A password that was made up is shown this once, on the error output, so that what a script reads stays what the server said. */
export function passwordToTell(task: AdminTask, raw: Raw): string | undefined {
  if (raw['password-file'] !== undefined) return undefined
  if (task.name !== 'users.add' && task.name !== 'users.passwd') return undefined
  return (task.fields as AdminFields<'users.passwd'>).password
}
