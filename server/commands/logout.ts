import { type Command, Finish } from './command.ts'

export const logout: Command<'logout'> = {
  inOrder: true,

  async handle({ session, services }) {
    if (session.tokenHash !== undefined) await services.storage.deleteToken(session.tokenHash)
    return new Finish(
      () => ({}),
      () => session.end('logout'),
    )
  },
}
