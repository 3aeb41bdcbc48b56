import { HEAD_ROWS } from '../screen/frame.ts'
import { tabs } from '../screen/frame-parts.ts'
import { TITLE_ROWS } from '../screen/list-rows.ts'
import { place } from '../screen/table.ts'
import { SESSIONS_VIEW } from '../views/sessions-view.ts'
import type { Desk } from './desk.ts'
import { pressKey, show, sortBy } from './keys.ts'

export interface MouseEvent {
  readonly kind: 'click' | 'up' | 'down'
  readonly column: number
  readonly row: number
}

const WHEEL_ROWS = 3
const TAB_ROW = HEAD_ROWS - 1

/** A click chooses, a second one opens; on a tab it turns to the view, on a title it sorts. Whatever it does a key does too. */
export function useMouse(desk: Desk, event: MouseEvent): void {
  const { state } = desk
  if (state.dialog !== undefined || state.isHelping) return
  if (event.kind === 'click') clicked(desk, event)
  else scrolled(desk, event.kind)
  desk.redraw('now')
}

function scrolled(desk: Desk, kind: 'up' | 'down'): void {
  const { state } = desk
  if (state.details !== undefined) return pressKey(desk, { name: kind }, () => {})
  if (state.view === 'overview') return
  const { cursor } = state.lists[state.view]
  desk.move(state.view, cursor + (kind === 'up' ? -WHEEL_ROWS : WHEEL_ROWS))
}

function clicked(desk: Desk, { column, row }: MouseEvent): void {
  const { state } = desk
  if (row === TAB_ROW) {
    const tab = tabs(state.view).find(({ from, to }) => column >= from && column < to)
    if (tab !== undefined) show(desk, tab.view)
    return
  }
  if (state.details !== undefined) {
    state.details = undefined
    return
  }
  if (state.view === 'overview' || row < HEAD_ROWS || row >= HEAD_ROWS + TITLE_ROWS + desk.height) {
    return
  }
  if (row === HEAD_ROWS) return sortByColumn(desk, column)
  const list = state.lists[state.view]
  const chosen = list.top + row - HEAD_ROWS - TITLE_ROWS
  if (chosen >= list.length) return
  if (chosen === list.cursor) pressKey(desk, { name: 'enter' }, () => {})
  else desk.move(state.view, chosen)
}

function sortByColumn(desk: Desk, x: number): void {
  const { state } = desk
  if (state.view !== 'sessions') return
  const clicked = place(SESSIONS_VIEW.columns, state.columns).find(
    (one) => x >= one.x && x < one.x + one.columns,
  )
  const order = clicked?.column.order
  if (order === undefined) return
  if (state.sort.order === order) state.sort = { order, descending: !state.sort.descending }
  else sortBy(desk, order)
  desk.restart('sessions')
}
