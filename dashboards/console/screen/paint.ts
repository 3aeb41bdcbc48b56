import type { Colour, Row, Style } from './row.ts'

const ASCII = /^[\x20-\x7e]*$/
const RESET = '\x1b[0m'
/** Of the 16 colours that every terminal has, in the tones that its owner chose. */
const COLOURS: Readonly<Record<Colour, number>> = { soft: 90, leaf: 32, amber: 33, clay: 31 }

/**
 * One row as a terminal draws it, from its left edge. Terminals disagree on how wide some characters are. So before a text that is more than ASCII its places are
 * emptied, and after it the cursor is told where the next one begins: a wrong guess then spoils that text alone, and no column moves.
 */
export function paintRow(spans: Row, y: number, hasColours: boolean): string {
  let output = `\x1b[${y + 1};1H`
  let column = 1
  for (const { text, columns, style } of spans) {
    if (columns === 0) continue
    const codes = sgr(style, hasColours)
    const isPlain = ASCII.test(text)
    column += columns
    output += codes === '' ? '' : `\x1b[${codes}m`
    output += isPlain ? text : `\x1b[${columns}X${text}\x1b[${column}G`
    output += codes === '' ? '' : RESET
  }
  return output
}

function sgr({ colour, bold, inverse }: Style, hasColours: boolean): string {
  const codes: number[] = []
  if (bold) codes.push(1)
  if (inverse) codes.push(7)
  if (colour !== undefined && hasColours) codes.push(COLOURS[colour])
  return codes.join(';')
}
