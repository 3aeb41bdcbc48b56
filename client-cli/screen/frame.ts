import { isRoomAddress } from '../../protocol/names.ts'
import { clean } from '../../terminal/clean.ts'
import {
  AMBER,
  BOLD,
  CLAY,
  columnsOf,
  gap,
  LEAF,
  line,
  overlay,
  type Row,
  row,
  SOFT,
  type Span,
  span,
} from '../../terminal/row.ts'
import { wrap } from '../../terminal/wrap.ts'
import { conversationRows, pageHeight, scrollBy, topAnchor } from './conversation-pane.ts'
import { layOutInput } from './input-layout.ts'
import { listRows } from './list-pane.ts'
import type { Look } from './look.ts'
import { type Box, panelBox } from './panel-rows.ts'
import { questionBox } from './question-box.ts'
import type { Anchor, ScreenModel } from './screen-model.ts'
import { S } from './screen-texts.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** All that a terminal has to show. */
export interface Frame {
  readonly rows: readonly Row[]
  readonly cursor?: { readonly x: number; readonly y: number }
}

/** What is smaller shows nothing but a request for more. */
export const LEAST: Size = { columns: 30, rows: 8 }
/** A narrower screen has no room for the list beside the conversation. */
const LIST_FROM_COLUMNS = 56
const PROMPT = '› '
const MAX_BOX_COLUMNS = 76

/** Where the parts stand. */
export interface Layout {
  readonly listColumns: number
  readonly conversationColumns: number
  readonly bodyRows: number
  readonly inputRows: number
}

export function layOut(model: ScreenModel, { columns, rows }: Size): Layout {
  const listColumns =
    columns < LIST_FROM_COLUMNS ? 0 : Math.min(30, Math.max(18, Math.floor(columns / 5)))
  const borders = listColumns > 0 ? 3 : 2
  const most = Math.max(1, Math.min(8, Math.floor(rows / 3)))
  const { lines } = layOutInput(
    model.editor.text,
    model.editor.cursor,
    columns - 2 - PROMPT.length - 2,
  )
  const inputRows = Math.min(most, lines.length)
  return {
    listColumns,
    conversationColumns: columns - listColumns - borders,
    bodyRows: rows - 3 - inputRows,
    inputRows,
  }
}

/** Where one is after scrolling by so many rows, or pages that share a row with the one before. */
export function scrollTo(
  model: ScreenModel,
  by: { pages: number } | { rows: number },
  size: Size,
  look: Look,
): ReturnType<typeof scrollBy> {
  const { conversationColumns: columns, bodyRows } = layOut(model, size)
  const page = Math.max(1, pageHeight(model, columns, bodyRows, look) - 1)
  const rows = 'rows' in by ? by.rows : by.pages * page
  return scrollBy(model, rows, columns, bodyRows, look)
}

/** Where one is with a message at the top of the conversation; `undefined` where all behind it is seen too. */
export function anchorAtTop(
  model: ScreenModel,
  seq: number,
  size: Size,
  look: Look,
): Anchor | undefined {
  const { conversationColumns: columns, bodyRows } = layOut(model, size)
  return topAnchor(model, seq, columns, bodyRows, look)
}

/** The whole screen. Pure: the same model gives the same frame. */
export function renderFrame(model: ScreenModel, size: Size, look: Look): Frame {
  if (size.columns < LEAST.columns || size.rows < LEAST.rows) return tooSmall(size, look)
  const background = model.isSignedIn ? talkFrame(model, size, look) : blankFrame(size)
  if (model.question !== undefined || !model.isSignedIn) {
    return inFront(background, questionBox(model, boxColumns(size), size.rows - 2, look), size)
  }
  if (model.panel === undefined) return background
  return inFront(background, panelBox(model.panel, boxColumns(size), size.rows - 2), size)
}

const boxColumns = ({ columns }: Size): number => Math.min(MAX_BOX_COLUMNS, columns - 4)

function talkFrame(model: ScreenModel, size: Size, look: Look): Frame {
  const { columns } = size
  const layout = layOut(model, size)
  const input = inputPart(model, layout.inputRows, columns, look)
  const rows = [
    topRow(model, columns, look),
    ...bodyRows(model, layout, look),
    underBody(layout, columns, input.lineCount, look),
    ...input.rows,
    bottomRow(model, columns, look),
  ]
  return { rows, cursor: { x: input.x, y: 1 + layout.bodyRows + 1 + input.y } }
}

const side = (): Span => span('│', SOFT)

function bodyRows(model: ScreenModel, layout: Layout, look: Look): Row[] {
  const { listColumns, conversationColumns, bodyRows: height } = layout
  const conversation = conversationRows(model, conversationColumns, height, look)
  if (listColumns === 0) return conversation.map((one) => [side(), ...one, side()])
  const { list, current, mentioned, toAnswer } = model
  const listed = listRows({ list, current, mentioned, toAnswer }, listColumns, height, look)
  return conversation.map((one, index) => [
    side(),
    ...(listed[index] ?? [gap(listColumns)]),
    side(),
    ...one,
    side(),
  ])
}

function topRow(model: ScreenModel, columns: number, look: Look): Row {
  const right = [span(' '), ...linkSpans(model, look), span(' '), span('─┐', SOFT)]
  const who = clean(`${look.me()}@${look.server}`)
  const left = [span('┌ ', SOFT), span('Teahouse', BOLD), span(' ── ', SOFT), span(who), span(' ')]
  const room = columns - columnsOf(right)
  const shown = row(room, ...left).slice()
  const filling = room - columnsOf(left)
  return filling > 0 ? [...left, line('─', filling), ...right] : [...shown, ...right]
}

function linkSpans({ link }: ScreenModel, { speech, now, isSecure }: Look): Span[] {
  switch (link.kind) {
    case 'connecting':
      return [span(`◌ ${speech.of(S.connecting)}`, AMBER)]
    case 'online':
      return [
        span('●', LEAF),
        span(` ${speech.of(S.connected)} `),
        isSecure ? span('tls', SOFT) : span(speech.say('noTls'), AMBER),
      ]
    case 'ended':
      return [span(`✗ ${speech.of(S.gone)}`, CLAY)]
    case 'offline': {
      const seconds = Math.ceil((link.retryAt - now()) / 1000)
      const words = seconds > 0 ? speech.of(S.again, { seconds }) : speech.of(S.trying)
      return [span(`○ ${words}`, { ...AMBER, bold: true })]
    }
  }
}

function underBody(layout: Layout, columns: number, lineCount: number, { speech }: Look): Row {
  const { listColumns } = layout
  const left = listColumns > 0 ? [line('─', listColumns), span('┴', SOFT)] : []
  const words = lineCount > 1 ? [span(` ${speech.of(S.lines, { count: lineCount })} `, SOFT)] : []
  const used = columnsOf(left) + columnsOf(words) + 3
  if (used > columns) return row(columns, span('├', SOFT), line('─', columns - 2), span('┤', SOFT))
  return [
    span('├', SOFT),
    ...left,
    line('─', columns - used),
    ...words,
    line('─', 1),
    span('┤', SOFT),
  ]
}

interface InputPart {
  readonly rows: Row[]
  readonly x: number
  readonly y: number
  readonly lineCount: number
}

function inputPart(model: ScreenModel, height: number, columns: number, look: Look): InputPart {
  const width = columns - 2 - PROMPT.length - 2
  const { text, cursor, isEmpty } = model.editor
  const { lines, x, y } = layOutInput(text, cursor, width)
  const first = Math.min(Math.max(0, y - height + 1), Math.max(0, lines.length - height))
  const shown = lines.slice(first, first + height)
  const rows = shown.map((typed, index) => {
    const prompt = index + first === 0 ? span(PROMPT, LEAF) : gap(PROMPT.length)
    const content = isEmpty ? placeholder(model, look) : span(typed)
    return row(columns - 1, side(), gap(1), prompt, content).concat(side())
  })
  const lineCount = text.split('\n').length
  return { rows, x: 2 + PROMPT.length + x, y: y - first, lineCount }
}

function placeholder({ current }: ScreenModel, look: Look): Span {
  if (current === undefined) return span('', SOFT)
  const name = isRoomAddress(current) ? current : look.nameOf(current)
  return span(look.speech.of(S.writeTo, { name }), SOFT)
}

function bottomRow(model: ScreenModel, columns: number, { speech }: Look): Row {
  const hints = [S.hintHelp, S.hintFind, S.hintNext, S.hintSearch, S.hintInbox, S.hintLeave]
  const words: Span[] = []
  for (const hint of hints) {
    const next = span(`${words.length > 0 ? '  ' : ''}${speech.of(hint)}`, SOFT)
    if (columnsOf(words) + next.columns > columns - 5) break
    words.push(next)
  }
  const used = columnsOf(words) + 4
  const isCalm = model.link.kind === 'online'
  const rule = line('─', columns - used, isCalm ? SOFT : AMBER)
  return row(columns, span('└ ', SOFT), ...words, span(' '), rule, span('┘', SOFT))
}

function blankFrame({ columns, rows }: Size): Frame {
  return { rows: Array.from({ length: rows }, () => row(columns)) }
}

function inFront({ rows }: Frame, box: Box, { columns, rows: height }: Size): Frame {
  const width = columnsOf(box.rows[0] ?? [])
  const left = Math.max(0, Math.floor((columns - width) / 2))
  const top = Math.max(0, Math.floor((height - box.rows.length) / 2))
  const drawn = rows.map((one, y) => {
    const front = box.rows[y - top]
    return front === undefined ? one : overlay(one, left, front)
  })
  const { cursor } = box
  return cursor === undefined
    ? { rows: drawn }
    : { rows: drawn, cursor: { x: left + cursor.x, y: top + cursor.y } }
}

function tooSmall({ columns, rows }: Size, { speech }: Look): Frame {
  const least = `${LEAST.columns} × ${LEAST.rows}`
  const words = wrap(speech.of(S.tooSmall, { columns, rows, least }), Math.max(2, columns))
  const shown = words.slice(0, rows).map((text) => row(columns, span(text)))
  while (shown.length < rows) shown.push(row(columns))
  return { rows: shown }
}
