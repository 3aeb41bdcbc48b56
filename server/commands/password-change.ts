import { foldName } from '../../protocol/names.ts'
import { type Command, Finish, userOf } from './command.ts'
import { checkPassword } from './password.ts'

/** Ends the account's other sessions too: whoever changes a password because somebody has it wants them out. */
export const passwordChange: Command<'password.change'> = {
  inOrder: true,

  async handle(context, { old, new: password }) {
    const { session, services } = context
    const { storage, credentials, directory } = services
    const foldedName = foldName(userOf(context).name)
    await checkPassword(context, { foldedName, password: old, field: 'old' }, async (userId) => {
      const hash = await credentials.hash(password)
      await storage.changePassword(userId, hash, session.tokenHash ?? new Uint8Array())
    })
    return new Finish(() => {
      const user = directory.present(userOf(context))
      // A log-in by a token that was just revoked may be under way: it will look again.
      directory.changed(user.id)
      for (const other of user.sessions) if (other !== session) other.kick()
      return {}
    })
  },
}
