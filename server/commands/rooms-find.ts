import { DEFAULT_PAGE } from '../../protocol/limits.ts'
import { roomAddress } from '../../protocol/names.ts'
import { type Command, userOf } from './command.ts'
import { foldRoom } from './room.ts'

export const roomsFind: Command<'rooms.find'> = {
  async handle(context, { query = '', limit = DEFAULT_PAGE }) {
    const { id } = userOf(context)
    const found = await context.services.storage.findRooms(id, foldRoom(query), limit)
    return {
      rooms: found.map(({ name, topic, members }) => ({ room: roomAddress(name), topic, members })),
    }
  },
}
