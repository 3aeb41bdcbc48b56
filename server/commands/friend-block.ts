import { type Command, userOf } from './command.ts'
import { changeFriendship, exchangePresence, refuseAssistant } from './friendship.ts'

/** Lies over the friendship, which is there again after `friend.unblock`. The blocked one is not told, and sees the other go offline. */
export const friendBlock: Command<'friend.block'> = {
  inOrder: true,

  async handle(context, { user: name }) {
    const { storage, clock } = context.services
    const user = userOf(context)
    refuseAssistant(name)
    const relation = await changeFriendship(context, name, (folded) =>
      storage.setBlocked(user.id, folded, true, clock.now()),
    )
    if (relation.state === 'friends') exchangePresence(context.services, user, relation)
    return {}
  },
}
