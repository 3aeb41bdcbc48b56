import type { SessionInfo } from '../../../protocol/admin-entities.ts'
import type { ConsoleState, Details, ListItems, ListName } from '../state/console-state.ts'
import { chosenItem, type ListState } from '../state/list-state.ts'
import type { ListView } from '../views/list-view.ts'
import { LIST_VIEWS } from '../views/list-views.ts'
import { accountPairs } from '../views/users-view.ts'
import type { Desk } from './desk.ts'

/** All about the chosen one, over the list. */
export function openDetails(desk: Desk, name: ListName): void {
  const { state } = desk
  const item = chosenItem(state.lists[name] as ListState<ListItems[ListName]>)
  if (item === undefined) return
  const view = LIST_VIEWS[name] as ListView<ListItems[ListName]>
  const details: Details = {
    title: view.title(item),
    pairs: view.pairs(item, state.now),
    top: 0,
  }
  state.details = details
  if (name === 'sessions') void addAccount(desk, item as SessionInfo, details)
}

/** A session knows its user's name; the rest is in the database. */
async function addAccount(desk: Desk, { user }: SessionInfo, details: Details): Promise<void> {
  const { state } = desk
  if (user === undefined) return
  try {
    const reply = await desk.ask()?.ask('users', { query: user, limit: 10 })
    const account = reply?.users.find((one) => one.user === user)
    if (account === undefined || !isStillOpen(state, details)) return
    const pairs = [...details.pairs, ...accountPairs(account, state.now)]
    state.details = { ...details, pairs, top: state.details?.top ?? 0 }
    desk.redraw('soon')
  } catch {
    // What the session itself tells is there.
  }
}

const isStillOpen = (state: ConsoleState, details: Details): boolean =>
  state.details?.title === details.title
