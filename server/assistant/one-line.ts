/** A text as part of a list: on one line, and cut. */
export function oneLine(text: string, maxCharacters: number): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  const characters = [...line]
  if (characters.length <= maxCharacters) return line
  return `${characters.slice(0, maxCharacters).join('')}…`
}
