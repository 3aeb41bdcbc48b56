import { foldName, isRoomAddress } from '../../protocol/names.ts'

const WORD = /[\p{L}\p{N}\p{M}_.-]/u

/** Whether a text in a room names this user: `@name`, or the name as a word. Chinese writes no blanks between words, so there it takes the `@`. */
export function mentions(chat: string, text: string, me: string): boolean {
  if (!isRoomAddress(chat)) return false
  const folded = foldName(text)
  const name = foldName(me)
  for (let at = folded.indexOf(name); at !== -1; at = folded.indexOf(name, at + name.length)) {
    const before = folded.slice(0, at).at(-1) ?? ''
    const behind = folded.charAt(at + name.length)
    if (before === '@' || (!WORD.test(before) && !WORD.test(behind))) return true
  }
  return false
}
