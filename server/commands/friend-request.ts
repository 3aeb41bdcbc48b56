import { ASSISTANT } from '../../protocol/limits.ts'
import { foldName } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import { type Command, userOf } from './command.ts'
import { changeFriendship, exchangePresence, tellFriend } from './friendship.ts'

export const friendRequest: Command<'friend.request'> = {
  inOrder: true,

  async handle(context, { user: name, note = '' }) {
    const { storage, clock } = context.services
    const user = userOf(context)
    if (foldName(name) === ASSISTANT) throw new ChatError('conflict', { message: ALREADY })
    const relation = await changeFriendship(context, name, (folded) =>
      storage.friendRequest(user.id, folded, note, clock.now()),
    )
    const { person } = relation
    if (relation.state !== 'friends') {
      tellFriend(context, person.id, 'friend.requested', user, note)
      return { state: 'requested' }
    }
    tellFriend(context, person.id, 'friend.accepted', user)
    tellFriend(context, user.id, 'friend.accepted', person)
    exchangePresence(context.services, user, relation)
    return { state: 'accepted' }
  },
}

const ALREADY = 'The assistant is your friend already.'
