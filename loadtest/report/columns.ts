/** The width that every terminal has. */
const PAGE_COLUMNS = 80
export const LABEL_COLUMNS = 18
const VALUE_COLUMNS = 10

/** A row of a table: a name, and figures below each other. */
export const line = (label: string, values: readonly string[]): string =>
  label.padEnd(LABEL_COLUMNS) + values.map((value) => value.padStart(VALUE_COLUMNS)).join('')

/** A name and what is to be said about it, in as many lines as it takes. */
export function fact(label: string, text: string): string {
  const lines = [label.padEnd(LABEL_COLUMNS)]
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string
    const space = last.length > LABEL_COLUMNS ? ' ' : ''
    if (last.length + space.length + word.length > PAGE_COLUMNS && space !== '') {
      lines.push(' '.repeat(LABEL_COLUMNS) + word)
    } else {
      lines[lines.length - 1] = `${last}${space}${word}`
    }
  }
  return lines.join('\n')
}
