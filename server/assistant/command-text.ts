/** Longer texts are no commands, but for a reminder's. */
const MAX_COMMAND_LENGTH = 300
const ENDINGS = new Set(' ?？!！。.~～')

/**
 * A text as commands are compared with: no slash before it, no punctuation behind it, single spaces. Without regular expressions that try again and
 * again: a text of spaces must not cost the square of its length [G-6].
 */
export function commandText(text: string): string {
  const words = text.trim().slice(0, MAX_COMMAND_LENGTH + 1)
  if (words.length > MAX_COMMAND_LENGTH) return ''
  let end = words.length
  while (end > 1 && ENDINGS.has(words[end - 1] as string)) end -= 1
  const start = words.startsWith('/') && end > 1 ? 1 : 0
  return words.slice(start, end).replace(/\s+/g, ' ')
}
