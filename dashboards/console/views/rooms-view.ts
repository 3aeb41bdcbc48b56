import type { RoomInfo } from '../../../protocol/admin-entities.ts'
import { SOFT } from '../../../terminal/row.ts'
import { count, UNKNOWN } from '../figures/formats.ts'
import { TEXTS } from '../texts.ts'
import { type ListView, pair } from './list-view.ts'
import { dateTime } from './moments.ts'

const { columns } = TEXTS

export const ROOMS_VIEW: ListView<RoomInfo> = {
  keyOf: ({ room }) => room,
  columns: [
    { title: columns.room, columns: 20, grow: 1, text: ({ room }) => room },
    {
      title: '',
      columns: 7,
      text: (one) => (one.private ? TEXTS.private : ''),
      style: () => SOFT,
    },
    { title: columns.owner, columns: 14, grow: 1, text: ({ owner }) => owner ?? UNKNOWN },
    { title: columns.members, columns: 7, side: 'right', text: (one) => count(one.members) },
    { title: columns.online, columns: 6, side: 'right', text: ({ online }) => count(online) },
    { title: columns.head, columns: 9, side: 'right', text: ({ head }) => count(head) },
    { title: columns.topic, columns: 8, grow: 3, text: ({ topic }) => topic, style: () => SOFT },
  ],
  title: ({ room }) => `${TEXTS.details.room} ${room}`,
  pairs: (one) => [
    pair(columns.topic, one.topic),
    pair(TEXTS.private, one.private ? TEXTS.yes : TEXTS.no),
    pair(columns.owner, one.owner ?? UNKNOWN),
    pair(columns.members, count(one.members)),
    pair(columns.online, count(one.online)),
    pair(columns.head, count(one.head)),
    pair(columns.made, dateTime(one.createdAt)),
  ],
}
