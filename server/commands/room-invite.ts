import { encodeFrame } from '../../protocol/encode.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import { foldName, roomAddress } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import { type Command, userOf } from './command.ts'
import { changeRoom } from './room.ts'

export const roomInvite: Command<'room.invite'> = {
  inOrder: true,

  async handle(context, { room, user: name }) {
    const { storage, clock, directory } = context.services
    const user = userOf(context)
    if (foldName(name) === ASSISTANT) {
      throw new ChatError('forbidden', { message: 'The assistant joins no rooms.' })
    }
    const invited = await changeRoom(context, room, (folded) =>
      storage.invite(user.id, folded, foldName(name), clock.now()),
    )
    const event = { type: 'room.invited', room: roomAddress(invited.name), user: user.name }
    directory.toUser(invited.person.id, encodeFrame(event))
    return {}
  },
}
