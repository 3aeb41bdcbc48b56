import { DEFAULT_PAGE } from '../../protocol/limits.ts'
import { foldName } from '../../protocol/names.ts'
import { type Command, Finish, userOf } from './command.ts'
import { asUser } from './people.ts'

export const usersFind: Command<'users.find'> = {
  async handle(context, { query, limit = DEFAULT_PAGE }) {
    const { directory, storage } = context.services
    const user = userOf(context)
    const people = await storage.findUsers(foldName(query), limit)
    return new Finish(() => ({ users: people.map((person) => asUser(directory, user, person)) }))
  },
}
