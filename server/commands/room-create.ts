import { isName, roomAddress, roomName } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import { type Command, Finish, userOf } from './command.ts'
import { changeRoom, enterRoom } from './room.ts'

export const roomCreate: Command<'room.create'> = {
  inOrder: true,

  async handle(context, { room, topic = '', private: isPrivate = false }) {
    const { storage, clock } = context.services
    const user = userOf(context)
    const name = roomName(room)
    if (!isName(name)) throw new ChatError('bad_request', { field: 'room' })
    const made = await changeRoom(context, room, (folded) =>
      storage.createRoom({ name, folded, topic, isPrivate, ownerId: user.id, at: clock.now() }),
    )
    return new Finish(() => {
      enterRoom(context, made)
      return { room: roomAddress(made.name) }
    })
  },
}
