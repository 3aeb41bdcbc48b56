import { type Palette, styleCodes } from './palette.ts'
import type { Row } from './row.ts'

const ASCII = /^[\x20-\x7e]*$/

const ERASE_ROW = '\x1b[2K'

/**
 * One row as a terminal draws it, from its left edge. Terminals disagree on how wide some characters are. So the row is emptied first, and after a
 * text that is more than ASCII the cursor is told where the next one begins: a wrong guess then spoils that text alone, and no column
 * moves. Emptied as a whole, because to empty the half of a wide character that was there leaves some terminals (tmux) with an orphan, which takes
 * its neighbour along when it is written over.
 */
export function paintRow(spans: Row, y: number, palette: Palette): string {
  const base = `\x1b[0${palette.base === '' ? '' : `;${palette.base}`}m`
  let output = `\x1b[${y + 1};1H${base}${ERASE_ROW}`
  let column = 1
  for (const { text, columns, style } of spans) {
    if (columns === 0) continue
    const codes = styleCodes(style, palette)
    column += columns
    if (codes !== '') output += `\x1b[${codes}m`
    output += ASCII.test(text) ? text : `${text}\x1b[${column}G`
    if (codes !== '') output += base
  }
  return output
}
