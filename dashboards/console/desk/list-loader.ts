import { MAX_ADMIN_PAGE } from '../../../protocol/admin.ts'
import type { Asking } from '../feed/feed.ts'
import { refusalText } from '../reasons.ts'
import { listHeight } from '../screen/frame.ts'
import type { ConsoleState, ListItems } from '../state/console-state.ts'
import { textOf } from '../state/line-editor.ts'
import { type ListState, reload } from '../state/list-state.ts'
import { auditText } from '../views/audit-view.ts'
import { LIST_VIEWS } from '../views/list-views.ts'

/** The lists that the server is asked for; the log comes by itself. */
export type AskedList = 'sessions' | 'users' | 'rooms' | 'audit'

/**
 * Sessions change by themselves: at 1,000 of them asking this often costs the server half a percent of a core. Accounts, rooms and acts are read from the
 * database, and seldom change while one looks.
 */
const EVERY_MS: Readonly<Record<AskedList, number>> = {
  sessions: 2_000,
  users: 5_000,
  rooms: 5_000,
  audit: 5_000,
}
/** A long list that one has walked down is many pages: it is asked for again only by a key. */
const MOST_BY_ITSELF = 2 * MAX_ADMIN_PAGE

interface Page<Item> {
  items: Item[]
  more: boolean
}

/** Keeps the list that is looked at as the server has it: one question under way at a time, and the last state of filter and order is what counts. */
export class ListLoader {
  readonly #state: ConsoleState
  readonly #asking: Asking
  readonly #changed: () => void
  readonly #underWay = new Set<AskedList>()
  readonly #again = new Set<AskedList>()
  readonly #askedAt = new Map<AskedList, number>()
  /** Rows that are wanted of a list without a known length. */
  readonly #wanted = { users: MAX_ADMIN_PAGE, rooms: MAX_ADMIN_PAGE, audit: MAX_ADMIN_PAGE }

  constructor(state: ConsoleState, asking: Asking, changed: () => void) {
    this.#state = state
    this.#asking = asking
    this.#changed = changed
  }

  /** To be called now and then: asks again when the time has come. */
  tick(name: AskedList): void {
    const { now, lists } = this.#state
    if (name !== 'sessions' && lists[name].length > MOST_BY_ITSELF) return
    if (now - (this.#askedAt.get(name) ?? 0) >= EVERY_MS[name]) this.refresh(name)
  }

  /** Asks now, or as soon as the question under way is answered. */
  refresh(name: AskedList): void {
    if (this.#underWay.has(name)) {
      this.#again.add(name)
      return
    }
    this.#underWay.add(name)
    this.#askedAt.set(name, this.#state.now)
    void this.#load(name).then(() => {
      this.#underWay.delete(name)
      if (this.#again.delete(name)) this.refresh(name)
      this.#changed()
    })
  }

  /** A new filter or order: from the beginning. */
  restart(name: AskedList): void {
    if (name !== 'sessions') this.#wanted[name] = MAX_ADMIN_PAGE
    const list = this.#state.lists[name]
    this.#state.lists[name] = { ...list, cursor: 0, top: 0, isRestarted: true } as never
    this.refresh(name)
  }

  /** Where one is now may be beyond what was loaded. */
  moved(name: AskedList): void {
    const { cursor, top, items, offset, length, more } = this.#state.lists[name]
    const height = this.#height
    if (name === 'sessions') {
      const last = Math.min(length, top + height)
      if (top < offset || last > offset + items.length) this.refresh(name)
    } else if (more && cursor >= length - height) {
      this.#wanted[name] = length + MAX_ADMIN_PAGE
      this.refresh(name)
    }
  }

  get #height(): number {
    return Math.max(1, listHeight(this.#state.rows))
  }

  async #load(name: AskedList): Promise<void> {
    try {
      if (name === 'sessions') await this.#loadSessions()
      else await this.#loadPages(name)
    } catch (error) {
      // The connection is watched elsewhere; what was refused is said where the list would be.
      const { lists } = this.#state
      lists[name] = { ...lists[name], error: refusalText(error) } as never
    }
  }

  /** What is on the screen and as much above and below. */
  async #loadSessions(): Promise<void> {
    const { lists, sort, filters } = this.#state
    const height = this.#height
    const offset = Math.max(0, lists.sessions.top - height)
    const { sessions, found } = await this.#asking.ask('sessions', {
      query: textOf(filters.sessions).trim(),
      sort: sort.order,
      descending: sort.descending,
      offset,
      limit: Math.min(MAX_ADMIN_PAGE, 3 * height),
    })
    this.#put('sessions', { items: sessions, offset, length: found, more: false })
  }

  async #loadPages(name: 'users' | 'rooms' | 'audit'): Promise<void> {
    const items: ListItems[typeof name][] = []
    let more = true
    while (more && items.length < this.#wanted[name]) {
      const page: Page<ListItems[typeof name]> = await this.#page(name, items.at(-1))
      items.push(...page.items)
      more = page.more && page.items.length > 0
    }
    const filter = textOf(this.#state.filters[name]).toLowerCase()
    const shown =
      name === 'audit'
        ? (items as ListItems['audit'][]).filter((one) => auditText(one).includes(filter))
        : items
    this.#put(name, { items: shown as never[], offset: 0, length: shown.length, more })
  }

  async #page(
    name: 'users' | 'rooms' | 'audit',
    last: ListItems['users' | 'rooms' | 'audit'] | undefined,
  ): Promise<Page<ListItems['users' | 'rooms' | 'audit']>> {
    const limit = MAX_ADMIN_PAGE
    if (name === 'audit') {
      const before = last === undefined ? {} : { before: (last as ListItems['audit']).entry }
      const { entries, more } = await this.#asking.ask('audit', { ...before, limit })
      return { items: entries, more }
    }
    const query = textOf(this.#state.filters[name]).trim()
    if (name === 'users') {
      const after = last === undefined ? {} : { after: (last as ListItems['users']).user }
      const { users, more } = await this.#asking.ask('users', { query, ...after, limit })
      return { items: users, more }
    }
    const after = last === undefined ? {} : { after: (last as ListItems['rooms']).room }
    const { rooms, more } = await this.#asking.ask('rooms', { query, ...after, limit })
    return { items: rooms, more }
  }

  #put<L extends AskedList>(
    name: L,
    loaded: { items: readonly ListItems[L][]; offset: number; length: number; more: boolean },
  ): void {
    const { lists } = this.#state
    const list = lists[name] as ListState<ListItems[L]>
    // The answer to what was asked before the filter changed; the next one is on its way.
    if (list.isRestarted && this.#again.has(name)) return
    lists[name] = reload(list, loaded, LIST_VIEWS[name].keyOf as never, this.#height) as never
    this.moved(name)
  }
}
