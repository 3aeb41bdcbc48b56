/** What a line that somebody typed means. */
export type TypedLine =
  | { kind: 'nothing' }
  | { kind: 'text'; text: string }
  | { kind: 'command'; name: string; args: string }

/** `/name args` is a command; `//x` is the text "/x"; everything else is text as it stands. */
export function parseTypedLine(line: string): TypedLine {
  if (line.trim() === '') return { kind: 'nothing' }
  if (line.startsWith('//')) return { kind: 'text', text: line.slice(1) }
  if (!line.startsWith('/')) return { kind: 'text', text: line }
  const [, name = '', args = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(line) ?? []
  return { kind: 'command', name, args }
}
