import { foldName } from '../../protocol/names.ts'
import type { Style } from '../../terminal/row.ts'

/** What comes of choosing something in a panel. */
export type Act =
  | { kind: 'open'; chat: string }
  /** Carried out as if it had been typed. */
  | { kind: 'run'; line: string }
  /** Put into the input, to be finished by hand. */
  | { kind: 'type'; text: string }
  | { kind: 'jump'; chat: string; seq: number }
  /** An invitation is forgotten. */
  | { kind: 'forget'; room: string }

export interface PanelItem {
  readonly sign?: string
  readonly signStyle?: Style
  readonly label: string
  readonly detail: string
  /** By key; `enter` is one of them. */
  readonly acts: Readonly<Record<string, Act>>
  /** Found by these words beside its label. */
  readonly words?: readonly string[]
}

/** Something in front of the conversation: a list to choose from, or a text to read. */
export interface Panel {
  readonly kind: 'find' | 'inbox' | 'list' | 'text'
  readonly title: string
  readonly hint: string
  readonly items: readonly PanelItem[]
  /** Of a text; what stands behind a tab is a column of its own. */
  readonly lines?: readonly string[]
  /** What is said when there is nothing to show. */
  readonly empty: string
  /** What is looked for, in a panel in which one types. */
  query: string
  selected: number
}

export function panelOf(fields: Pick<Panel, 'kind' | 'title' | 'hint'> & Partial<Panel>): Panel {
  return { items: [], empty: '', query: '', selected: 0, ...fields }
}

/** Those that fit what was typed: each of its words somewhere in an item; items that begin with it come first. */
export function fittingItems({ items, query }: Panel): readonly PanelItem[] {
  const words = wordsOf(query)
  if (words.length === 0) return items
  const textOf = ({ label, detail, words: more = [] }: PanelItem): string =>
    foldName([label, ...more, detail].join('\n'))
  const fitting = items.filter((item) => {
    const text = textOf(item)
    return words.every((word) => text.includes(word))
  })
  const rank = (item: PanelItem): number => (beginsWith(item, words[0]) ? 0 : 1)
  return fitting.toSorted((a, b) => rank(a) - rank(b))
}

const wordsOf = (query: string): string[] =>
  foldName(query)
    .split(/\s+/)
    .filter((word) => word !== '')

const beginsWith = ({ label, words = [] }: PanelItem, first = ''): boolean =>
  [label, ...words].some((name) => foldName(name).startsWith(first))

/** A list that was made anew: what was chosen stays so wherever it is now, for the next key may accept or block somebody. */
export function withSameChoice(next: Panel, before: Panel): Panel {
  const chosen = fittingItems(before)[before.selected]
  const place = fittingItems(next).findIndex(
    ({ sign, label }) => label === chosen?.label && sign === chosen.sign,
  )
  return { ...next, selected: place === -1 ? before.selected : place }
}

/** The same where one types, but for who has chosen nothing yet: what begins with what was typed goes before what only holds a piece of it. */
export function withBestChoice(next: Panel, before: Panel): Panel {
  const kept = withSameChoice(next, before)
  const items = fittingItems(kept)
  const [first] = wordsOf(kept.query)
  const [top, chosen] = [items[0], items[kept.selected]]
  const isTopBetter =
    top !== undefined && beginsWith(top, first) && !(chosen && beginsWith(chosen, first))
  return before.selected === 0 && isTopBetter ? { ...kept, selected: 0 } : kept
}

/** Moves the choice, or the text, by so many; stays within. */
export function movePanel(panel: Panel, by: number): void {
  const count = panel.lines?.length ?? fittingItems(panel).length
  panel.selected = Math.min(Math.max(0, panel.selected + by), Math.max(0, count - 1))
}
