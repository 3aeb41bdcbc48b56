import { announcePresence } from '../directory/presence.ts'
import { type Command, userOf } from './command.ts'

export const presenceSet: Command<'presence.set'> = {
  inOrder: true,

  handle(context, { status }) {
    const user = userOf(context)
    if (user.status !== status) {
      user.status = status
      announcePresence(context.services.directory, user, status)
    }
    return {}
  },
}
