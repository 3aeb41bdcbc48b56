import { encodeFrame } from '../../protocol/encode.ts'
import { MAX_RECEIPT_MEMBERS } from '../../protocol/limits.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import { mustBeAllowed, personAt, refuseRoom } from './chats.ts'
import { type Command, type Context, userOf } from './command.ts'

export const typing: Command<'typing'> = {
  handle(context, { chat: typedIn }) {
    const { services } = context
    const user = userOf(context)
    const chat = user.chat(typedIn)
    if (chat === undefined) return typingInNewChat(context, typedIn)
    if (chat.peerId !== 0) mustBeAllowed(services, user, chat.peerId)
    // [G-5] As with receipts: among many, somebody always types.
    if (chat.conversation.memberCount > MAX_RECEIPT_MEMBERS) return {}
    let address = ''
    let line = ''
    for (const other of chat.conversation.online) {
      if (other.user === user) continue
      // Once for a room, whatever its size.
      if (other.address !== address) {
        address = other.address
        line = typingLine(address, user.name)
      }
      for (const session of other.user.sessions) session.pushEphemeral(line)
    }
    return {}
  },
}

/** Two friends who have not said anything yet have no conversation, but may well be typing. */
async function typingInNewChat(context: Context, address: string): Promise<object> {
  const { services } = context
  const user = userOf(context)
  if (isRoomAddress(address)) return refuseRoom(context, address)
  const person = await personAt(context, address)
  mustBeAllowed(services, user, person.id)
  const line = typingLine(user.name, user.name)
  for (const session of services.directory.user(person.id)?.sessions ?? []) {
    session.pushEphemeral(line)
  }
  return {}
}

const typingLine = (chat: string, user: string): string =>
  encodeFrame({ type: 'typing', chat, user })
