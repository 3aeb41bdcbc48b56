/** A text as pieces that are shown one after the other. */
export type Piece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string }

/** Up to a blank, a quote, a bracket that opens, or a mark of Chinese writing: those are never part of an address that somebody typed. */
const CANDIDATE =
  /\bhttps?:\/\/[^\s<>"'`\p{Cc}\u2026\u3008-\u3011\u3001\u3002\uff0c\uff1b\uff1a\uff1f\uff01\uff08\uff09\u201c\u201d]+/giu
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?*_~'"]+$/
const MAX_LINK_LENGTH = 2_000

/** Finds what can be followed: http and https only, and only what the browser's own parser takes. */
export function linkPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = trimmed(match[0])
    const href = hrefOf(shown)
    if (href === undefined) continue
    if (match.index > done) pieces.push({ kind: 'text', text: text.slice(done, match.index) })
    pieces.push({ kind: 'link', text: shown, href })
    done = match.index + shown.length
  }
  if (done < text.length) pieces.push({ kind: 'text', text: text.slice(done) })
  return pieces
}

/** Without the full stop behind it, and without a bracket that was opened before it. */
function trimmed(candidate: string): string {
  let link = candidate.replace(TRAILING, '')
  while (link.endsWith(')') && count(link, ')') > count(link, '(')) {
    link = link.slice(0, -1).replace(TRAILING, '')
  }
  return link
}

const count = (text: string, letter: string): number => text.split(letter).length - 1

function hrefOf(link: string): string | undefined {
  if (link.length > MAX_LINK_LENGTH || !URL.canParse(link)) return undefined
  const url = new URL(link)
  // `https://bank.example@evil.example` looks like what it is not.
  if (url.username !== '' || url.password !== '') return undefined
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
}
