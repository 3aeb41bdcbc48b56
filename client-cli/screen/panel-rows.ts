import { cellsOf, tail } from '../../terminal/cells.ts'
import { clean } from '../../terminal/clean.ts'
import {
  BOLD,
  cell,
  chosen,
  columnsOf,
  gap,
  INK,
  line,
  type Row,
  row,
  SOFT,
  type Span,
  span,
} from '../../terminal/row.ts'
import { wrap } from '../../terminal/wrap.ts'
import { fittingItems, type Panel, type PanelItem } from './panel.ts'

export interface Box {
  readonly rows: readonly Row[]
  /** Where one types, counted from the corner of the box. */
  readonly cursor?: { readonly x: number; readonly y: number }
}

const PADDING = 2

/** A panel as a box of at most this size, frame included. */
export function panelBox(panel: Panel, columns: number, maxHeight: number): Box {
  const inner = columns - 2 * PADDING
  const room = Math.max(1, maxHeight - 2)
  if (panel.lines !== undefined) {
    const lines = panel.lines.flatMap((text) => hanging(text, inner))
    const top = Math.min(panel.selected, Math.max(0, lines.length - room))
    // So that one comes back at once from where there is nothing more.
    panel.selected = top
    const shown = lines.slice(top, top + room).map((text) => row(inner, span(text)))
    return { rows: boxed(panel.title, panel.hint, shown, columns) }
  }
  if (panel.kind !== 'find')
    return { rows: boxed(panel.title, panel.hint, itemRows(panel, inner, room), columns) }
  const query = tail(clean(panel.query), inner - 3)
  const typed = row(inner, span('› ', SOFT), span(query))
  const rows = [typed, row(inner), ...itemRows(panel, inner, room - 2)]
  // As high as it may be, so that the box does not jump while one types.
  while (rows.length < room) rows.push(row(inner))
  return {
    rows: boxed(panel.title, panel.hint, rows, columns),
    cursor: { x: PADDING + 2 + span(query).columns, y: 1 },
  }
}

function itemRows(panel: Panel, columns: number, room: number): Row[] {
  const items = fittingItems(panel)
  panel.selected = Math.min(panel.selected, Math.max(0, items.length - 1))
  if (items.length === 0)
    return wrap(clean(panel.empty), columns).map((text) => row(columns, span(text, SOFT)))
  const start = Math.min(
    Math.max(0, panel.selected - Math.floor(room / 2)),
    Math.max(0, items.length - room),
  )
  const shown = items.slice(start, start + room)
  const widest = Math.max(...shown.map(({ label }) => span(label).columns))
  const labelColumns = Math.min(widest, Math.floor(columns / 2))
  return shown.map((item, index) => {
    const one = itemRow(item, labelColumns, columns)
    return start + index === panel.selected ? chosen(one) : one
  })
}

function itemRow(item: PanelItem, labelColumns: number, columns: number): Row {
  const sign = cell(item.sign ?? '', 2, item.signStyle ?? INK)
  const label = cell(item.label, labelColumns)
  const rest = Math.max(0, columns - sign.columns - label.columns - 2)
  return row(columns, sign, label, gap(2), cell(item.detail, rest, SOFT))
}

/** Further lines of a paragraph stand under its first word, or under its second column. */
function hanging(text: string, columns: number): string[] {
  const [first = '', second] = text.split('\t').map((one) => clean(one))
  if (second === undefined) {
    const indent = /^ */.exec(first)?.[0] ?? ''
    return wrap(first.slice(indent.length), columns - indent.length).map((one) => indent + one)
  }
  const room = columns - cellsOf(first)
  // A screen that has no room for two columns has it for one.
  if (room < cellsOf(first) / 2) return wrap(`${first} ${second}`, columns)
  const blank = ' '.repeat(cellsOf(first))
  return wrap(second, room).map((one, index) => (index === 0 ? first : blank) + one)
}

/** Rows with a frame around them, a title above and a hint below. */
export function boxed(title: string, hint: string, rows: readonly Row[], columns: number): Row[] {
  const inner = columns - 2 * PADDING
  const side = span('│', SOFT)
  const edge = (left: string, words: Span[], right: string): Row => {
    const used = columnsOf(words)
    return row(
      columns,
      span(left, SOFT),
      ...words,
      line('─', columns - used - 2),
      span(right, SOFT),
    )
  }
  const titled = title === '' ? [] : [span(' '), cellUpTo(title, columns - 6, true), span(' ')]
  const hinted = hint === '' ? [] : [span(' '), cellUpTo(hint, columns - 6, false), span(' ')]
  return [
    edge('┌', titled, '┐'),
    ...rows.map((one) =>
      row(columns, side, gap(PADDING - 1), ...row(inner, ...one), gap(PADDING - 1), side),
    ),
    edge('└', hinted, '┘'),
  ]
}

function cellUpTo(text: string, columns: number, isTitle: boolean): Span {
  const whole = span(text, isTitle ? BOLD : SOFT)
  return whole.columns <= columns ? whole : cell(text, columns, whole.style)
}
