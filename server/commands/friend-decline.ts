import { type Command, userOf } from './command.ts'
import { changeFriendship } from './friendship.ts'

/** The one who asked is not told. */
export const friendDecline: Command<'friend.decline'> = {
  inOrder: true,

  async handle(context, { user: name }) {
    const { storage } = context.services
    const { id } = userOf(context)
    await changeFriendship(context, name, (folded) => storage.friendDecline(id, folded))
    return {}
  },
}
