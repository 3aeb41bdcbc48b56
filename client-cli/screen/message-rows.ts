import type { Message } from '../../protocol/entities.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import { cellsOf } from '../../terminal/cells.ts'
import { cleanLines } from '../../terminal/clean.ts'
import {
  AMBER,
  BOLD,
  CLAY,
  cell,
  columnsOf,
  ends,
  gap,
  INK,
  LEAF,
  line,
  type Row,
  row,
  SOFT,
  type Span,
  type Style,
  span,
} from '../../terminal/row.ts'
import { wrap } from '../../terminal/wrap.ts'
import { DELIVERED, READ, REFUSED, STORED, WAITING } from '../terminal/message-lines.ts'
import type { ChatLog, WaitingMessage } from './chat-log.ts'
import { type Look, mentionRanges } from './look.ts'
import { S } from './screen-texts.ts'

/** Messages of one person that follow each other so soon stand under one name. */
const TOGETHER_MS = 5 * 60_000
const INDENT = 2
/** What is right of a text: a blank and a mark. */
const MARK_COLUMNS = 3
const LINK =
  /https?:\/\/[^\s<>"'\u3000-\u303f\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]*[^\s<>"'\u3000-\u303f\uff00-\uffef.,;:!?)\]}]/gu

const LINK_STYLE: Style = { colour: 'leaf', underline: true }
const MENTION: Style = { colour: 'clay', bold: true }
const READ_STYLE: Style = { colour: 'leaf', bold: true }

interface Shown {
  readonly from: string
  readonly at: number
  readonly text: string
  readonly isRecalled: boolean
  readonly mark: string
  readonly reason?: string | undefined
}

/** Rows are made once for as long as nothing about them changes. */
const cache = new WeakMap<object, { key: string; rows: readonly Row[] }>()

/** One message of a conversation, with whatever stands before it: the day, the line before what is new, the name. */
export function messageRows(
  log: ChatLog,
  index: number,
  columns: number,
  look: Look,
): readonly Row[] {
  const message = log.messages[index]
  const waiting = log.waiting[index - log.messages.length]
  const source = message ?? waiting
  if (source === undefined) return []
  const shown = message ? storedShown(log.chat, message, look) : waitingShown(waiting, look)
  const before = shownBefore(log, index, look)
  const today = look.calendar.day(look.now(), look.now())
  const isNewDay = before === undefined || dayOf(before.at, look) !== dayOf(shown.at, look)
  const isNew = message !== undefined && message.seq === log.newFrom
  const isTogether =
    !isNewDay && !isNew && before.from === shown.from && shown.at - before.at < TOGETHER_MS
  const name = look.nameOf(shown.from)
  const key = [
    columns,
    isNewDay,
    isNew && log.newCount,
    isTogether,
    shown.mark,
    today,
    name,
    shown.reason,
  ].join()
  const known = cache.get(source)
  if (known?.key === key) return known.rows
  const rows = [
    ...(isNewDay ? [dayRow(shown.at, columns, look)] : []),
    ...(isNew ? [newRow(log.newCount, columns, look)] : []),
    ...(isTogether ? [] : [nameRow(shown, columns, look)]),
    ...textRows(shown, log.chat, columns, look),
  ]
  cache.set(source, { key, rows })
  return rows
}

function storedShown(chat: string, message: Message, look: Look): Shown {
  const { from, at, text, seq } = message
  const mark = look.isMe(from) ? markOf(chat, seq, look) : ''
  return { from, at, text, isRecalled: message.recalled === true, mark }
}

const WAITING_MARKS = { waiting: WAITING, stored: STORED, refused: REFUSED } as const

function waitingShown(waiting: WaitingMessage | undefined, look: Look): Shown {
  const { text = '', at = 0, state = 'waiting', reason } = waiting ?? {}
  return { from: look.me(), at, text, isRecalled: false, mark: WAITING_MARKS[state], reason }
}

/** How one's own message stands. Only a direct chat has one other side that can have read it. */
function markOf(chat: string, seq: number, { roster }: Look): string {
  if (isRoomAddress(chat)) return STORED
  const { delivered, read } = roster.chat(chat)
  if (read >= seq) return READ
  return delivered >= seq ? DELIVERED : STORED
}

function shownBefore(
  log: ChatLog,
  index: number,
  look: Look,
): { from: string; at: number } | undefined {
  if (index === 0) return undefined
  const message = log.messages[index - 1]
  if (message !== undefined) return message
  const waiting = log.waiting[index - 1 - log.messages.length]
  return waiting && { from: look.me(), at: waiting.at }
}

const dayOf = (at: number, { calendar, now }: Look): string => calendar.day(at, now())

function dayRow(at: number, columns: number, look: Look): Row {
  return centred(span(` ${dayOf(at, look)} `, SOFT), columns, gap)
}

function newRow(count: number, columns: number, { speech }: Look): Row {
  const title = span(` ${speech.say('unread', { count })} `, CLAY)
  return row(columns, line('─', 2, CLAY), title, line('─', columns - 2 - title.columns, CLAY))
}

function centred(title: Span, columns: number, filling: (columns: number) => Span): Row {
  const dashes = line('─', 2)
  const left = Math.max(0, Math.floor((columns - title.columns - 4) / 2))
  return row(columns, filling(left), dashes, title, dashes)
}

function nameRow(shown: Shown, columns: number, look: Look): Row {
  const isOwn = look.isMe(shown.from)
  const name = isOwn
    ? span(look.speech.say('you'), { ...LEAF, bold: true })
    : span(look.nameOf(shown.from), BOLD)
  return ends(columns, [name], [gap(1), span(look.calendar.time(shown.at), SOFT)])
}

function textRows(shown: Shown, chat: string, columns: number, look: Look): Row[] {
  const width = columns - INDENT - MARK_COLUMNS
  const lines = shown.isRecalled
    ? [[span(look.speech.say('recalled'), SOFT)]]
    : cleanLines(shown.text).flatMap((paragraph) => styledLines(paragraph, width, chat, look))
  const marked = lines.map((spans, index) => {
    const mark = index === lines.length - 1 && !shown.isRecalled ? shown.mark : ''
    return row(
      columns,
      gap(INDENT),
      ...spans,
      gap(width - columnsOf(spans)),
      gap(1),
      markSpan(mark),
    )
  })
  if (shown.reason === undefined) return marked
  const reason = wrap(look.speech.of(S.notSent, { reason: shown.reason }), width)
  return [...marked, ...reason.map((words) => row(columns, gap(INDENT), span(words, CLAY)))]
}

function markSpan(mark: string): Span {
  return cell(mark, MARK_COLUMNS - 1, markStyle(mark), 'right')
}

function markStyle(mark: string): Style {
  if (mark === READ) return READ_STYLE
  if (mark === REFUSED) return CLAY
  return mark === WAITING ? AMBER : SOFT
}

/** A cleaned paragraph in lines, its links and the reader's own name set off. */
function styledLines(paragraph: string, width: number, chat: string, look: Look): Span[][] {
  const marks = [...paragraph.matchAll(LINK)].map(
    ({ index, 0: link }) => [index, index + link.length, LINK_STYLE] as const,
  )
  if (isRoomAddress(chat)) {
    for (const [from, to] of mentionRanges(look, paragraph)) marks.push([from, to, MENTION])
  }
  let at = 0
  return wrap(paragraph, width).map((text) => {
    // Only blanks are left out between two lines, so each is found behind the one before it.
    const start = Math.max(at, paragraph.indexOf(text, at))
    at = start + text.length
    return styled(text, start, marks)
  })
}

type Mark = readonly [from: number, to: number, style: Style]

function styled(text: string, start: number, marks: readonly Mark[]): Span[] {
  const inside = marks
    .map(
      ([from, to, style]): Mark => [
        Math.max(0, from - start),
        Math.min(text.length, to - start),
        style,
      ],
    )
    .filter(([from, to]) => from < to)
    .sort(([a], [b]) => a - b)
  const spans: Span[] = []
  let at = 0
  for (const [from, to, style] of inside) {
    if (from < at) continue
    if (from > at) spans.push(piece(text.slice(at, from), INK))
    spans.push(piece(text.slice(from, to), style))
    at = to
  }
  if (at < text.length) spans.push(piece(text.slice(at), INK))
  return spans
}

/** The text was cleaned as a whole; cleaning a piece of it could make a mark at its beginning another one. */
const piece = (text: string, style: Style): Span => ({ text, columns: cellsOf(text), style })
