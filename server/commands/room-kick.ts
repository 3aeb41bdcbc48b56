import { foldName } from '../../protocol/names.ts'
import { type Command, Finish, userOf } from './command.ts'
import { changeRoom, leftRoom } from './room.ts'

export const roomKick: Command<'room.kick'> = {
  inOrder: true,

  async handle(context, { room, user: name }) {
    const owner = userOf(context)
    const kick = (folded: string) => context.services.storage.kick(owner.id, folded, foldName(name))
    const left = await changeRoom(context, room, kick, name)
    return new Finish(() => {
      leftRoom(context, left, owner.name)
      return {}
    })
  },
}
