/** A list that one walks through. What it shows may be a part of it: `items` begins at `offset`. */
export interface ListState<Item> {
  readonly items: readonly Item[]
  readonly offset: number
  /** How many there are, as far as is known. */
  readonly length: number
  /** There are more behind `length`, which nobody counted. */
  readonly more: boolean
  readonly isLoaded: boolean
  readonly error?: string
  /** Another filter or order was asked for: what comes is looked at from its beginning. */
  readonly isRestarted?: true
  /** Places in the whole list: of the chosen item, and of the first on the screen. */
  readonly cursor: number
  readonly top: number
}

export type Key = string | number

export const EMPTY_LIST: ListState<never> = {
  items: [],
  offset: 0,
  length: 0,
  more: false,
  isLoaded: false,
  cursor: 0,
  top: 0,
}

export const chosenItem = <Item>(list: ListState<Item>): Item | undefined =>
  list.items[list.cursor - list.offset]

export const visibleItems = <Item>(list: ListState<Item>, height: number): (Item | undefined)[] =>
  Array.from({ length: Math.max(0, Math.min(height, list.length - list.top)) }, (_, row) => {
    return list.items[list.top + row - list.offset]
  })

/** The cursor at a place, or as near as there is one, and on the screen. */
export function moveTo<Item>(
  list: ListState<Item>,
  place: number,
  height: number,
): ListState<Item> {
  const cursor = Math.max(0, Math.min(place, list.length - 1))
  const rows = Math.max(1, height)
  const lastTop = Math.max(0, list.length - rows)
  const top = Math.min(Math.max(list.top, cursor - rows + 1), cursor, lastTop)
  return { ...list, cursor, top: Math.max(0, top) }
}

interface Loaded<Item> {
  items: readonly Item[]
  offset: number
  length: number
  more: boolean
}

/** New items. Who was chosen stays chosen, wherever they are now: a list that is sorted by what changes must not slip away under the operator's hand. */
export function reload<Item>(
  list: ListState<Item>,
  loaded: Loaded<Item>,
  keyOf: (item: Item) => Key,
  height: number,
): ListState<Item> {
  const { error, isRestarted, ...rest } = list
  const chosen = isRestarted ? undefined : chosenItem(list)
  const found =
    chosen === undefined ? -1 : loaded.items.findIndex((item) => keyOf(item) === keyOf(chosen))
  const cursor = found < 0 ? list.cursor : loaded.offset + found
  // It stays in the same row of the screen too, where that can be; but who looks at the beginning goes on looking at it.
  const top = list.top === 0 ? 0 : Math.max(0, list.top + cursor - list.cursor)
  return moveTo({ ...rest, ...loaded, isLoaded: true, top }, cursor, height)
}
