import stringWidth from 'string-width'

const ASCII = /^[\x20-\x7e]*$/
const ELLIPSIS = '…'
/** Of characters, not of texts: there are few, and measuring one takes 30 µs. */
const WIDTHS = new Map<string, number>()
const MAX_WIDTHS = 8_192

/** How many places a cleaned text takes. */
export function cellsOf(text: string): number {
  if (ASCII.test(text)) return text.length
  let cells = 0
  for (const character of text) cells += widthOf(character)
  return cells
}

/** The text in exactly so many places: cut, with a sign that it was, or filled up. */
export function fit(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  if (columns <= 0) return ''
  const cells = cellsOf(text)
  const shown = cells > columns ? shorten(text, columns) : text
  const gap = ' '.repeat(columns - (cells > columns ? cellsOf(shown) : cells))
  return side === 'left' ? shown + gap : gap + shown
}

/** The text in lines of at most so many places; between words, where there are some. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let rest = text
  while (cellsOf(rest) > columns) {
    const fits = head(rest, columns)
    if (fits === '') break
    const isWhole = rest[fits.length] === ' '
    const space = fits.lastIndexOf(' ')
    const line = !isWhole && space > columns / 3 ? fits.slice(0, space) : fits
    lines.push(line.trimEnd())
    rest = rest.slice(line.length).replace(/^ /, '')
  }
  return [...lines, rest]
}

/** The last part that fits: what one types is seen where one types. */
export function tail(text: string, columns: number): string {
  const characters = [...text]
  let cells = 0
  let from = characters.length
  while (from > 0 && cells + widthOf(characters[from - 1] ?? '') <= columns) {
    from -= 1
    cells += widthOf(characters[from] ?? '')
  }
  return characters.slice(from).join('')
}

const shorten = (text: string, columns: number): string => head(text, columns - 1) + ELLIPSIS

/** The first part that fits. */
function head(text: string, columns: number): string {
  let cells = 0
  let end = 0
  for (const character of text) {
    cells += widthOf(character)
    if (cells > columns) break
    end += character.length
  }
  return text.slice(0, end)
}

function widthOf(character: string): number {
  const known = WIDTHS.get(character)
  if (known !== undefined) return known
  if (WIDTHS.size >= MAX_WIDTHS) WIDTHS.clear()
  const width = stringWidth(character)
  WIDTHS.set(character, width)
  return width
}
