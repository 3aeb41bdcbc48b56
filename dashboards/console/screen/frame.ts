import { clean } from '../../../terminal/clean.ts'
import { overlay, type Row, row, span } from '../../../terminal/row.ts'
import { wrap } from '../../../terminal/wrap.ts'
import type { ConsoleState } from '../state/console-state.ts'
import { TEXTS } from '../texts.ts'
import { figureRows } from './figure-rows.ts'
import { footRow, statusRow, tabRow } from './frame-parts.ts'
import { stateBar, verdictOf } from './head.ts'
import { listRows, TITLE_ROWS } from './list-rows.ts'
import {
  detailsOverlay,
  dialogOverlay,
  filterRow,
  helpOverlay,
  type Overlay,
  overlayColumns,
} from './overlays.ts'
import { overviewRows } from './overview.ts'

/** Below this there is no room for a frame. A terminal of 24 rows may have given some to a multiplexer. */
export const LEAST_COLUMNS = 80
export const LEAST_ROWS = 18

/** State, figures, views. */
export const HEAD_ROWS = 5
/** A hairline and the keys. */
const FOOT_ROWS = 2

/** What a screen shows: as many rows as it has, each as wide as it is. */
export interface Frame {
  readonly rows: readonly Row[]
  /** Where the cursor stands; absent: it is hidden. */
  readonly cursor?: { readonly column: number; readonly row: number }
}

/** Rows between head and foot. */
export const bodyHeight = (rows: number): number => Math.max(0, rows - HEAD_ROWS - FOOT_ROWS)
/** Items of a list that are seen at once. */
export const listHeight = (rows: number): number => Math.max(0, bodyHeight(rows) - TITLE_ROWS)

export function renderFrame(state: ConsoleState): Frame {
  const { columns, rows } = state
  if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) return tooSmall(columns, rows)
  const verdict = verdictOf(state)
  const height = bodyHeight(rows)
  const body =
    state.view === 'overview' ? overviewRows(state, height) : listRows(state, state.view, height)
  const filled = [...body, ...Array<Row>(height).fill(row(columns))].slice(0, height)
  const over = overlayOf(state, height)
  const typed = state.isFiltering ? filterRow(state) : undefined
  const frame = [
    stateBar(state, verdict),
    ...figureRows(state, verdict.concerns),
    tabRow(state, listHeight(rows)),
    ...(over === undefined ? filled : drawOver(filled, over, columns)),
    statusRow(state),
    typed === undefined ? footRow(state) : row(columns, ...typed.row),
  ]
  if (over?.cursor !== undefined) {
    const { left, top } = corner(over, columns, height)
    const { column, row: line } = over.cursor
    return { rows: frame, cursor: { column: left + column, row: HEAD_ROWS + top + line } }
  }
  if (typed === undefined || over !== undefined) return { rows: frame }
  return { rows: frame, cursor: { column: typed.column, row: rows - 1 } }
}

function tooSmall(columns: number, rows: number): Frame {
  const lines = wrap(clean(TEXTS.tooSmall(LEAST_COLUMNS, LEAST_ROWS)), Math.max(1, columns))
  return { rows: Array.from({ length: rows }, (_, y) => row(columns, span(lines[y] ?? ''))) }
}

function overlayOf(state: ConsoleState, height: number): Overlay | undefined {
  if (state.isHelping) return helpOverlay(state, height)
  if (state.dialog !== undefined) return dialogOverlay(state.dialog, state)
  if (state.details !== undefined) return detailsOverlay(state.details, state, height)
  return undefined
}

function corner(over: Overlay, columns: number, height: number): { left: number; top: number } {
  return {
    left: Math.floor((columns - overlayColumns(columns)) / 2),
    top: Math.max(0, Math.floor((height - over.rows.length) / 2)),
  }
}

function drawOver(body: readonly Row[], over: Overlay, columns: number): Row[] {
  const { left, top } = corner(over, columns, body.length)
  return body.map((one, y) => {
    const covering = over.rows[y - top]
    return covering === undefined ? one : overlay(one, left, covering)
  })
}
