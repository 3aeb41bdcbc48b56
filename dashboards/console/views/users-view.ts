import type { AccountInfo } from '../../../protocol/admin-entities.ts'
import { CLAY, INK, LEAF, SOFT } from '../../../terminal/row.ts'
import { count, shortSpan } from '../figures/formats.ts'
import type { Pair } from '../state/console-state.ts'
import { TEXTS } from '../texts.ts'
import { type ListView, pair } from './list-view.ts'
import { dateTime, untilWhen } from './moments.ts'

const { columns } = TEXTS
const WIDE = 110
const ONLINE = '●'
const OFFLINE = '○'

export const isBanned = ({ bannedUntil }: AccountInfo, now: number): boolean => bannedUntil > now
export const isMuted = ({ mutedUntil }: AccountInfo, now: number): boolean => mutedUntil > now

export const USERS_VIEW: ListView<AccountInfo> = {
  keyOf: ({ user }) => user,
  columns: [
    {
      title: columns.user,
      columns: 20,
      grow: 1,
      text: ({ user, sessions }) => `${sessions > 0 ? ONLINE : OFFLINE} ${user}`,
      style: ({ sessions }) => (sessions > 0 ? LEAF : INK),
    },
    { title: columns.nickname, columns: 15, grow: 1, text: ({ nickname }) => nickname },
    { title: columns.role, columns: 9, text: ({ role }) => role, style: () => SOFT },
    {
      title: columns.sessions,
      columns: 4,
      side: 'right',
      text: ({ sessions }) => count(sessions),
    },
    {
      title: columns.seen,
      columns: 8,
      side: 'right',
      text: ({ seenAt, sessions }, now) =>
        sessions > 0 || seenAt === 0 ? '' : shortSpan(now - seenAt),
    },
    {
      title: columns.made,
      columns: 8,
      side: 'right',
      from: WIDE,
      text: ({ createdAt }, now) => shortSpan(now - createdAt),
    },
    {
      title: columns.restriction,
      columns: 14,
      text: restriction,
      style: () => CLAY,
    },
  ],
  title: ({ user }) => `${TEXTS.details.user} ${user}`,
  pairs: accountPairs,
}

function restriction(one: AccountInfo, now: number): string {
  return [isBanned(one, now) ? TEXTS.banned : '', isMuted(one, now) ? TEXTS.muted : '']
    .filter((word) => word !== '')
    .join(', ')
}

export function accountPairs(one: AccountInfo, now: number): Pair[] {
  return [
    pair(columns.nickname, one.nickname),
    pair(columns.role, one.role),
    pair(columns.sessions, count(one.sessions)),
    pair(columns.made, dateTime(one.createdAt)),
    pair(columns.seen, dateTime(one.seenAt)),
    ...(isBanned(one, now)
      ? [pair(TEXTS.banned, untilWhen(one.bannedUntil)), pair(columns.reason, one.banReason)]
      : []),
    ...(isMuted(one, now)
      ? [pair(TEXTS.muted, untilWhen(one.mutedUntil)), pair(columns.reason, one.muteReason)]
      : []),
  ]
}
