/** What a script is made of: strings, names, comments, the semicolon, anything else. */
const TOKENS =
  /(?<quoted>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`)|(?<comment>--(?=\s|$)[^\n]*|#[^\n]*|\/\*.*?\*\/)|(?<open>['"`]|\/\*)|(?<end>;)|[^'"`#;/-]+|./gs

/**
 * The statements of a script in MySQL's dialect, without comments, in order. Not for stored programs, whose bodies have
 * semicolons of their own.
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = []
  let statement = ''
  const finish = () => {
    const text = statement.trim()
    if (text !== '') statements.push(text)
    statement = ''
  }
  for (const match of script.matchAll(TOKENS)) {
    const { comment, open, end } = match.groups ?? {}
    if (open !== undefined) {
      const line = script.slice(0, match.index).split('\n').length
      throw new SyntaxError(`The ${open} in line ${line} has no end.`)
    }
    if (end !== undefined) finish()
    else statement += comment === undefined ? match[0] : ' '
  }
  finish()
  return statements
}
