import { cellsOf } from '../../terminal/cells.ts'
import { clean } from '../../terminal/clean.ts'

/** A typed text as it stands on the screen, and where the cursor is. */
export interface InputLayout {
  readonly lines: readonly string[]
  readonly x: number
  readonly y: number
}

interface Piece {
  readonly segment: string
  readonly index: number
}

const segmenter = new Intl.Segmenter()
/** ASCII and Chinese: each of them is one character for a reader and clean as it is, which need not be found out the slow way. */
const SIMPLE = /^[\x20-\x7e\n\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]*$/u

let last: { text: string; cursor: number; columns: number; layout: InputLayout } | undefined

/**
 * A text in lines of at most so many places, cut where they are full, so that nothing jumps while one types. The cursor has a place of its own,
 * for the last column is kept free for it.
 */
export function layOutInput(text: string, cursor: number, columns: number): InputLayout {
  // A frame asks twice: for how high the input is, and for what stands in it.
  if (last?.text === text && last.cursor === cursor && last.columns === columns) return last.layout
  const isSimple = SIMPLE.test(text)
  const pieces = isSimple ? characters(text) : segmenter.segment(text)
  const layout = layOutPieces(pieces, isSimple, cursor, Math.max(2, columns - 1))
  last = { text, cursor, columns, layout }
  return layout
}

function* characters(text: string): Iterable<Piece> {
  for (let index = 0; index < text.length; index += 1) {
    yield { segment: text.charAt(index), index }
  }
}

function layOutPieces(
  pieces: Iterable<Piece>,
  isClean: boolean,
  cursor: number,
  width: number,
): InputLayout {
  const lines: string[] = []
  let line = ''
  let cells = 0
  let place: { x: number; y: number } | undefined
  const endLine = (): void => {
    lines.push(line)
    line = ''
    cells = 0
  }
  for (const { segment, index } of pieces) {
    const isNewline = segment === '\n' || segment === '\r\n'
    const shown = isNewline ? '' : isClean ? segment : clean(segment === '\t' ? ' ' : segment)
    const needed = cellsOf(shown)
    if (cells + Math.min(needed, width) > width) endLine()
    if (index >= cursor) place ??= { x: cells, y: lines.length }
    if (isNewline) endLine()
    // A heap of signs that is one character for a reader and wider than the line is left out.
    else if (needed <= width) {
      line += shown
      cells += needed
    }
  }
  place ??= { x: cells, y: lines.length }
  lines.push(line)
  return { lines, ...place }
}
