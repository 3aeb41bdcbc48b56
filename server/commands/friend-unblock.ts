import { type Command, userOf } from './command.ts'
import { changeFriendship, exchangePresence } from './friendship.ts'

export const friendUnblock: Command<'friend.unblock'> = {
  inOrder: true,

  async handle(context, { user: name }) {
    const { storage, clock } = context.services
    const user = userOf(context)
    const relation = await changeFriendship(context, name, (folded) =>
      storage.setBlocked(user.id, folded, false, clock.now()),
    )
    if (relation.state === 'friends') exchangePresence(context.services, user, relation)
    return {}
  },
}
