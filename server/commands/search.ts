import { DEFAULT_PAGE } from '../../protocol/limits.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import type { Place } from '../storage/store.ts'
import { asItIsNow } from './as-it-is-now.ts'
import { personAt, refuseRoom } from './chats.ts'
import { type Command, type Context, ReplyJson, userOf } from './command.ts'

export const search: Command<'search'> = {
  async handle(context, { query: text, chat, limit = DEFAULT_PAGE, page }) {
    const { services } = context
    const { id: userId } = userOf(context)
    const from = page === undefined ? undefined : placeOf(page)
    const conversationId = chat === undefined ? undefined : await conversationAt(context, chat)
    // A chat in which nobody has said anything is not there yet.
    if (conversationId === 0) return { messages: [], more: false }
    const query = {
      ...{ userId, text, limit },
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(from === undefined ? {} : { from }),
    }
    // One at a time for each user: whoever types ahead waits for themselves and not others for them [G-5].
    const found = await services.turns.take(`search ${userId}`, () =>
      asItIsNow(services, () => services.storage.searchPage(query)),
    )
    return new ReplyJson(found)
  },
}

/** 0: a direct chat without messages. Rejects with `not_found` or `not_member`. */
async function conversationAt(context: Context, address: string): Promise<number> {
  const chat = userOf(context).chat(address)
  if (chat !== undefined) return chat.conversation.id
  if (isRoomAddress(address)) return refuseRoom(context, address)
  await personAt(context, address)
  return 0
}

const PLACE = /^(\d{1,16})-(\d{1,16})-(\d{1,16})$/

function placeOf(page: string): Place {
  const [at, conversationId, seq] = (PLACE.exec(page) ?? []).slice(1).map(Number)
  if (at === undefined || conversationId === undefined || seq === undefined) {
    const message = '"page" is not what a reply gave as "next".'
    throw new ChatError('bad_request', { field: 'page', message })
  }
  return { at, conversationId, seq }
}
