/** More than this of one text is never on a screen; a log line may be longer. */
const MAX_LENGTH = 4_096
const ASCII = /^[\x20-\x7e]*$/

/** Stands for what had no business in a text, so that the operator sees that there was something. */
const PLACEHOLDER = '·'
const NEWLINE_SIGN = '␊'
const MARK_BASE = '◌'

const LINE_ENDS = /\r\n|[\n\r\u0085\p{Zl}\p{Zp}]/gu
const SPACES = /[\t\p{Zs}]/gu
/** Controls, what turns the direction of writing, and what no terminal draws alike: characters of one's own, unassigned ones, single halves and letters of Hangul. */
const HARMFUL =
  /[\p{Cc}\p{Co}\p{Cn}\p{Cs}\ufffd\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u1161-\u11ff\ud7b0-\ud7ff]/gu
/** Joiners, selectors, tags, skin tones: what makes several characters into one drawing, as wide as every terminal pleases. Left out, each is drawn for itself. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]|\u20e3/gu
const HALF = /\p{Cs}$/u
/** Two of them are a flag, in some terminals. */
const REGIONAL = /\p{Regional_Indicator}/gu
const REGIONAL_A = 0x1f1e6
/** Heaps of marks are drawn over the rows above and below. */
const HEAP = /(\p{M}{2})\p{M}+/gu

/**
 * Text of others as one line that a screen may have: it drives no terminal, turns no direction, and each of its characters takes the same place on every terminal, as far as that can be had.
 * What has been cleaned stays as it is when it is cleaned again.
 */
export function clean(text: string): string {
  if (text.length <= MAX_LENGTH && ASCII.test(text)) return text
  const cleaned = text
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .normalize('NFC')
    .replace(LINE_ENDS, NEWLINE_SIGN)
    .replace(SPACES, ' ')
    .replace(HARMFUL, PLACEHOLDER)
    .replace(INVISIBLE, '')
    .replace(REGIONAL, letterOf)
    .replace(HEAP, '$1')
    // What was between them is gone: they may be one character now.
    .normalize('NFC')
  // It would be drawn onto whatever stands before.
  const whole = /^\p{M}/u.test(cleaned) ? MARK_BASE + cleaned : cleaned
  // Some characters have become two.
  return whole.slice(0, MAX_LENGTH).replace(HALF, '')
}

const letterOf = (indicator: string): string =>
  String.fromCharCode(0x41 + (indicator.codePointAt(0) ?? 0) - REGIONAL_A)
