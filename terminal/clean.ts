const ASCII = /^[\x20-\x7e]*$/

/** Stands for what had no business in a text, so that the reader sees that there was something. */
const PLACEHOLDER = '·'
const NEWLINE_SIGN = '␊'
const MARK_BASE = '◌'

const LINE_ENDS = /\r\n|[\n\r\u0085\p{Zl}\p{Zp}]/gu
const SPACES = /[\t\p{Zs}]/gu
/**
 * Controls, what turns the direction of writing, and what no two terminals draw alike: characters of one's own, unassigned
 * ones, single halves, and the loose letters of Hangul.
 */
const HARMFUL =
  /[\p{Cc}\p{Co}\p{Cn}\p{Cs}\ufffd\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u1161-\u11ff\ud7b0-\ud7ff]/gu
/** Joiners, selectors, tags, skin tones: they make several characters one drawing, as wide as each terminal pleases. Without them each is drawn for itself. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]|\u20e3/gu
/** Two of them are a flag, in some terminals. */
const REGIONAL = /\p{Regional_Indicator}/gu
const REGIONAL_A = 0x1f1e6
/** Heaps of marks are drawn over the rows above and below. */
const HEAP = /(\p{M}{2})\p{M}+/gu
const STARTS_WITH_MARK = /^\p{M}/u

/**
 * Foreign text as one line that a screen may have: it drives no terminal, turns no direction, and each of its characters takes the
 * same places on every terminal, as far as that can be had. Cleaning what is clean changes nothing.
 */
export function clean(text: string): string {
  if (ASCII.test(text)) return text
  const cleaned = text
    .toWellFormed()
    .normalize('NFC')
    .replace(LINE_ENDS, NEWLINE_SIGN)
    .replace(SPACES, ' ')
    .replace(HARMFUL, PLACEHOLDER)
    .replace(INVISIBLE, '')
    .replace(REGIONAL, letterOf)
    .replace(HEAP, '$1')
    // What stood between them is gone: they may be one character now.
    .normalize('NFC')
  // It would be drawn onto whatever stands before.
  return STARTS_WITH_MARK.test(cleaned) ? MARK_BASE + cleaned : cleaned
}

/** The same for a text of several lines: each of them clean, whatever kind of line end was between them. A tab becomes blanks. */
export function cleanLines(text: string): string[] {
  return text
    .replace(LINE_ENDS, '\n')
    .replaceAll('\t', '    ')
    .split('\n')
    .map((line) => clean(line))
}

const letterOf = (indicator: string): string =>
  String.fromCharCode(0x41 + (indicator.codePointAt(0) ?? 0) - REGIONAL_A)
