import { foldName } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import { type Command, Finish, userOf } from './command.ts'

/** Ends the account's other sessions too: whoever changes a password because somebody has it wants them out. */
export const passwordChange: Command<'password.change'> = {
  inOrder: true,

  async handle(context, { old, new: password }) {
    const { session, services } = context
    const { storage, credentials, throttle } = services
    const user = userOf(context)
    const address = session.wire.remoteAddress
    const folded = foldName(user.name)
    const retryAfterMs = throttle.waitMs(address, folded)
    if (retryAfterMs > 0) throw new ChatError('rate_limited', { retryAfterMs })

    const stored = await storage.credentials(folded)
    if (!(await credentials.verify(stored?.passwordHash, old))) {
      throttle.failed(address, folded)
      throw new ChatError('bad_credentials', { field: 'old' })
    }
    const hash = await credentials.hash(password)
    await storage.changePassword(user.id, hash, session.tokenHash ?? new Uint8Array())
    return new Finish(() => {
      for (const other of user.sessions) if (other !== session) other.kick()
      return {}
    })
  },
}
