import { encodeFrame } from '../../protocol/encode.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import type { Directory } from '../directory/directory.ts'

/** A quick answer needs no sign; a client takes it down after six seconds. */
const FIRST_MS = 300
const EVERY_MS = 3_000
const LINE = encodeFrame({ type: 'typing', chat: ASSISTANT, user: ASSISTANT })

/** Shows a user that the assistant is at their question, for as long as the work takes. */
export async function whileTyping<T>(
  directory: Directory,
  userId: number,
  work: Promise<T>,
): Promise<T> {
  const show = (): void => {
    for (const session of directory.user(userId)?.sessions ?? []) session.pushEphemeral(LINE)
    timer = setTimeout(show, EVERY_MS)
  }
  let timer = setTimeout(show, FIRST_MS)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
