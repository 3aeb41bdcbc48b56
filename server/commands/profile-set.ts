import { foldName } from '../../protocol/names.ts'
import { type Command, Finish, userOf } from './command.ts'
import { asMe } from './people.ts'

export const profileSet: Command<'profile.set'> = {
  inOrder: true,

  async handle(context, { nickname, bio }) {
    const { directory, storage } = context.services
    const { id } = userOf(context)
    const stored = await storage.setProfile(id, {
      ...(nickname === undefined ? {} : { nickname, foldedNickname: foldName(nickname) }),
      ...(bio === undefined ? {} : { bio }),
    })
    return new Finish(() => {
      const user = directory.present(userOf(context))
      user.nickname = stored.nickname
      user.bio = stored.bio
      return { me: asMe(user) }
    })
  },
}
