import { CLAY, type Row, row, SOFT, span } from '../../../terminal/row.ts'
import type { ConsoleState, ListItems, ListName } from '../state/console-state.ts'
import { textOf } from '../state/line-editor.ts'
import { type ListState, visibleItems } from '../state/list-state.ts'
import { TEXTS } from '../texts.ts'
import type { ListView } from '../views/list-view.ts'
import { LIST_VIEWS } from '../views/list-views.ts'
import { itemRow, place, titleRow } from './table.ts'

/** Of a list: its titles, then its items, as many as fit. */
export const TITLE_ROWS = 1

export function listRows(state: ConsoleState, name: ListName, height: number): Row[] {
  const list = state.lists[name] as ListState<ListItems[ListName]>
  const view = LIST_VIEWS[name] as ListView<ListItems[ListName]>
  const { columns, now } = state
  const placed = place(view.columns, columns)
  const titles = titleRow(placed, columns, name === 'sessions' ? state.sort : undefined)
  const items = visibleItems(list, height - TITLE_ROWS).map((item, index) =>
    item === undefined
      ? row(columns, span(` ${TEXTS.list.loading}`, SOFT))
      : itemRow(placed, columns, item, now, list.top + index === list.cursor),
  )
  return [titles, ...(items.length > 0 ? items : [emptyRow(state, name, list)])]
}

function emptyRow(state: ConsoleState, name: ListName, list: ListState<unknown>): Row {
  const { columns, isReadOnly } = state
  if (isReadOnly) return row(columns, span(` ${TEXTS.list.needsSocket}`, SOFT))
  if (list.error !== undefined) {
    return row(columns, span(` ${TEXTS.list.failed(list.error)}`, CLAY))
  }
  if (!list.isLoaded) return row(columns, span(` ${TEXTS.list.loading}`, SOFT))
  const filter = textOf(state.filters[name])
  const text = filter === '' ? TEXTS.list.empty[name] : TEXTS.list.nothingFits(filter)
  return row(columns, span(` ${text}`, SOFT))
}
