import { RECALL_WINDOW_MS } from '../../protocol/limits.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import { personAt, refuseRoom } from './chats.ts'
import { type Command, type Context, Finish, userOf } from './command.ts'

/**
 * Takes back one's own message. Who may read a chat may do so in it, also where they may no longer write: it takes something away and adds nothing. Who
 * has left a room reads nothing there, and recalls nothing.
 */
export const recall: Command<'recall'> = {
  inOrder: true,

  async handle(context, { chat: address, seq }) {
    const { clock, directory, storage } = context.services
    const user = userOf(context)
    const chat = user.chat(address)
    if (chat === undefined) return refuse(context, address)
    if (seq <= chat.floor) throw noSuchMessage()
    const { id } = chat.conversation
    const sentSince = clock.now() - RECALL_WINDOW_MS
    await storage.recall({ conversationId: id, seq, senderId: user.id, sentSince })
    // Also where it had been recalled before: if that attempt ended unanswered, nobody has heard of it yet.
    return new Finish(() => {
      directory.recalled(directory.conversation(id) ?? chat.conversation, seq, context.session)
      return {}
    })
  },
}

async function refuse(context: Context, address: string): Promise<never> {
  if (isRoomAddress(address)) return refuseRoom(context, address)
  await personAt(context, address)
  throw noSuchMessage()
}

const noSuchMessage = (): ChatError => new ChatError('not_found', { field: 'seq' })
