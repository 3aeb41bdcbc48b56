/**
 * Characters that could make a terminal do something, or a line look like another one: C0 and C1 controls with ESC and DEL
 * among them (newline and tab are dealt with apart), and the marks that turn the direction of writing around.
 */
const DANGEROUS =
  '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'

const LINE_ENDS = /\r\n|[\r\u0085\u2028\u2029]/g
const TAB = '    '
const STRIPPED = new RegExp(`[${DANGEROUS}]`, 'g')
const ESCAPED = new RegExp(`[\\t\\n\\\\\\u2028\\u2029${DANGEROUS}]`, 'g')
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
])

/** Text of others as a terminal may show it. Of all controls only newlines are left. */
export function harmless(text: string): string {
  const lines = text.replace(LINE_ENDS, '\n').replaceAll('\t', TAB)
  return lines.replace(STRIPPED, '').toWellFormed()
}

/** The same for names and whatever else has to stay on one line. */
export function harmlessLine(text: string): string {
  return harmless(text).replaceAll('\n', ' ')
}

/** The same without loss, as a field of a line for scripts: what `harmless` would strip is spelt out. */
export function escapeField(text: string): string {
  return text.toWellFormed().replace(ESCAPED, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0')
    return SHORT_ESCAPES.get(character) ?? `\\u${code}`
  })
}
