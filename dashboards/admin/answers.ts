import type { AdminReplyOf, AdminRequestType } from '../../protocol/admin.ts'
import { type AccountInfo, FOR_EVER } from '../../protocol/admin-entities.ts'
import type { AdminTask } from './admin-task.ts'
import { statsTable } from './stats-table.ts'
import { harmless, span, textTable, wallTime } from './text-table.ts'

type Fields<T extends AdminRequestType> = Extract<AdminTask, { name: T }>['fields']
type Answer<T extends AdminRequestType> = (reply: AdminReplyOf<T>, fields: Fields<T>) => string
/** What `teahouse admin` itself never asks. */
type Unspoken = 'hello' | 'watch' | 'users.seed'

/** Every reply as people read it. */
export const ANSWERS: { readonly [T in Exclude<AdminRequestType, Unspoken>]: Answer<T> } = {
  stats: statsTable,
  sessions: ({ sessions }) =>
    textTable(
      [
        ...['session', 'user', 'address', 'transport', 'device', 'since', 'idle'],
        ...['in', 'out', 'unsent', ''],
      ],
      sessions.map((one) => [
        ...[String(one.session), one.user ?? '–', one.address, one.transport, one.device],
        ...[wallTime(one.since), span(one.idleMs), one.framesIn, one.framesOut, one.unsentBytes],
        one.lagging ? 'lagging' : '',
      ]),
    ),
  users: ({ users }) =>
    textTable(
      ['user', 'nickname', 'role', 'sessions', 'made', 'last seen', ''],
      users.map((one) => [
        ...[one.user, one.nickname, one.role, one.sessions],
        ...[wallTime(one.createdAt), wallTime(one.seenAt), restrictions(one, Date.now())],
      ]),
    ),
  rooms: ({ rooms }) =>
    textTable(
      ['room', 'owner', 'members', 'online', 'messages', 'made', 'topic'],
      rooms.map((one) => [
        ...[one.private ? `${one.room} (private)` : one.room, one.owner ?? '–'],
        ...[one.members, one.online, one.head, wallTime(one.createdAt), one.topic],
      ]),
    ),
  audit: ({ entries }) =>
    textTable(
      ['when', 'who', 'what', 'on', '', 'why'],
      entries.map((one) => [
        ...[wallTime(one.at), one.operator, one.action, one.target, one.detail, one.reason],
      ]),
    ),
  kick: ({ sessions }) => sentence(`${counted(sessions)} ended`),
  ban: ({ until, sessions }, { user }) =>
    sentence(`${user} is banned${untilWhen(until)}, ${counted(sessions)} ended`),
  unban: (_, { user }) => sentence(`${user} is not banned`),
  mute: ({ until }, { user }) => sentence(`${user} is muted${untilWhen(until)}`),
  unmute: (_, { user }) => sentence(`${user} is not muted`),
  announce: ({ sessions }) => sentence(`told to ${counted(sessions)}`),
  'users.add': (_, { user }) => sentence(`${user} may log in`),
  'users.passwd': ({ sessions }, { user }) =>
    sentence(`${user} has a new password, ${counted(sessions)} ended`),
  'users.role': (_, { user, role }) => sentence(`${user} has the role ${role}`),
  'log.level': ({ level }) => sentence(level),
  backup: ({ file, bytes, ms }) =>
    sentence(`${(bytes / 1_048_576).toFixed(1)} MB in ${file}, after ${(ms / 1_000).toFixed(1)} s`),
  drain: ({ sessions, stopsAt }) =>
    sentence(`nobody new is let in; waits for ${counted(sessions)}, until ${wallTime(stopsAt)}`),
  'drain.cancel': () => sentence('everybody is let in again'),
}

const sentence = (text: string): string => `${harmless(text)}\n`
const counted = (sessions: number): string => `${sessions} session${sessions === 1 ? '' : 's'}`
const untilWhen = (until: number): string =>
  until >= FOR_EVER ? ' for ever' : ` until ${wallTime(until)}`

function restrictions(account: AccountInfo, now: number): string {
  const because = (reason: string): string => (reason === '' ? '' : ` (${reason})`)
  const { bannedUntil, banReason, mutedUntil, muteReason } = account
  return [
    bannedUntil > now ? `banned${untilWhen(bannedUntil)}${because(banReason)}` : '',
    mutedUntil > now ? `muted${untilWhen(mutedUntil)}${because(muteReason)}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}
