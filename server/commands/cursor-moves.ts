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
  const moveIn = (chat: Chat): object | Promise<object> => {
    if (seq > chat.conversation.head) return moveIfStored(context, chat, seq, move)
    move(chat, seq)
    return {}
  }
  const chat = userOf(context).chat(address)
  // A chat without messages is not in memory. Opening it tells a wrong address from one where nothing was said yet.
  return chat === undefined ? openChat(context, address).then(moveIn) : moveIn(chat)
}

/**
 * A client may know of more than was handed out here: a message whose commit this server never heard of is in the history all the same. So
 * the database has the last word.
 */
async function moveIfStored(
  { services }: Context,
  chat: Chat,
  seq: number,
  move: (chat: Chat, seq: number) => void,
): Promise<object> {
  const newest = await services.storage.newestSeq(chat.conversation.id)
  if (seq > newest) {
    const message = `"seq" is beyond the newest message, ${newest}.`
    throw new ChatError('bad_request', { field: 'seq', message })
  }
  move(chat, seq)
  return {}
}
