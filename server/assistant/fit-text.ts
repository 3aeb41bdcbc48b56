import { MAX_TEXT_LENGTH } from '../../protocol/limits.ts'

const CUT = '…'
/** All but line breaks and tabs: a back end must not steer somebody's terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** [P-8] Makes a message of whatever was said: what is too long is cut, lone surrogates and control characters go. */
export function fitText(text: string): string {
  const clean = text.replace(CONTROLS, '').toWellFormed().trim()
  if (clean.length <= MAX_TEXT_LENGTH) return clean
  const characters = [...clean.slice(0, 2 * MAX_TEXT_LENGTH + 2)]
  if (characters.length <= MAX_TEXT_LENGTH) return clean
  return characters.slice(0, MAX_TEXT_LENGTH - CUT.length).join('') + CUT
}
