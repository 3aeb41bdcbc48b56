import { harmlessLine } from './harmless.ts'

const LENGTH = 30

/** The beginning of a text on one line, to say which message is meant. */
export function excerpt(text: string): string {
  const letters = [...harmlessLine(text)]
  if (letters.length <= LENGTH) return letters.join('')
  return `${letters.slice(0, LENGTH).join('')}…`
}
