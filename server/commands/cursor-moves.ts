import { ChatError } from '../chat-error.ts'
import type { Chat } from '../directory/conversation.ts'
import { openChat } from './chats.ts'
import { type Context, userOf } from './command.ts'

/** What `received` and `read` have in common: the chat, and a seq that exists. A cursor beyond the newest message would hide the next ones from `missed`. */
export function moveCursor(
  context: Context,
  { chat: address, seq }: { chat: string; seq: number },
  move: (chat: Chat, seq: number) => void,
): object | Promise<object> {
  const moveIn = (chat: Chat): object => {
    mustExist(chat, seq)
    move(chat, seq)
    return {}
  }
  const chat = userOf(context).chat(address)
  // A chat without messages is not in memory. Opening it tells a wrong address from one where nothing was said yet.
  return chat === undefined ? openChat(context, address).then(moveIn) : moveIn(chat)
}

function mustExist({ conversation: { head } }: Chat, seq: number): void {
  if (seq <= head) return
  const message = `"seq" is beyond the newest message, ${head}.`
  throw new ChatError('bad_request', { field: 'seq', message })
}
