import type { Column } from '../screen/table.ts'
import type { Pair } from '../state/console-state.ts'
import type { Key } from '../state/list-state.ts'

/** How one of the lists is shown. */
export interface ListView<Item> {
  readonly columns: readonly Column<Item>[]
  keyOf(item: Item): Key
  /** All that is known about one of them. */
  title(item: Item): string
  pairs(item: Item, now: number): Pair[]
}

/** A row of details. */
export const pair = (name: string, value: string): Pair => ({ name, value })
