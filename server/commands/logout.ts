import { type Command, Finish } from './command.ts'

/** What was sent before it is answered before the connection closes [P-4]. */
export const logout: Command<'logout'> = {
  inOrder: true,

  async handle({ session, services }) {
    if (session.tokenHash !== undefined) await services.storage.deleteToken(session.tokenHash)
    return new Finish(
      () => ({}),
      () => session.endWhenDone('logout'),
    )
  },
}
