import { type Command, userOf } from './command.ts'
import { changeFriendship, exchangePresence, tellFriend } from './friendship.ts'

export const friendAccept: Command<'friend.accept'> = {
  inOrder: true,

  async handle(context, { user: name }) {
    const { storage, clock } = context.services
    const user = userOf(context)
    const relation = await changeFriendship(context, name, (folded) =>
      storage.friendAccept(user.id, folded, clock.now()),
    )
    tellFriend(context, relation.person.id, 'friend.accepted', user)
    tellFriend(context, user.id, 'friend.accepted', relation.person)
    exchangePresence(context.services, user, relation)
    return {}
  },
}
