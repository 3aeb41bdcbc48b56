import { cellsOf, fit } from '../../terminal/cells.ts'
import type { CommandRow } from '../showing.ts'
import type { Bilingual } from '../texts.ts'
import type { Look } from './look.ts'
import { type Panel, panelOf } from './panel.ts'
import { S } from './screen-texts.ts'

/** The keys of the full screen, in the order in which one needs them. */
const KEYS: readonly (readonly [keys: string, what: Bilingual])[] = [
  ['Enter', S.keySend],
  ['Ctrl-K', S.keyFind],
  ['Ctrl-N', S.keyNext],
  ['Alt-↑ Alt-↓', S.keyWalk],
  ['PgUp PgDn', S.keyScroll],
  ['Esc', S.keyBack],
  ['Ctrl-F', S.keySearch],
  ['Ctrl-R', S.keyInbox],
  ['Tab', S.keyTab],
  ['↑ ↓', S.keyUpDown],
  ['^A ^E ^W ^U', S.keyEdit],
  ['Ctrl-L', S.keyRedraw],
  ['Ctrl-Z', S.keyStepAside],
  ['Ctrl-C', S.keyLeave],
]
const KEY_COLUMNS = 13
const COMMAND_COLUMNS = 24

/** What is too long for its column is not cut: it is what one has to type. */
const columnOf = (text: string, columns: number): string =>
  cellsOf(text) > columns ? `${text} ` : fit(text, columns + 1)

/** What there is to know about some commands, behind the keys where these are wanted too. */
export function helpPanel({ speech }: Look, about: readonly CommandRow[], withKeys = false): Panel {
  const commandLine = ({ name, usage, help }: CommandRow): string => {
    const form = usage === undefined ? `/${name}` : `/${name} ${speech.of(usage)}`
    return `${columnOf(form, COMMAND_COLUMNS)}\t${speech.of(help)}`
  }
  const keys = [
    ...KEYS.map(([keys, what]) => `${columnOf(keys, KEY_COLUMNS)}\t${speech.of(what)}`),
    '',
    speech.say('legend'),
    speech.say('helpText'),
    '',
  ]
  const lines = [...(withKeys ? keys : []), ...about.map(commandLine)]
  return panelOf({
    kind: 'text',
    title: speech.of(S.helpTitle),
    hint: speech.of(S.helpHint),
    lines,
  })
}
