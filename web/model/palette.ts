import { foldName } from '../../protocol/names.ts'

/** Something that one can go to or do. */
export interface PaletteItem {
  readonly key: string
  /** What is shown. */
  readonly label: string
  /** What else it is found by. */
  readonly words?: readonly string[]
  /** Before others that fit as well: something waits there. */
  readonly isUrgent?: boolean
}

const MAX_SHOWN = 50

/** Those that have each of the words that were typed; what begins with the first of them comes first. */
export function fitting<T extends PaletteItem>(items: readonly T[], query: string): T[] {
  const words = foldName(query).split(/\s+/).filter(Boolean)
  const ranked = items
    .map((item) => ({ item, rank: rankOf(item, words) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
  // Sorting is stable: what is equal stays in the order of the list, where it is looked for.
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MAX_SHOWN)
    .map(({ item }) => item)
}

function rankOf({ label, words: more = [], isUrgent }: PaletteItem, words: string[]): number {
  const names = [label, ...more].map((name) => foldName(name))
  const text = names.join('\n')
  if (!words.every((word) => text.includes(word))) return Number.POSITIVE_INFINITY
  const first = words[0]
  if (first === undefined) return isUrgent === true ? 0 : 1
  if (names.includes(words.join(' '))) return 0
  if (names.some((name) => name.startsWith(first))) return 1
  // A word inside the label: "dark theme" for "theme".
  return names.some((name) => name.includes(` ${first}`)) ? 2 : 3
}
