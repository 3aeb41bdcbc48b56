import { type Command, userOf } from './command.ts'
import { changeFriendship, refuseAssistant, tellFriend } from './friendship.ts'

/** Ends a friendship, or takes back one's own request. */
export const friendRemove: Command<'friend.remove'> = {
  inOrder: true,

  async handle(context, { user: name }) {
    const { storage } = context.services
    const user = userOf(context)
    refuseAssistant(name)
    const { person } = await changeFriendship(context, name, (folded) =>
      storage.friendRemove(user.id, folded),
    )
    tellFriend(context, person.id, 'friend.removed', user)
    tellFriend(context, user.id, 'friend.removed', person)
    return {}
  },
}
