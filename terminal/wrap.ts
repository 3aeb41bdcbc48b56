import { widthOf } from './cells.ts'

/** Punctuation that must not begin a line, and such that must not end one, in Chinese and elsewhere. */
const NOT_FIRST =
  /^[\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\uff09\u300d\u300f\u3011\u300b\u3009\u3015\u201d\u2019\u2026\u2014\uff5e\u00b7,.!?:;)\]}%]$/u
const NOT_LAST = /^[\uff08\u300c\u300e\u3010\u300a\u3008\u3014\u201c\u2018([{]$/u
const WIDE = 2
/** Rather a word in two than a line that is nearly empty: a link that is longer than a line begins where it stands. */
const LEAST_SHARE = 1 / 3

/**
 * A cleaned text in lines of at most so many places, at least two. Lines end between words, or anywhere between Chinese characters but for
 * punctuation that stays with its neighbour; only a word that is longer than a line is cut. Marks stay with their letters. Blanks at the
 * end of a line vanish, those at the beginning of the text stay, and nothing else is lost.
 */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(WIDE, columns)
  const lines: string[] = []
  const characters = [...text]
  let start = 0
  while (start < characters.length) {
    const end = lineEnd(characters, start, width)
    lines.push(characters.slice(start, end).join('').trimEnd())
    start = end
    while (characters[start] === ' ') start += 1
  }
  return lines.length > 0 ? lines : ['']
}

/** Where the line that begins at `start` ends. */
function lineEnd(characters: readonly string[], start: number, columns: number): number {
  let cells = 0
  let breakAt = start
  let breakCells = 0
  for (let index = start; index < characters.length; index += 1) {
    const character = characters[index] ?? ''
    const next = cells + widthOf(character)
    if (index > start && canBreak(characters[index - 1] ?? '', character)) {
      breakAt = index
      breakCells = cells
    }
    if (next > columns) {
      if (character === ' ') return index
      const isWorthIt = breakAt > start && breakCells >= columns * LEAST_SHARE
      return isWorthIt ? breakAt : index
    }
    cells = next
  }
  return characters.length
}

function canBreak(before: string, after: string): boolean {
  if (after === ' ' || widthOf(after) === 0) return false
  if (before === ' ') return true
  if (NOT_FIRST.test(after) || NOT_LAST.test(before)) return false
  // A mark was counted with its letter; whether that letter is wide is not looked up again.
  return widthOf(before) === WIDE || widthOf(after) === WIDE
}
