import { type Command, userOf } from './command.ts'
import { changeFriendship, tellFriend } from './friendship.ts'

/** The one who asked is not told. */
export const friendDecline: Command<'friend.decline'> = {
  inOrder: true,

  async handle(context, { user: name }) {
    const { storage } = context.services
    const { id } = userOf(context)
    const { person } = await changeFriendship(context, name, (folded) =>
      storage.friendDecline(id, folded),
    )
    // One's own other sessions: the request waits for no answer there any more.
    tellFriend(context, id, 'friend.removed', person)
    return {}
  },
}
