import type { Roster } from '../../client/roster.ts'
import { foldName, isRoomAddress } from '../../protocol/names.ts'
import type { Style as LineStyle } from '../terminal/message-lines.ts'

/** What all parts of the screen need to know: whose it is, who is who, the language, the clock. */
export interface Look extends LineStyle {
  roster: Roster
  server: string
  /** What is said there goes over TLS. */
  isSecure: boolean
}

const WORD = /[\p{L}\p{N}\p{M}_.-]/u

/** Whether a text of a room names this user: `@name`, or the name as a word of its own. Names of Chinese stand without blanks: there `@` is needed. */
export function mentions(look: Look, chat: string, text: string): boolean {
  return isRoomAddress(chat) && mentionRanges(look, text).length > 0
}

/** Where a text names this user. */
export function mentionRanges(look: Look, text: string): [from: number, to: number][] {
  const me = look.me()
  const folded = foldName(text)
  // Folding may change the length of a text, and then places in the one are none in the other.
  const searched = folded.length === text.length ? folded : text
  const name = foldName(me)
  const ranges: [number, number][] = []
  for (let at = searched.indexOf(name); at !== -1; at = searched.indexOf(name, at + name.length)) {
    const end = at + name.length
    const [before = '', after = ''] = [text.slice(0, at).at(-1), text.slice(end).at(0)]
    if (before === '@') ranges.push([at - 1, end])
    else if (!WORD.test(before) && !WORD.test(after)) ranges.push([at, end])
  }
  return ranges
}
