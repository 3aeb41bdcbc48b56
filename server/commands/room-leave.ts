import { roomAddress } from '../../protocol/names.ts'
import { type Command, Finish, userOf } from './command.ts'
import { changeRoom, leftRoom } from './room.ts'

export const roomLeave: Command<'room.leave'> = {
  inOrder: true,

  async handle(context, { room }) {
    const { id } = userOf(context)
    const left = await changeRoom(context, room, (folded) =>
      context.services.storage.leaveRoom(id, folded),
    )
    return new Finish(() => {
      leftRoom(context, left)
      return { room: roomAddress(left.name) }
    })
  },
}
