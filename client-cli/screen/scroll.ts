/** A row of a list of blocks: the block, and which of its rows. */
export interface Position {
  readonly index: number
  readonly row: number
}

/** Blocks of rows one below the other, of which only those are made that are looked at. */
export interface Blocks<R> {
  readonly length: number
  rows(index: number): readonly R[]
}

export interface Window<R> {
  readonly rows: readonly R[]
  /** The last row that is shown; `undefined` when there is none. */
  readonly bottom: Position | undefined
  readonly isAtTop: boolean
  readonly isAtBottom: boolean
}

/** So many rows that end with `bottom`, or with the last one. A list that is shorter stands at its beginning. */
export function windowOf<R>(
  blocks: Blocks<R>,
  bottom: Position | undefined,
  height: number,
): Window<R> {
  const end = lastPosition(blocks)
  if (end === undefined || height <= 0) {
    return { rows: [], bottom: end, isAtTop: true, isAtBottom: true }
  }
  const wanted = bottom === undefined ? end : clamp(blocks, bottom)
  const shown = upFrom(blocks, wanted, height)
  if (shown.length < height) {
    // At the beginning: the window is filled from there downwards.
    const rows = downFrom(blocks, height)
    const last = positionOf(blocks, rows.length - 1)
    return { rows, bottom: last, isAtTop: true, isAtBottom: isSame(last, end) }
  }
  const isAtTop = upFrom(blocks, wanted, height + 1).length === height
  return { rows: shown, bottom: wanted, isAtTop, isAtBottom: isSame(wanted, end) }
}

/** So many rows further down, or up where it is negative; `undefined` at the end, where one follows what comes. */
export function scrolled<R>(
  blocks: Blocks<R>,
  bottom: Position | undefined,
  by: number,
  height: number,
): Position | undefined {
  const from = windowOf(blocks, bottom, height)
  if (from.bottom === undefined || (by < 0 && from.isAtTop))
    return from.isAtBottom ? undefined : from.bottom
  const to = windowOf(blocks, moved(blocks, from.bottom, by), height)
  return to.isAtBottom ? undefined : to.bottom
}

/** The last row that is seen when a row is the first; `undefined` where the end is seen too. */
export function atTop<R>(blocks: Blocks<R>, first: Position, height: number): Position | undefined {
  if (blocks.length === 0) return undefined
  const { bottom, isAtBottom } = windowOf(blocks, moved(blocks, first, height - 1), height)
  return isAtBottom ? undefined : bottom
}

function moved<R>(blocks: Blocks<R>, from: Position, by: number): Position {
  let { index, row } = from
  row += by
  while (row < 0 && index > 0) {
    index -= 1
    row += blocks.rows(index).length
  }
  while (index < blocks.length - 1 && row >= blocks.rows(index).length) {
    row -= blocks.rows(index).length
    index += 1
  }
  return { index, row: Math.max(0, row) }
}

function clamp<R>(blocks: Blocks<R>, { index, row }: Position): Position {
  const nearest = Math.min(Math.max(0, index), blocks.length - 1)
  const rows = blocks.rows(nearest).length
  return { index: nearest, row: Math.min(nearest === index ? row : rows, rows - 1) }
}

function lastPosition<R>(blocks: Blocks<R>): Position | undefined {
  const index = blocks.length - 1
  return index < 0 ? undefined : { index, row: blocks.rows(index).length - 1 }
}

function upFrom<R>(blocks: Blocks<R>, { index, row }: Position, height: number): R[] {
  const parts: (readonly R[])[] = []
  let count = 0
  for (let at = index; at >= 0 && count < height; at -= 1) {
    const rows = blocks.rows(at)
    const part = at === index ? rows.slice(0, row + 1) : rows
    parts.unshift(part)
    count += part.length
  }
  const all = parts.flat()
  return all.slice(Math.max(0, all.length - height))
}

function downFrom<R>(blocks: Blocks<R>, height: number): R[] {
  const rows: R[] = []
  for (let at = 0; at < blocks.length && rows.length < height; at += 1)
    rows.push(...blocks.rows(at))
  return rows.slice(0, height)
}

/** The position of the row that is the n-th from the beginning. */
function positionOf<R>(blocks: Blocks<R>, nth: number): Position {
  return moved(blocks, { index: 0, row: 0 }, nth)
}

const isSame = (a: Position, b: Position): boolean => a.index === b.index && a.row === b.row
