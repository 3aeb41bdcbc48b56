import type { ChatList, ListedChat } from '../../client/chat-list.ts'
import { foldName, isRoomAddress, roomName } from '../../protocol/names.ts'
import {
  AMBER,
  BOLD,
  CLAY,
  cell,
  chosen,
  ends,
  gap,
  LEAF,
  type Row,
  row,
  SOFT,
  type Span,
  span,
} from '../../terminal/row.ts'
import type { Look } from './look.ts'
import { S } from './screen-texts.ts'

export interface ListPane {
  readonly list: ChatList
  readonly current: string | undefined
  /** Chats with a message that names this user. */
  readonly mentioned: ReadonlySet<string>
  /** Requests and invitations that wait for an answer. */
  readonly toAnswer: number
}

const MAX_COUNT = 999

interface Entry {
  readonly row: Row
  readonly isCurrent: boolean
}

/** Friends and rooms at the left, and at the bottom what waits for an answer. */
export function listRows(pane: ListPane, columns: number, height: number, look: Look): Row[] {
  const { speech } = look
  const { friends, others, rooms } = pane.list
  const entries = [
    ...section(speech.say('friends'), friends, pane, columns),
    ...(others.length > 0 ? section(speech.of(S.others), others, pane, columns) : []),
    ...section(speech.say('rooms'), rooms, pane, columns),
  ]
  const footer =
    pane.toAnswer > 0
      ? [
          inset(
            columns,
            [span(`! ${speech.of(S.requestCount, { count: pane.toAnswer })}`, CLAY)],
            [span('^R', SOFT)],
          ),
        ]
      : []
  const shown = around(entries, height - footer.length, columns, look)
  while (shown.length < height - footer.length) shown.push(row(columns))
  return [...shown, ...footer]
}

function section(
  title: string,
  listed: readonly ListedChat[],
  pane: ListPane,
  columns: number,
): Entry[] {
  const heading = inset(columns, [span(title, BOLD)], [span(String(listed.length), SOFT)])
  return [{ row: heading, isCurrent: false }, ...listed.map((one) => entry(one, pane, columns))]
}

function entry(listed: ListedChat, pane: ListPane, columns: number): Entry {
  const key = foldName(listed.chat)
  const isCurrent = pane.current !== undefined && foldName(pane.current) === key
  const { unread } = listed
  const at = pane.mentioned.has(key) && unread > 0 ? '@' : ''
  const count = unread > MAX_COUNT ? `${MAX_COUNT}+` : String(unread)
  const right = unread > 0 ? [gap(1), span(at + count, { ...CLAY, bold: true })] : []
  const nameStyle = unread > 0 ? BOLD : {}
  const isRoom = isRoomAddress(listed.chat)
  const sign =
    listed.status !== undefined ? statusSpan(listed.status) : span(isRoom ? '#' : ' ', SOFT)
  const left = [sign, gap(1), span(isRoom ? roomName(listed.name) : listed.name, nameStyle)]
  const shown = inset(columns, left, right)
  return { row: isCurrent ? chosen(shown) : shown, isCurrent }
}

export function statusSpan(status: 'online' | 'away' | 'offline'): Span {
  if (status === 'online') return span('●', LEAF)
  return status === 'away' ? span('◐', AMBER) : span('○', SOFT)
}

/** A blank at either side. */
function inset(columns: number, left: readonly Span[], right: readonly Span[]): Row {
  return row(columns, gap(1), ...ends(Math.max(0, columns - 2), left, right), gap(1))
}

/** As many entries as there is room for, the current one among them, and how many there are above and below. */
function around(
  entries: readonly Entry[],
  height: number,
  columns: number,
  { speech }: Look,
): Row[] {
  if (entries.length <= height) return entries.map((one) => one.row)
  const room = Math.max(1, height - 2)
  const current = Math.max(
    0,
    entries.findIndex(({ isCurrent }) => isCurrent),
  )
  const start = Math.min(Math.max(0, current - Math.floor(room / 2)), entries.length - room)
  const below = entries.length - start - room
  const hint = (words: string): Row => row(columns, gap(1), cell(words, columns - 2, SOFT))
  return [
    start > 0 ? hint(speech.of(S.moreAbove, { count: start })) : row(columns),
    ...entries.slice(start, start + room).map((one) => one.row),
    below > 0 ? hint(speech.of(S.moreBelow, { count: below })) : row(columns),
  ].slice(0, Math.max(0, height))
}
