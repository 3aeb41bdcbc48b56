import { cellsOf, fit, widthOf } from './cells.ts'
import { clean } from './clean.ts'

export type Colour = 'soft' | 'leaf' | 'amber' | 'clay'

export interface Style {
  readonly colour?: Colour
  readonly bold?: boolean
  readonly inverse?: boolean
  readonly underline?: boolean
}

export const INK: Style = {}
export const SOFT: Style = { colour: 'soft' }
export const LEAF: Style = { colour: 'leaf' }
export const AMBER: Style = { colour: 'amber' }
export const CLAY: Style = { colour: 'clay' }
export const BOLD: Style = { bold: true }
export const CHOSEN: Style = { inverse: true }

/**
 * A piece of a row. Made in this file alone, so that nothing reaches the screen that was not cleaned, and every piece takes exactly the places
 * that it says.
 */
export interface Span {
  readonly text: string
  readonly columns: number
  readonly style: Style
}

/** From the left edge of the screen to the right one. */
export type Row = readonly Span[]

/** A text as long as it is. */
export function span(text: string, style: Style = INK): Span {
  const cleaned = clean(text)
  return { text: cleaned, columns: cellsOf(cleaned), style }
}

/** A text in so many places. */
export function cell(
  text: string,
  columns: number,
  style: Style = INK,
  side: 'left' | 'right' = 'left',
): Span {
  return { text: fit(clean(text), columns, side), columns: Math.max(0, columns), style }
}

export const gap = (columns: number, style: Style = INK): Span => cell('', columns, style)

/** The same sign again and again, as a rule is drawn. It is ours and one place wide. */
export const line = (sign: string, columns: number, style: Style = SOFT): Span => ({
  text: sign.repeat(Math.max(0, columns)),
  columns: Math.max(0, columns),
  style,
})

/** Exactly so wide: what is too long is cut, what is too short filled up. */
export function row(columns: number, ...spans: readonly Span[]): Row {
  const fitting: Span[] = []
  let used = 0
  for (const one of spans) {
    const left = columns - used
    if (left <= 0) break
    const shown = one.columns <= left ? one : cell(one.text, left, one.style)
    if (shown.columns > 0) fitting.push(shown)
    used += shown.columns
  }
  return used < columns ? [...fitting, gap(columns - used)] : fitting
}

/** `left`, and `right` at the right edge; `left` is cut where both have no room. */
export function ends(columns: number, left: readonly Span[], right: readonly Span[]): Row {
  const rightColumns = columnsOf(right)
  if (rightColumns >= columns) return row(columns, ...left)
  return [...row(columns - rightColumns, ...left), ...right]
}

export const columnsOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { columns }) => sum + columns, 0)

export const rowText = (spans: Row): string => spans.map(({ text }) => text).join('')

/** The whole row as it is when it is chosen. */
export const chosen = (spans: Row): Row => spans.map((one) => ({ ...one, style: CHOSEN }))

/** `top` drawn over `bottom` from a column on. Characters that it would cut in two become blanks. */
export function overlay(bottom: Row, column: number, top: Row): Row {
  const end = column + columnsOf(top)
  return [...part(bottom, 0, column), ...top, ...part(bottom, end, columnsOf(bottom))]
}

/** Columns `from` to `to` of a row. */
function part(spans: Row, from: number, to: number): Span[] {
  const kept: Span[] = []
  let start = 0
  for (const one of spans) {
    const [first, last] = [Math.max(from, start), Math.min(to, start + one.columns)]
    if (first < last) kept.push(slice(one, first - start, last - start))
    start += one.columns
  }
  return kept
}

function slice(one: Span, from: number, to: number): Span {
  if (from === 0 && to === one.columns) return one
  let column = 0
  let text = ''
  for (const character of one.text) {
    const next = column + widthOf(character)
    if (next === column) {
      // A mark whose letter was cut off would be drawn onto what stands before.
      if (text !== '' && column > from && column <= to) text += character
    } else if (column >= from && next <= to) text += character
    else if (column < to && next > from) {
      text += ' '.repeat(Math.min(next, to) - Math.max(column, from))
    }
    column = next
  }
  return { text, columns: to - from, style: one.style }
}
