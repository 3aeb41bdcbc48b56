import { roomAddress } from '../../protocol/names.ts'
import { type Command, Finish, userOf } from './command.ts'
import { changeRoom, enterRoom, membersOf } from './room.ts'

export const roomJoin: Command<'room.join'> = {
  inOrder: true,

  async handle(context, { room }) {
    const { storage, clock } = context.services
    const { id } = userOf(context)
    const join = await changeRoom(context, room, (folded) =>
      storage.joinRoom(id, folded, clock.now()),
    )
    return new Finish(() => ({
      room: roomAddress(join.name),
      head: enterRoom(context, join),
      ...membersOf(join, join.chat.memberCount),
    }))
  },
}
