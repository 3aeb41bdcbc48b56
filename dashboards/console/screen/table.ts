import type { SessionOrder } from '../../../protocol/admin.ts'
import {
  BOLD,
  cell,
  chosen,
  INK,
  type Row,
  row,
  SOFT,
  type Span,
  type Style,
  span,
} from '../../../terminal/row.ts'

export interface Column<Item> {
  readonly title: string
  /** At least so many places. */
  readonly columns: number
  /** Share of what is left over. */
  readonly grow?: number
  readonly side?: 'right'
  /** Only on screens of so many columns. */
  readonly from?: number
  /** What the list is sorted by when one asks for this column. */
  readonly order?: SessionOrder
  text(item: Item, now: number): string
  style?(item: Item, now: number): Style
}

export interface Placed<Item> {
  readonly column: Column<Item>
  readonly x: number
  readonly columns: number
}

const MARK = '›'
const MARK_COLUMNS = 1
const GAP = 1

/** Which columns a screen of this width has, and where. */
export function place<Item>(columns: readonly Column<Item>[], width: number): Placed<Item>[] {
  const shown = columns.filter(({ from = 0 }) => width >= from)
  const least = shown.reduce((sum, one) => sum + one.columns + GAP, MARK_COLUMNS)
  const shares = shown.reduce((sum, { grow = 0 }) => sum + grow, 0)
  let spare = Math.max(0, width - least)
  let sharesLeft = shares
  let x = MARK_COLUMNS
  return shown.map((column) => {
    const { grow = 0 } = column
    const more = sharesLeft === 0 ? 0 : Math.floor((spare * grow) / sharesLeft)
    spare -= more
    sharesLeft -= grow
    const placed = { column, x, columns: column.columns + more }
    x += placed.columns + GAP
    return placed
  })
}

export interface Sorted {
  readonly order: SessionOrder
  readonly descending: boolean
}

export function titleRow<Item>(
  placed: readonly Placed<Item>[],
  width: number,
  sorted?: Sorted,
): Row {
  const spans = placed.flatMap(({ column, columns }): Span[] => {
    const isSorted = sorted !== undefined && column.order === sorted.order
    const arrow = sorted?.descending ? '▾' : '▴'
    const title = isSorted ? `${column.title} ${arrow}` : column.title
    return [cell(title, columns, isSorted ? BOLD : SOFT, column.side), span(' ')]
  })
  return row(width, span(' '), ...spans)
}

export function itemRow<Item>(
  placed: readonly Placed<Item>[],
  width: number,
  item: Item,
  now: number,
  isChosen: boolean,
): Row {
  const spans = placed.flatMap(({ column, columns }): Span[] => {
    const style = column.style?.(item, now) ?? INK
    return [cell(column.text(item, now), columns, style, column.side), span(' ')]
  })
  const whole = row(width, span(isChosen ? MARK : ' '), ...spans)
  return isChosen ? chosen(whole) : whole
}
