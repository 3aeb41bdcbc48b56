import type { SessionInfo } from '../../../protocol/admin-entities.ts'
import { AMBER, INK, SOFT } from '../../../terminal/row.ts'
import { bytes, count, shortSpan } from '../figures/formats.ts'
import { TEXTS } from '../texts.ts'
import { type ListView, pair } from './list-view.ts'
import { dateTime } from './moments.ts'

const { columns } = TEXTS
const LAGGING_SIGN = '▲'
const WIDE = 110

/** Connections, logged in or not. */
export const SESSIONS_VIEW: ListView<SessionInfo> = {
  keyOf: ({ session }) => session,
  columns: [
    {
      title: columns.user,
      columns: 20,
      grow: 2,
      order: 'user',
      text: ({ user }) => user ?? TEXTS.notLoggedIn,
      style: ({ user }) => (user === undefined ? SOFT : INK),
    },
    { title: columns.address, columns: 15, grow: 1, order: 'address', text: (one) => one.address },
    { title: columns.device, columns: 12, grow: 1, from: WIDE, text: (one) => one.device },
    { title: columns.transport, columns: 4, from: 100, text: ({ transport }) => transport },
    {
      title: columns.since,
      // With its arrow.
      columns: 7,
      side: 'right',
      order: 'since',
      text: ({ since }, now) => shortSpan(now - since),
    },
    {
      title: columns.idle,
      columns: 6,
      side: 'right',
      order: 'idle',
      text: ({ idleMs }) => shortSpan(idleMs),
    },
    {
      title: columns.framesIn,
      columns: 7,
      side: 'right',
      order: 'framesIn',
      text: ({ framesIn }) => count(framesIn),
    },
    {
      title: columns.framesOut,
      columns: 8,
      side: 'right',
      order: 'framesOut',
      text: ({ framesOut }) => count(framesOut),
    },
    {
      title: columns.unsent,
      columns: 8,
      side: 'right',
      order: 'unsent',
      text: ({ unsentBytes, lagging }) => (lagging ? `${LAGGING_SIGN} ` : '') + bytes(unsentBytes),
      style: ({ lagging }) => (lagging ? AMBER : INK),
    },
    {
      title: columns.session,
      columns: 8,
      side: 'right',
      from: WIDE,
      text: ({ session }) => String(session),
    },
  ],
  title: ({ session, user }) => `${TEXTS.details.session} ${session}  ${user ?? TEXTS.notLoggedIn}`,
  pairs: (one, now) => [
    pair(columns.address, one.address),
    pair(columns.transport, one.transport),
    pair(columns.device, one.device),
    pair(columns.since, `${dateTime(one.since)} (${shortSpan(now - one.since)})`),
    pair(columns.idle, shortSpan(one.idleMs)),
    pair(columns.framesIn, count(one.framesIn)),
    pair(columns.framesOut, count(one.framesOut)),
    pair(columns.unsent, bytes(one.unsentBytes)),
    pair(TEXTS.overview.lagging, one.lagging ? TEXTS.yes : TEXTS.no),
  ],
}
