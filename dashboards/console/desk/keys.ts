import { SESSION_ORDERS, type SessionOrder } from '../../../protocol/admin.ts'
import { bodyHeight } from '../screen/frame.ts'
import { lastTop } from '../screen/overlays.ts'
import { type ListName, VIEWS, type ViewName } from '../state/console-state.ts'
import { dialogKey, openDialog } from '../state/dialog.ts'
import { edit, type Key, textOf } from '../state/line-editor.ts'
import { LEVELS } from '../state/log-book.ts'
import { chooseAct, isActKey } from './choose-act.ts'
import type { Desk } from './desk.ts'
import { openDetails } from './open-details.ts'

/** What a key does. `leave`: the operator wants to go. */
export function pressKey(desk: Desk, key: Key, leave: () => void): void {
  const { state } = desk
  if (key.name === 'C-c') return leave()
  state.message = undefined
  if (state.isHelping) state.isHelping = false
  else if (state.dialog !== undefined) dialogPressed(desk, key)
  else if (state.details !== undefined) detailsPressed(desk, key)
  else if (state.isFiltering) filterPressed(desk, key)
  else if (key.name === 'q') return leave()
  else viewPressed(desk, key)
  desk.redraw('now')
}

function dialogPressed(desk: Desk, key: Key): void {
  const { state } = desk
  if (state.dialog === undefined) return
  const outcome = dialogKey(state.dialog, key)
  state.dialog = 'dialog' in outcome ? outcome.dialog : undefined
  if ('decision' in outcome) void desk.decide(outcome.decision)
}

function detailsPressed({ state }: Desk, key: Key): void {
  const { details, columns, rows } = state
  if (details === undefined) return
  const height = bodyHeight(rows)
  const steps: Readonly<Record<string, number>> = {
    up: -1,
    down: 1,
    pageup: 2 - height,
    pagedown: height - 2,
    home: -Number.MAX_SAFE_INTEGER,
    end: Number.MAX_SAFE_INTEGER,
  }
  const by = steps[key.name]
  if (by === undefined) {
    state.details = undefined
    return
  }
  const top = Math.max(0, Math.min(details.top + by, lastTop(details, columns, height)))
  state.details = { ...details, top }
}

function filterPressed(desk: Desk, key: Key): void {
  const { state } = desk
  const { view } = state
  if (view === 'overview') return
  if (key.name === 'enter') {
    state.isFiltering = false
    return
  }
  if (key.name === 'escape') return clearFilter(desk, view)
  if (moved(desk, key)) return
  const before = state.filters[view]
  const after = edit(before, key)
  if (after === undefined) return
  state.filters = { ...state.filters, [view]: after }
  if (textOf(after) !== textOf(before)) desk.restart(view)
}

function clearFilter(desk: Desk, view: ListName): void {
  const { state } = desk
  state.isFiltering = false
  const line = state.filters[view]
  if (textOf(line) === '') return
  state.filters = { ...state.filters, [view]: { ...line, before: '', after: '' } }
  desk.restart(view)
}

function viewPressed(desk: Desk, key: Key): void {
  const { state } = desk
  const { name } = key
  const chosen = VIEWS[Number(name) - 1]
  if (chosen !== undefined) return show(desk, chosen)
  if (name === 'tab' || name === 'S-tab') return turn(desk, name === 'tab' ? 1 : -1)
  if (name === '?') state.isHelping = true
  else if (isActKey(name)) act(desk, name)
  else if (state.view !== 'overview') listPressed(desk, state.view, key)
}

export function show(desk: Desk, view: ViewName): void {
  const { state } = desk
  state.view = view
  state.isFiltering = false
  state.details = undefined
  desk.refresh()
}

function turn(desk: Desk, by: number): void {
  const next = (VIEWS.indexOf(desk.state.view) + by + VIEWS.length) % VIEWS.length
  show(desk, VIEWS[next] ?? 'overview')
}

function act(desk: Desk, name: string): void {
  const chosen = chooseAct(desk.state, name)
  if (typeof chosen === 'string') desk.say(chosen, true)
  else desk.state.dialog = openDialog(chosen)
}

function listPressed(desk: Desk, view: ListName, key: Key): void {
  if (moved(desk, key)) return
  const { state } = desk
  switch (key.name) {
    case '/':
      state.isFiltering = true
      return
    case 'escape':
      return clearFilter(desk, view)
    case 'enter':
      return openDetails(desk, view)
    case 's':
    case 'r':
      if (view === 'sessions') sort(desk, key.name === 's')
      return
    case 'p':
    case 'space':
      if (view === 'log') desk.togglePause()
      return
    case 'l':
    case 'L':
      if (view === 'log') changeLevel(desk, key.name === 'l' ? 1 : -1)
  }
}

/** Up and down in a list, also while its filter is typed. */
function moved(desk: Desk, key: Key): boolean {
  const { state, height } = desk
  const { view } = state
  if (view === 'overview') return false
  const { cursor, length } = state.lists[view]
  const places: Readonly<Record<string, number>> = {
    up: cursor - 1,
    down: cursor + 1,
    pageup: cursor - height,
    pagedown: cursor + height,
    // In a filter they belong to its line.
    ...(state.isFiltering ? {} : { home: 0, end: length - 1 }),
  }
  const place = places[key.name]
  if (place === undefined) return false
  desk.move(view, place)
  return true
}

/** By the next column, the natural way round first; or the other way round. */
function sort(desk: Desk, isNext: boolean): void {
  const { order, descending } = desk.state.sort
  const next = SESSION_ORDERS[(SESSION_ORDERS.indexOf(order) + 1) % SESSION_ORDERS.length]
  if (isNext) sortBy(desk, next ?? 'since')
  else desk.state.sort = { order, descending: !descending }
  desk.restart('sessions')
}

const GREATEST_FIRST: readonly SessionOrder[] = ['idle', 'framesIn', 'framesOut', 'unsent']

export function sortBy(desk: Desk, order: SessionOrder): void {
  desk.state.sort = { order, descending: GREATEST_FIRST.includes(order) }
}

function changeLevel(desk: Desk, by: number): void {
  const rank = LEVELS.indexOf(desk.state.log.level) + by
  const level = LEVELS[Math.max(0, Math.min(rank, LEVELS.length - 1))]
  if (level !== undefined) desk.setLevel(level)
}
