import { roomAddress } from '../../protocol/names.ts'
import { type Command, userOf } from './command.ts'
import { foldRoom, membersOf } from './room.ts'

export const roomInfo: Command<'room.info'> = {
  async handle(context, { room }) {
    const { id } = userOf(context)
    const found = await context.services.storage.roomInfo(id, foldRoom(room))
    const { topic, isPrivate, name } = found
    return { room: roomAddress(name), topic, private: isPrivate, ...membersOf(found) }
  },
}
