import { foldName } from '../../protocol/names.ts'

export interface Stretch {
  readonly text: string
  readonly isHit: boolean
}

/** So much of a text stands before the first word that was found. */
const LEAD = 30
const MAX_LENGTH = 240

/** An excerpt of a text around the words that were looked for, cut where those stand. */
export function highlighted(text: string, query: string): Stretch[] {
  const folded = foldName(text)
  // Folding may change the length of a text, and then places in the one are none in the other.
  const searched = folded.length === text.length ? folded : text
  const hits = hitsOf(searched, foldName(query).split(/\s+/).filter(Boolean))
  const first = hits[0]?.[0] ?? 0
  const start = first > LEAD * 2 ? text.indexOf(' ', first - LEAD) + 1 || first - LEAD : 0
  const from = start > first ? Math.max(0, first - LEAD) : start
  const end = Math.min(text.length, from + MAX_LENGTH)
  const stretches: Stretch[] = from > 0 ? [{ text: '…', isHit: false }] : []
  let done = from
  for (const [begin, behind] of hits) {
    if (begin < done || behind > end) continue
    if (begin > done) stretches.push({ text: text.slice(done, begin), isHit: false })
    stretches.push({ text: text.slice(begin, behind), isHit: true })
    done = behind
  }
  const rest = text.slice(done, end) + (end < text.length ? '…' : '')
  return rest === '' ? stretches : [...stretches, { text: rest, isHit: false }]
}

function hitsOf(text: string, words: readonly string[]): [begin: number, behind: number][] {
  const hits: [number, number][] = []
  for (const word of words) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      hits.push([at, at + word.length])
    }
  }
  return hits.toSorted(([a], [b]) => a - b)
}
