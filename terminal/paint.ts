import { type Palette, styleCodes } from './palette.ts'
import type { Row } from './row.ts'

const ASCII = /^[\x20-\x7e]*$/

/**
 * One row as a terminal draws it, from its left edge. Terminals disagree on how wide some characters are. So before a text that is more than
 * ASCII its places are emptied, and after it the cursor is told where the next one begins: a wrong guess then spoils that text
 * alone, and no column moves.
 */
export function paintRow(spans: Row, y: number, palette: Palette): string {
  const base = `\x1b[0${palette.base === '' ? '' : `;${palette.base}`}m`
  let output = `\x1b[${y + 1};1H${base}`
  let column = 1
  for (const { text, columns, style } of spans) {
    if (columns === 0) continue
    const codes = styleCodes(style, palette)
    column += columns
    if (codes !== '') output += `\x1b[${codes}m`
    output += ASCII.test(text) ? text : `\x1b[${columns}X${text}\x1b[${column}G`
    if (codes !== '') output += base
  }
  return output
}
