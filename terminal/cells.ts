import stringWidth from 'string-width'

const ASCII = /^[\x20-\x7e]*$/
const SPACING_MARK = /^\p{Mc}$/u
const ELLIPSIS = '…'

/** By character, not by text: there are few of them, and measuring one takes 30 µs. */
const WIDTHS = new Map<string, number>()
const MAX_WIDTHS = 8_192

/** How many places a cleaned text takes. */
export function cellsOf(text: string): number {
  if (ASCII.test(text)) return text.length
  let cells = 0
  for (const character of text) cells += widthOf(character)
  return cells
}

/** How many places one character takes: 0 for a mark that is drawn onto the one before it, 2 for most of Chinese and for emoji. */
export function widthOf(character: string): number {
  const code = character.charCodeAt(0)
  if (code >= 0x20 && code < 0x7f) return 1
  const known = WIDTHS.get(character)
  if (known !== undefined) return known
  if (WIDTHS.size >= MAX_WIDTHS) WIDTHS.clear()
  // Marks with a place of their own, as the vowels of Hindi, count as none there, and terminals give them one.
  const width = SPACING_MARK.test(character) ? 1 : stringWidth(character)
  WIDTHS.set(character, width)
  return width
}

/** A cleaned text in exactly so many places: cut, with a sign that it was, or filled up. */
export function fit(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  if (columns <= 0) return ''
  const isTooLong = cellsOf(text) > columns
  const shown = isTooLong ? head(text, columns - 1) + ELLIPSIS : text
  const gap = ' '.repeat(columns - cellsOf(shown))
  return side === 'left' ? shown + gap : gap + shown
}

/** The first part that fits. */
export function head(text: string, columns: number): string {
  let cells = 0
  let end = 0
  for (const character of text) {
    cells += widthOf(character)
    if (cells > columns) break
    end += character.length
  }
  return text.slice(0, end)
}

/** The last part that fits: what one types is seen where one types. */
export function tail(text: string, columns: number): string {
  const characters = [...text]
  let cells = 0
  let from = characters.length
  while (from > 0) {
    const width = widthOf(characters[from - 1] ?? '')
    if (cells + width > columns) break
    cells += width
    from -= 1
  }
  // A mark whose letter did not fit would be drawn onto what stands before.
  while (from < characters.length && widthOf(characters[from] ?? '') === 0) from += 1
  return characters.slice(from).join('')
}
