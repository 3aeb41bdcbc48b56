import { MAX_PAGE } from '../../protocol/limits.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { Conversations } from './conversations.ts'
import type { Cursors } from './cursors.ts'

export interface CatchUpOptions {
  missed(limit: number): Promise<ReplyOf<'missed'>>
  conversations: Conversations
  cursors: Cursors
  /** Whether the session for which this is done is still there. */
  isCurrent(): boolean
}

/** Each round brings up to a frame full of messages; what is left over is pulled chat by chat. */
const MAX_ROUNDS = 20

/**
 * After a log-in: the offline messages, those beyond the `received` cursor, in few requests; then whatever a chat still lacks [G-4], for
 * another device of this user may have moved the cursor further than this client has seen.
 */
export async function catchUp(options: CatchUpOptions): Promise<void> {
  const { conversations, cursors, isCurrent } = options
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const missed = await options.missed(MAX_PAGE)
    if (!isCurrent()) return
    for (const { chat, head, messages } of missed.chats) {
      for (const message of messages) conversations.accept(message)
      conversations.resync(chat, head)
    }
    if (!missed.more || missed.chats.length === 0) break
    // The server leaves chats out until it hears that these have come.
    await cursors.flush()
  }
  await conversations.resume()
  await cursors.flush()
}
