/** The width that every terminal has. */
const PAGE_COLUMNS = 80
export const LABEL_COLUMNS = 18
const VALUE_COLUMNS = 10

/** A row of a table: a name, and figures below each other. */
export const line = (label: string, values: readonly string[]): string =>
  label.padEnd(LABEL_COLUMNS) + values.map((value) => value.padStart(VALUE_COLUMNS)).join('')

/** A name and what is to be said about it, in as many lines as it takes; they break behind commas, so that a figure keeps its unit. */
export function fact(label: string, text: string): string {
  const width = PAGE_COLUMNS - LABEL_COLUMNS
  const lines: string[] = []
  for (const part of text.split(/(?<=[,;]) /)) {
    const pieces = part.length > width ? part.split(' ') : [part]
    for (const piece of pieces) {
      const last = lines.at(-1)
      if (last === undefined || last.length + 1 + piece.length > width) lines.push(piece)
      else lines[lines.length - 1] = `${last} ${piece}`
    }
  }
  const [first = '', ...others] = lines
  const indent = ' '.repeat(LABEL_COLUMNS)
  return [label.padEnd(LABEL_COLUMNS) + first, ...others.map((one) => indent + one)].join('\n')
}
