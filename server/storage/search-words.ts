// Runs on: storage worker

/** What a character is to a search. */
const NOTHING = 0
/** Part of a word that ends where other characters begin. */
const LETTER = 1
/** Of a script that is written without spaces: nobody can tell where a word ends. */
const UNSPACED = 2
/** A picture, which is a word by itself. */
const SIGN = 3
type Kind = typeof NOTHING | typeof LETTER | typeof UNSPACED | typeof SIGN

const IS_LETTER = /^[\p{L}\p{N}\p{M}]$/u
const IS_UNSPACED =
  /^[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]$/u
const IS_SIGN = /^\p{Extended_Pictographic}$/u

const ASCII = /^\p{ASCII}*$/u
/** Joiners, selectors, soft hyphens: nobody sees them, so nobody searches for them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}+/gu

/** Part of what is searched for: whole words must stand alone; of an unspaced script any piece will do. */
export interface SearchPart {
  readonly text: string
  readonly kind: Exclude<Kind, typeof NOTHING>
}

/** The form in which texts are indexed and compared: NFKC and case folded, so that `ＡＢＣ`, `abc` and `ABC` are one. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  const composed = text.normalize('NFKC').replace(INVISIBLE, '')
  return composed.toUpperCase().toLowerCase().normalize('NFKC')
}

/**
 * Adds the words by which a text is found: words that spaces or marks part, whole; of unspaced scripts each character and each two that stand side by
 * side; pictures one by one.
 */
export function addWords(folded: string, words: Set<string>): void {
  for (const part of partsOf(folded)) for (const word of wordsOf(part)) words.add(word)
}

/** What a message must have, all of it, to be found by this query. Empty when there is nothing in it to look for. */
export function searchParts(query: string): SearchPart[] {
  const byText = new Map([...partsOf(foldText(query))].map((part) => [part.text, part]))
  return [...byText.values()]
}

/** The words that a text with this part in it has been indexed by. Two characters side by side say more than each alone. */
export function indexedBy(part: SearchPart): string[] {
  const words = [...wordsOf(part)]
  return part.kind === UNSPACED && words.length > 1 ? words.filter((word) => isPair(word)) : words
}

/** Whether all parts are in a text. */
export function isFound(parts: readonly SearchPart[], text: string): boolean {
  const folded = foldText(text)
  return parts.every((part) =>
    part.kind === LETTER ? hasWord(folded, part.text) : folded.includes(part.text),
  )
}

function hasWord(folded: string, word: string): boolean {
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
    const end = at + word.length
    const before = at === 0 ? NOTHING : kindBefore(folded, at)
    if (before !== LETTER && kindOf(folded.codePointAt(end)) !== LETTER) return true
  }
  return false
}

function kindBefore(folded: string, at: number): Kind {
  const unit = folded.charCodeAt(at - 1)
  const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff
  return kindOf(folded.codePointAt(isLowSurrogate && at > 1 ? at - 2 : at - 1))
}

/** Runs of characters of one kind. */
function* partsOf(folded: string): Generator<SearchPart> {
  let start = 0
  let kind: Kind = NOTHING
  for (let at = 0; at <= folded.length; ) {
    const point = folded.codePointAt(at)
    const next = point === undefined ? NOTHING : kindOf(point)
    if (next !== kind || next === SIGN || point === undefined) {
      if (kind !== NOTHING) yield { text: folded.slice(start, at), kind }
      start = at
      kind = next
    }
    at += point !== undefined && point > 0xffff ? 2 : 1
  }
}

function* wordsOf({ text, kind }: SearchPart): Generator<string> {
  if (kind !== UNSPACED) return yield text
  let before = ''
  for (const character of text) {
    yield character
    if (before !== '') yield before + character
    before = character
  }
}

const isPair = (word: string): boolean =>
  word.length > ((word.codePointAt(0) ?? 0) > 0xffff ? 2 : 1)

/** The kinds of the first 65,536 characters: made at the first use, in some 10 ms, and 30 times as fast as asking the patterns. */
let kinds: Uint8Array | undefined

function kindOf(point: number | undefined): Kind {
  if (point === undefined) return NOTHING
  if (point > 0xffff) return findKind(point)
  kinds ??= Uint8Array.from({ length: 0x1_0000 }, (_, other) => findKind(other))
  return kinds[point] as Kind
}

function findKind(point: number): Kind {
  const character = String.fromCodePoint(point)
  if (IS_LETTER.test(character)) return IS_UNSPACED.test(character) ? UNSPACED : LETTER
  return IS_SIGN.test(character) ? SIGN : NOTHING
}
