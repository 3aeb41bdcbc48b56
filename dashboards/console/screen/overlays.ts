import { cellsOf, tail } from '../../../terminal/cells.ts'
import { clean } from '../../../terminal/clean.ts'
import {
  AMBER,
  BOLD,
  CLAY,
  cell,
  INK,
  LEAF,
  type Row,
  SOFT,
  type Span,
  span,
} from '../../../terminal/row.ts'
import { wrap } from '../../../terminal/wrap.ts'
import type { ConsoleState, Details, Pair } from '../state/console-state.ts'
import type { Act, Dialog } from '../state/dialog.ts'
import { TEXTS } from '../texts.ts'
import { box } from './box.ts'

/** A box over the list, and where in it the cursor stands, if it does. */
export interface Overlay {
  readonly rows: readonly Row[]
  readonly cursor?: { readonly column: number; readonly row: number }
}

const MOST_COLUMNS = 96
const LABEL_COLUMNS = 13
/** Of a frame: its lines, and a blank beside each. */
const FRAME_COLUMNS = 4

export const overlayColumns = (columns: number): number => Math.min(columns - 4, MOST_COLUMNS)

/** Rows of all that is known about one thing; long values go on below. */
function pairRows(pairs: readonly Pair[], columns: number): Span[][] {
  return pairs.flatMap(({ name, value }) =>
    wrap(clean(value), columns - LABEL_COLUMNS).map((text, index) => [
      cell(index === 0 ? name : '', LABEL_COLUMNS, SOFT),
      span(text),
    ]),
  )
}

/** How far details can be scrolled in a box of so many rows. */
export function lastTop({ pairs }: Details, columns: number, height: number): number {
  const rows = pairRows(pairs, overlayColumns(columns) - FRAME_COLUMNS)
  return Math.max(0, rows.length - (height - 2))
}

export function detailsOverlay(details: Details, state: ConsoleState, height: number): Overlay {
  const columns = overlayColumns(state.columns)
  const inside = pairRows(details.pairs, columns - FRAME_COLUMNS)
  const shown = inside.slice(details.top, details.top + height - 2)
  return { rows: box(details.title, shown, TEXTS.keys.details, columns, LEAF) }
}

export function helpOverlay(state: ConsoleState, height: number): Overlay {
  const columns = overlayColumns(state.columns)
  const wide = 26
  const { rows, levels, title } = TEXTS.help
  const inside: Span[][] = [
    ...rows.map(([keys, what]) => [cell(keys, wide, BOLD), span(what)]),
    [],
    ...levels.map(([level, what]) => [cell(level, wide, BOLD), span(what)]),
  ]
  return { rows: box(title, inside.slice(0, height - 2), TEXTS.help.close, columns, LEAF) }
}

/** A question with its fields. What does harm is framed in amber. */
export function dialogOverlay(dialog: Dialog, state: ConsoleState): Overlay {
  const columns = overlayColumns(state.columns)
  const room = columns - FRAME_COLUMNS
  const { act, fields, focus, problem } = dialog
  const { title, what } = question(act)
  const said = wrap(clean(what), room).map((text) => [span(text)])
  const fieldColumns = room - LABEL_COLUMNS - 1
  const inside: Span[][] = [...said, []]
  let cursor: Overlay['cursor']
  for (const [index, field] of fields.entries()) {
    const before = tail(clean(field.line.before), fieldColumns)
    const after = clean(field.line.after)
    const isFocused = index === focus
    if (isFocused) {
      cursor = { column: 2 + LABEL_COLUMNS + cellsOf(before), row: inside.length + 1 }
    }
    const isEmpty = before === '' && after === ''
    inside.push([
      cell(field.label, LABEL_COLUMNS, isFocused ? BOLD : SOFT),
      isEmpty ? cell(field.hint, fieldColumns, SOFT) : cell(before + after, fieldColumns),
    ])
  }
  if (problem !== undefined) inside.push([], [span(problem, CLAY)])
  const rows = box(title, inside, keysOf(dialog), columns, act.type === 'announce' ? LEAF : AMBER)
  return { rows, ...(cursor === undefined ? {} : { cursor }) }
}

function keysOf({ act, fields, focus }: Dialog): string {
  const { enterDoes, enterNext, escapeLeaves, acts } = TEXTS.dialog
  const enter = focus < fields.length - 1 ? enterNext : enterDoes(acts[act.type])
  return `${enter}   ${escapeLeaves}`
}

function question(act: Act): { title: string; what: string } {
  const { dialog } = TEXTS
  switch (act.type) {
    case 'kick': {
      const { whom, session } = act
      const what = session === undefined ? dialog.kickUser : dialog.kickSession(session)
      return { title: dialog.kickTitle(whom), what }
    }
    case 'announce':
      return { title: dialog.announceTitle, what: dialog.announce(act.sessions) }
    default:
      return { title: dialog[`${act.type}Title`](act.whom), what: dialog[act.type] }
  }
}

/** The row in which a filter is typed. */
export function filterRow(state: ConsoleState): { row: Span[]; column: number } {
  const { view, filters } = state
  const prompt = span(` ${TEXTS.filter.prompt}`, BOLD)
  if (view === 'overview') return { row: [prompt], column: prompt.columns }
  const { before, after } = filters[view]
  const shown = tail(clean(before), state.columns - prompt.columns - 2)
  const rest = clean(after)
  const isEmpty = shown === '' && rest === ''
  return {
    row: [prompt, isEmpty ? span(TEXTS.filter[view], SOFT) : span(shown + rest, INK)],
    column: prompt.columns + cellsOf(shown),
  }
}
