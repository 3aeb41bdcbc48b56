import type { Message } from '../../protocol/entities.ts'
import { RECALL_WINDOW_MS } from '../../protocol/limits.ts'
import type { MessageWindow } from './message-window.ts'

/** A message that is nearly too old to be recalled would be so by the time the new one is written. */
const MARGIN_MS = 5_000

export interface LastOwn {
  readonly message: Message
  /** Else it can be said once more, and stays where it is. */
  readonly mayRecall: boolean
}

/** The last that this user said here and did not take back; nothing while it is on its way, for the one before it is not the last. */
export function lastOwn(
  { messages, waiting }: Pick<MessageWindow, 'messages' | 'waiting'>,
  isMe: (user: string) => boolean,
  now: number,
): LastOwn | undefined {
  if (waiting.some(({ state }) => state !== 'refused')) return undefined
  const message = messages.findLast(({ from, recalled }) => isMe(from) && recalled !== true)
  if (message === undefined) return undefined
  return { message, mayRecall: now - message.at < RECALL_WINDOW_MS - MARGIN_MS }
}
