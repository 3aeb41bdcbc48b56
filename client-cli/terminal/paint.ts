/** The colours of the house, as far as a terminal has them. None of them says anything that a sign or a word does not say too. */
export interface Paint {
  /** Times and hints; never for text that matters. */
  soft(text: string): string
  /** Accent, online, well. */
  leaf(text: string): string
  /** Away, strained. */
  amber(text: string): string
  /** Unread, broken. */
  clay(text: string): string
  bold(text: string): string
}

const sgr =
  (start: number, end: number) =>
  (text: string): string =>
    text === '' ? '' : `\x1b[${start}m${text}\x1b[${end}m`

const COLOURS: Paint = {
  soft: sgr(90, 39),
  leaf: sgr(32, 39),
  amber: sgr(33, 39),
  clay: sgr(31, 39),
  bold: sgr(1, 22),
}

const same = (text: string): string => text
const NO_COLOURS: Paint = { soft: same, leaf: same, amber: same, clay: same, bold: same }

export function choosePaint(hasColours: boolean): Paint {
  return hasColours ? COLOURS : NO_COLOURS
}
