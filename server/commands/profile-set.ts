import { foldName } from '../../protocol/names.ts'
import { type Command, Finish, userOf } from './command.ts'
import { asMe } from './people.ts'

export const profileSet: Command<'profile.set'> = {
  inOrder: true,

  async handle(context, { nickname, bio }) {
    const { directory, storage, turns } = context.services
    const { id } = userOf(context)
    const profile = {
      ...(nickname === undefined ? {} : { nickname, foldedNickname: foldName(nickname) }),
      ...(bio === undefined ? {} : { bio }),
    }
    // One after another: of two sessions' changes the later one wins in memory too.
    const stored = await turns.take(`profile ${id}`, () => storage.setProfile(id, profile))
    return new Finish(() => {
      const user = directory.present(userOf(context))
      user.nickname = stored.nickname
      user.bio = stored.bio
      return { me: asMe(user) }
    })
  },
}
