import { isRoomAddress } from '../../protocol/names.ts'
import { cleanLines } from '../../terminal/clean.ts'
import {
  AMBER,
  BOLD,
  CLAY,
  cell,
  columnsOf,
  ends,
  gap,
  LEAF,
  line,
  type Row,
  row,
  SOFT,
  type Span,
  span,
} from '../../terminal/row.ts'
import { wrap } from '../../terminal/wrap.ts'
import { harmlessLine } from '../harmless.ts'
import { STATUS_TEXTS } from '../terminal/list-lines.ts'
import type { ChatLog } from './chat-log.ts'
import { statusSpan } from './list-pane.ts'
import type { Look } from './look.ts'
import { messageRows } from './message-rows.ts'
import type { Anchor, ScreenModel, Tone } from './screen-model.ts'
import { S } from './screen-texts.ts'
import { atTop, type Blocks, type Position, scrolled, windowOf } from './scroll.ts'

const TONES = { fine: LEAF, warning: AMBER, bad: CLAY } as const
const TONE_SIGNS: Readonly<Record<Tone, string>> = { fine: '»', warning: '!', bad: '✗' }
/** The title above, and below who types or what was just said. */
const FIXED_ROWS = 2
const MAX_ANNOUNCEMENT_ROWS = 4

/** The chat that is open: who it is, what was said, and what goes on there. Every row is exactly so wide. */
export function conversationRows(
  model: ScreenModel,
  columns: number,
  height: number,
  look: Look,
): Row[] {
  const inner = columns - 2
  const banner = announcementRows(model, inner, look)
  const room = height - FIXED_ROWS - banner.length
  const said =
    model.current === undefined ? emptyRows(inner, look) : saidRows(model, inner, room, look)
  const body = said.slice(0, Math.max(0, room))
  const filling = Array.from({ length: Math.max(0, room - body.length) }, () => row(inner))
  // A conversation stands on the line that one types into; what is short leaves its room above.
  const rows = model.current === undefined ? [...body, ...filling] : [...filling, ...body]
  return [titleRow(model, inner, look), ...banner, ...rows, underRow(model, inner, look)]
    .slice(0, height)
    .map((one) => [gap(1), ...one, gap(1)])
}

/** How many rows of the conversation are seen, for scrolling by a page. */
export function pageHeight(
  model: ScreenModel,
  columns: number,
  height: number,
  look: Look,
): number {
  return Math.max(1, height - FIXED_ROWS - announcementRows(model, columns - 2, look).length)
}

/** Where one is after scrolling by so many rows. */
export function scrollBy(
  model: ScreenModel,
  by: number,
  columns: number,
  height: number,
  look: Look,
): { anchor: Anchor | undefined; isAtTop: boolean } {
  const { log } = model
  if (log === undefined) return { anchor: undefined, isAtTop: false }
  const blocks = blocksOf(log, columns - 2, look)
  const rows = pageHeight(model, columns, height, look)
  const position = scrolled(blocks, positionOf(log, model.anchor), by, rows)
  const anchor = position && { seq: log.seqAt(position.index), row: position.row }
  return { anchor, isAtTop: windowOf(blocks, position, rows).isAtTop }
}

export function topAnchor(
  model: ScreenModel,
  seq: number,
  columns: number,
  height: number,
  look: Look,
): Anchor | undefined {
  const { log } = model
  if (log === undefined) return undefined
  const rows = pageHeight(model, columns, height, look)
  const first = { index: log.indexOf(seq), row: 0 }
  const position = atTop(blocksOf(log, columns - 2, look), first, rows)
  return position && { seq: log.seqAt(position.index), row: position.row }
}

function blocksOf(log: ChatLog, columns: number, look: Look): Blocks<Row> {
  return { length: log.length, rows: (index) => messageRows(log, index, columns, look) }
}

function positionOf(log: ChatLog, anchor: Anchor | undefined): Position | undefined {
  return anchor && { index: log.indexOf(anchor.seq), row: anchor.row }
}

function saidRows(model: ScreenModel, columns: number, height: number, look: Look): readonly Row[] {
  const { log, anchor } = model
  const { speech } = look
  const middle = (words: string): Row => {
    const one = span(words, SOFT)
    return row(columns, gap(Math.max(0, Math.floor((columns - one.columns) / 2))), one)
  }
  if (log === undefined) return []
  if (log.length === 0) {
    return [middle(log.isLoaded ? speech.say('noMessages') : speech.of(S.loading)), row(columns)]
  }
  const shown = windowOf(blocksOf(log, columns, look), positionOf(log, anchor), height)
  if (shown.isAtTop && shown.rows.length < height) {
    return [middle(beginningOf(log, look)), ...shown.rows]
  }
  if (anchor === undefined) return shown.rows
  const first = shown.isAtTop ? [middle(beginningOf(log, look))] : shown.rows.slice(0, 1)
  return [...first, ...shown.rows.slice(1)]
}

function beginningOf(log: ChatLog, { speech }: Look): string {
  return log.hasOlder ? speech.of(S.loadingOlder) : speech.say('noOlder')
}

function titleRow(model: ScreenModel, columns: number, look: Look): Row {
  const { current } = model
  if (current === undefined) return row(columns, line('─', columns))
  const { speech, roster } = look
  const friend = roster.friend(current)
  const name = span(look.nameOf(current), BOLD)
  const isNamedTwice =
    friend !== undefined && friend.nickname !== '' && friend.nickname !== friend.user
  const left: Span[] = [name, ...(isNamedTwice ? [span(` (${friend.user})`, SOFT)] : [])]
  const right: Span[] = []
  if (friend !== undefined) {
    left.push(gap(1), statusSpan(friend.status))
    right.push(span(` ${speech.say(STATUS_TEXTS[friend.status])}`, SOFT))
  }
  const known = model.topics.get(current)
  if (isRoomAddress(current) && known !== undefined) {
    right.push(span(` ${speech.say('memberCount', { count: known.members })}`, SOFT))
    const room = columns - columnsOf(left) - columnsOf(right) - 4
    if (known.topic !== '' && room > 4) left.push(gap(2), short(known.topic, room))
  }
  const rule = Math.max(0, columns - columnsOf(left) - columnsOf(right) - 1)
  return ends(columns, [...left, gap(1), line('─', rule)], right)
}

function short(text: string, columns: number): Span {
  const whole = span(text, SOFT)
  return whole.columns <= columns ? whole : cell(text, columns, SOFT)
}

/** Below what was said: what is new further down, a remark, or that there is more below; and who is typing. */
function underRow(model: ScreenModel, columns: number, look: Look): Row {
  const typing = typingSpans(model, look)
  const remark = model.remarkAt(look.now())
  const isBack = model.anchor !== undefined && model.current !== undefined
  const below = isBack ? look.roster.chat(model.current ?? '').unread : 0
  // What is new is worth more than a remark that all went well.
  if (remark !== undefined && (below === 0 || remark.tone !== 'fine')) {
    const words = span(`${TONE_SIGNS[remark.tone]} ${remark.text}`, TONES[remark.tone])
    return ends(columns, [words], typing.length > 0 ? [gap(1), ...typing] : [])
  }
  if (!isBack) return row(columns, ...(typing.length > 0 ? typing : offlineSpans(model, look)))
  const words =
    below > 0 ? look.speech.of(S.newBelow, { count: below }) : look.speech.of(S.toLatest)
  const style = below > 0 ? CLAY : SOFT
  const said = span(` ${words} `, style)
  return row(columns, line('─', 2, style), said, line('─', columns - 2 - said.columns, style))
}

/** Why the corner says that there is no connection. */
function offlineSpans({ link }: ScreenModel, { speech }: Look): Span[] {
  if (link.kind !== 'offline') return []
  const reason = harmlessLine(speech.reason(link.reason))
  return [span(`○ ${speech.say('notConnected', { reason })}`, AMBER)]
}

function typingSpans({ typing }: ScreenModel, { speech, nameOf }: Look): Span[] {
  if (typing.length === 0) return []
  const names = speech.list(typing.map((user) => harmlessLine(nameOf(user))))
  return [span(speech.say('isTyping', { name: names }), SOFT)]
}

/** The newest announcement, until it was seen. */
function announcementRows({ announcements }: ScreenModel, columns: number, look: Look): Row[] {
  const newest = announcements.at(-1)
  if (newest === undefined) return []
  const { speech } = look
  const more = announcements.length - 1
  const title = `» ${newest.title}`
  const hint = [
    ...(more > 0 ? [speech.of(S.andMoreNotices, { count: more })] : []),
    speech.of(S.closeNotice),
  ].join(' · ')
  const lines = cleanLines(newest.text).flatMap((text) => wrap(text, columns - 2))
  const shown = lines.slice(0, MAX_ANNOUNCEMENT_ROWS)
  return [
    ends(columns, [span(title, { ...AMBER, bold: true })], [span(hint, SOFT)]),
    ...shown.map((text, index) => {
      const isCut = index === shown.length - 1 && lines.length > shown.length
      return row(columns, gap(2), span(isCut ? `${text} …` : text))
    }),
    row(columns, line('─', columns, AMBER)),
  ]
}

function emptyRows(columns: number, look: Look): Row[] {
  const { roster, speech } = look
  const hint = speech.of(roster.friends.length > 1 ? S.chooseChat : S.nobodyYet)
  return [row(columns), ...wrap(hint, columns).map((text) => row(columns, span(text, SOFT)))]
}
