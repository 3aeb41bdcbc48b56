import { ChatError } from '../chat-error.ts'
import type { Context } from './command.ts'

/** Who somebody says they are, and how they prove it. */
interface Claim {
  foldedName: string
  password: string
  /** The field of the request to blame; none where it would tell which names exist. */
  field?: string
}

/**
 * Checks an account's password and then does what it opens. One after another for an account: of many guesses sent at once none slips past
 * the throttle, and no log-in with the old password falls between the change of it and the revoking of tokens.
 * Rejects with `rate_limited`, `bad_credentials`, or what `allowed` rejects with.
 */
export function checkPassword<T>(
  { session, services }: Context,
  { foldedName, password, field }: Claim,
  allowed: (userId: number) => Promise<T>,
): Promise<T> {
  const { storage, credentials, throttle, turns } = services
  const address = session.wire.remoteAddress
  // No name has a colon, so no other turn has this key.
  return turns.take(`password:${foldedName}`, async () => {
    const retryAfterMs = throttle.waitMs(address, foldedName)
    if (retryAfterMs > 0) throw new ChatError('rate_limited', { retryAfterMs })
    const found = await storage.credentials(foldedName)
    if (!(await credentials.verify(found?.passwordHash, password)) || found === undefined) {
      throttle.failed(address, foldedName)
      throw new ChatError('bad_credentials', field === undefined ? {} : { field })
    }
    throttle.succeeded(address, foldedName)
    return allowed(found.userId)
  })
}
