import stringWidth from 'string-width'
import { harmlessLine } from '../harmless.ts'
import { type DELIVERED, READ, type STORED, type Style, type WAITING } from './message-lines.ts'

/** How one's newest message in the open chat stands. */
export type Mark = typeof WAITING | typeof STORED | typeof DELIVERED | typeof READ | ''

export interface PromptState {
  /** The address of the open chat. */
  chat: string | undefined
  mark: Mark
  isOnline: boolean
  /** Who is typing in the open chat. */
  typing: readonly string[]
}

const MARK_COLUMNS = 2

/**
 * What stands before the typed line: the open chat and how one's newest message there stands, in a slot of fixed width, so that a change does not
 * move the line that is being typed. Who is typing stands on a row of its own above. No sign here is of the kind that some terminals draw in two
 * columns: the editor counts columns, and would put the cursor beside the letters.
 */
export function promptText(style: Style, { chat, mark, isOnline, typing }: PromptState): string {
  const { paint, speech } = style
  const offline = isOnline ? '' : `${paint.amber(`[${speech.say('offlineMark')}]`)} `
  if (chat === undefined) return `${offline}${paint.soft(speech.say('teahouse'))} › `
  const name = paint.bold(harmlessLine(style.nameOf(chat)))
  const shown = mark === READ ? paint.leaf(mark) : paint.soft(mark)
  const slot = mark === '' ? '' : ` ${shown}${' '.repeat(MARK_COLUMNS - stringWidth(mark))}`
  const names = speech.list(typing.map((user) => harmlessLine(style.nameOf(user))))
  const row = typing.length === 0 ? '' : `${paint.soft(speech.say('isTyping', { name: names }))}\n`
  return `${row}${offline}${name}${slot} › `
}
