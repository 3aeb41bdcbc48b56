import type { Colour, Style } from './row.ts'

export type ThemeName = 'plain' | 'light' | 'dark'
export const THEME_NAMES: readonly ThemeName[] = ['plain', 'light', 'dark']

/** The house's colours as one terminal draws them: codes of SGR. */
export interface Palette {
  /** What every row begins with: the paper and the ink of a theme, nothing where the terminal's own are taken. */
  readonly base: string
  readonly colours: Readonly<Record<Colour, string>>
}

/** How many colours a terminal has, as bits: 1, 4, 8 or 24. */
export type ColourDepth = number

const NO_COLOURS: Palette = { base: '', colours: { soft: '', leaf: '', amber: '', clay: '' } }
/** Of the 16 that every terminal has, in the tones that its owner chose. */
const PLAIN: Palette = { base: '', colours: { soft: '90', leaf: '32', amber: '33', clay: '31' } }

type Tone = readonly [hex: number, of256: number]
type Tones = Readonly<Record<Colour | 'paper' | 'ink', Tone>>

/** The same colours as in the browser, and their neighbours among 256. */
const LIGHT: Tones = {
  paper: [0xfaf7f0, 230],
  ink: [0x26231f, 235],
  soft: [0x6b645a, 241],
  leaf: [0x3f6b4a, 22],
  amber: [0x8a5a00, 94],
  clay: [0xa8481f, 130],
}
const DARK: Tones = {
  paper: [0x1b1a17, 234],
  ink: [0xece6da, 254],
  soft: [0xa69d8f, 248],
  leaf: [0x8fc19a, 114],
  amber: [0xe0b35a, 179],
  clay: [0xe58a62, 173],
}

/** A terminal of 16 colours cannot draw light and dark: it keeps its own. */
export function choosePalette(theme: ThemeName, depth: ColourDepth): Palette {
  if (depth < 4) return NO_COLOURS
  if (theme === 'plain' || depth < 8) return PLAIN
  const { paper, ink, soft, leaf, amber, clay } = theme === 'light' ? LIGHT : DARK
  const front = (tone: Tone): string => code(38, tone, depth)
  return {
    base: `${code(48, paper, depth)};${front(ink)}`,
    colours: { soft: front(soft), leaf: front(leaf), amber: front(amber), clay: front(clay) },
  }
}

/** The codes of a style, without those of the palette's base. */
export function styleCodes(style: Style, { colours }: Palette): string {
  const codes: string[] = []
  if (style.bold) codes.push('1')
  if (style.underline) codes.push('4')
  if (style.inverse) codes.push('7')
  const colour = style.colour === undefined ? '' : colours[style.colour]
  if (colour !== '') codes.push(colour)
  return codes.join(';')
}

function code(place: 38 | 48, [hex, of256]: Tone, depth: ColourDepth): string {
  if (depth < 24) return `${place};5;${of256}`
  return `${place};2;${hex >> 16};${(hex >> 8) & 0xff};${hex & 0xff}`
}
