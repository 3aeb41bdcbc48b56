import stringWidth from 'string-width'
import { COMMAND_GROUPS } from '../commands/command-table.ts'
import type { CommandRow, Showing } from '../showing.ts'
import type { Speech } from '../speech.ts'
import { pad, widest } from './list-lines.ts'
import type { Style } from './message-lines.ts'

/** What the overview may take of a row; a terminal has at least so many columns. */
const COLUMNS = 78
const GAP = '  '

export function helpLines(style: Style, { about }: Extract<Showing, { kind: 'help' }>): string[] {
  return about === undefined ? overviewLines(style) : explainedLines(style, about)
}

/** All commands on one screen, without a word about what they do. */
function overviewLines({ paint, speech }: Style): string[] {
  const width = widest(COMMAND_GROUPS.map(({ title }) => speech.of(title)))
  const groups = COMMAND_GROUPS.flatMap(({ title, commands }) => {
    const forms = commands.map((row) => formOf(row, speech))
    return fold(forms, COLUMNS - width - GAP.length).map((row, index) => {
      const head = pad(index === 0 ? speech.of(title) : '', width)
      return `${paint.bold(head)}${GAP}${paint.leaf(row)}`
    })
  })
  return [
    ...groups,
    speech.say('helpText'),
    speech.say('helpMore'),
    paint.soft(speech.say('legend')),
  ]
}

function explainedLines({ paint, speech }: Style, rows: readonly CommandRow[]): string[] {
  const width = widest(rows.map((row) => formOf(row, speech)))
  return rows.map((row) => {
    return `${GAP}${paint.leaf(pad(formOf(row, speech), width))}${GAP}${speech.of(row.help)}`
  })
}

function formOf({ name, usage }: CommandRow, speech: Speech): string {
  return usage === undefined ? `/${name}` : `/${name} ${speech.of(usage)}`
}

/** Words in rows of at most so many columns; none is broken. */
function fold(words: readonly string[], columns: number): string[] {
  const rows: string[] = []
  for (const word of words) {
    const last = rows.at(-1)
    const longer = last === undefined ? word : `${last}${GAP}${word}`
    if (last !== undefined && stringWidth(longer) <= columns) rows[rows.length - 1] = longer
    else rows.push(word)
  }
  return rows
}
