import { type Command, Finish, userOf } from './command.ts'
import { circleOf } from './people.ts'

export const friends: Command<'friends'> = {
  async handle(context) {
    const { directory, storage, assistant } = context.services
    const user = userOf(context)
    const relations = await storage.relations(user.id)
    return new Finish(() => circleOf(directory, user, relations, assistant))
  },
}
