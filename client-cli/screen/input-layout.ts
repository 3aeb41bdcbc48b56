import { cellsOf } from '../../terminal/cells.ts'
import { clean } from '../../terminal/clean.ts'

/** A typed text as it stands on the screen, and where the cursor is. */
export interface InputLayout {
  readonly lines: readonly string[]
  readonly x: number
  readonly y: number
}

const segmenter = new Intl.Segmenter()

/**
 * A text in lines of at most so many places, cut where they are full, so that nothing jumps while one types. The cursor has a place of its own,
 * for the last column is kept free for it.
 */
export function layOutInput(text: string, cursor: number, columns: number): InputLayout {
  const width = Math.max(2, columns - 1)
  const lines: string[] = []
  let line = ''
  let cells = 0
  let place: { x: number; y: number } | undefined
  const endLine = (): void => {
    lines.push(line)
    line = ''
    cells = 0
  }
  for (const { segment, index } of segmenter.segment(text)) {
    const isNewline = segment === '\n' || segment === '\r\n'
    const shown = isNewline ? '' : segment === '\t' ? ' ' : clean(segment)
    const columnsNeeded = cellsOf(shown)
    if (cells + Math.min(columnsNeeded, width) > width) endLine()
    if (index >= cursor) place ??= { x: cells, y: lines.length }
    if (isNewline) endLine()
    // A heap of signs that is one character for a reader and wider than the line is left out.
    else if (columnsNeeded <= width) {
      line += shown
      cells += columnsNeeded
    }
  }
  place ??= { x: cells, y: lines.length }
  lines.push(line)
  return { lines, ...place }
}
