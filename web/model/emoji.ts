const PICTURE = '\\p{Extended_Pictographic}\\ufe0f?\\p{Emoji_Modifier}?'
const ONE = new RegExp(`${PICTURE}(?:\\u200d${PICTURE})*|\\p{Regional_Indicator}{2}`, 'gu')
const MAX_BIG = 3
/** A family of four with all its joiners is eleven units long. */
const MAX_LENGTH = 60

/** A message of one to three emoji and nothing else is shown larger. */
export function isBigEmoji(text: string): boolean {
  if (text.length > MAX_LENGTH) return false
  const count = text.match(ONE)?.length ?? 0
  return count > 0 && count <= MAX_BIG && text.replace(ONE, '').trim() === ''
}
