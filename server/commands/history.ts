import { DEFAULT_PAGE } from '../../protocol/limits.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import { asItIsNow } from './as-it-is-now.ts'
import { personAt, refuseRoom } from './chats.ts'
import { type Command, ReplyJson, userOf } from './command.ts'

export const history: Command<'history'> = {
  async handle(context, { chat: address, before, after, limit = DEFAULT_PAGE }) {
    if (before !== undefined && after !== undefined) {
      const message = 'Give "before" or "after", not both.'
      throw new ChatError('bad_request', { field: 'after', message })
    }
    const chat = userOf(context).chat(address)
    if (chat === undefined) {
      if (isRoomAddress(address)) return refuseRoom(context, address)
      const person = await personAt(context, address)
      return { chat: person.name, messages: [], more: false }
    }
    const { services } = context
    const query = {
      conversationId: chat.conversation.id,
      floor: chat.floor,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      limit,
    }
    const readPage = () => services.storage.historyPage(chat.address, query)
    return new ReplyJson(await asItIsNow(services, readPage))
  },
}
