import {
  AMBER,
  BOLD,
  CLAY,
  ends,
  INK,
  LEAF,
  type Row,
  SOFT,
  type Span,
  span,
} from '../../../terminal/row.ts'
import { type ConsoleState, VIEWS, type ViewName } from '../state/console-state.ts'
import { textOf } from '../state/line-editor.ts'
import { TEXTS } from '../texts.ts'

/** A tab and the columns that it takes, for the mouse. */
export interface Tab {
  readonly view: ViewName
  readonly from: number
  readonly to: number
}

const tabText = (view: ViewName, index: number, isChosen: boolean): string => {
  const label = `${index + 1} ${TEXTS.views[view]}`
  return isChosen ? `[${label}]` : ` ${label} `
}

export function tabs(chosen: ViewName): Tab[] {
  let from = 1
  return VIEWS.map((view, index) => {
    const to = from + tabText(view, index, view === chosen).length
    const tab = { view, from, to }
    from = to
    return tab
  })
}

/** The views, on a hairline; how much of the list is seen, at its right end. */
export function tabRow(state: ConsoleState, height: number): Row {
  const { view, columns } = state
  const left = VIEWS.map((one, index) =>
    span(tabText(one, index, one === view), one === view ? BOLD : INK),
  )
  const place = placeText(state, height)
  const right = place === '' ? [] : [span(` ${place} `, SOFT)]
  return line(columns, [span('─', SOFT), ...left], right)
}

/** Where one is in the list. */
function placeText({ view, lists }: ConsoleState, height: number): string {
  if (view === 'overview') return ''
  const { top, length, more } = lists[view]
  const to = Math.min(length, top + height)
  return more && length > 0
    ? `${TEXTS.list.shown(top + 1, to, length)}+`
    : TEXTS.list.shown(top + 1, to, length)
}

/** The lower hairline: how the list is narrowed down. */
export function statusRow(state: ConsoleState): Row {
  const { view, columns, log } = state
  if (view === 'overview') return line(columns, [], [])
  const filter = textOf(state.filters[view])
  const parts = [
    ...(view === 'log' ? [span(` ${TEXTS.log.level(log.level)} `)] : []),
    ...(view === 'log' && log.isPaused ? [span(` ${TEXTS.log.paused(log.unseen)} `, AMBER)] : []),
    ...(view === 'log' && !log.isPaused ? [span(` ${TEXTS.log.following} `, LEAF)] : []),
    ...(filter === '' || state.isFiltering ? [] : [span(` ${TEXTS.filter.shown(filter)} `, BOLD)]),
  ]
  return line(
    columns,
    parts.flatMap((part) => [span('─', SOFT), part]),
    [],
  )
}

function line(columns: number, left: readonly Span[], right: readonly Span[]): Row {
  const taken = [...left, ...right].reduce((sum, one) => sum + one.columns, 0)
  return ends(columns, [...left, span('─'.repeat(Math.max(0, columns - taken)), SOFT)], right)
}

/** What may be typed, or what came of it. */
export function footRow(state: ConsoleState): Row {
  const { message, view, columns, details, isFiltering } = state
  if (message !== undefined) {
    const { text, isProblem } = message
    return ends(columns, [span(` ${isProblem ? '✖' : '✔'} ${text}`, isProblem ? CLAY : LEAF)], [])
  }
  const keys = details !== undefined ? TEXTS.keys.details : TEXTS.keys[view]
  return ends(columns, [span(` ${isFiltering ? TEXTS.keys.filter : keys}`, SOFT)], [])
}
