/** What is typed into one line. It holds what was typed; only what is shown is cleaned. */
export interface EditedLine {
  readonly before: string
  readonly after: string
  /** In characters. */
  readonly max: number
}

export interface Key {
  /** blessed's name of a key that is no letter: `enter`, `left`, `C-u`. */
  readonly name: string
  /** What a key types; absent with all others. */
  readonly text?: string
}

export const emptyLine = (max: number): EditedLine => ({ before: '', after: '', max })
export const textOf = ({ before, after }: EditedLine): string => before + after

type Edit = (line: EditedLine) => EditedLine

const EDITS: Readonly<Record<string, Edit>> = {
  backspace: (line) => ({ ...line, before: [...line.before].slice(0, -1).join('') }),
  delete: (line) => ({ ...line, after: [...line.after].slice(1).join('') }),
  left: (line) => {
    const last = [...line.before].at(-1) ?? ''
    return {
      ...line,
      before: line.before.slice(0, line.before.length - last.length),
      after: last + line.after,
    }
  },
  right: (line) => {
    const [first = ''] = line.after
    return { ...line, before: line.before + first, after: line.after.slice(first.length) }
  },
  home: (line) => ({ ...line, before: '', after: textOf(line) }),
  end: (line) => ({ ...line, before: textOf(line), after: '' }),
  'C-u': (line) => ({ ...line, before: '' }),
  'C-k': (line) => ({ ...line, after: '' }),
  'C-w': (line) => ({ ...line, before: line.before.replace(/\S*\s*$/u, '') }),
}
const SAME: Readonly<Record<string, string>> = {
  'C-h': 'backspace',
  'C-a': 'home',
  'C-e': 'end',
  'M-backspace': 'C-w',
}

/** The line after a key; undefined: the key is none of an editor's. */
export function edit(line: EditedLine, key: Key): EditedLine | undefined {
  const known = EDITS[SAME[key.name] ?? key.name]
  if (known !== undefined) return known(line)
  if (key.text === undefined) return undefined
  const room = line.max - [...textOf(line)].length
  return { ...line, before: line.before + [...key.text].slice(0, Math.max(0, room)).join('') }
}
