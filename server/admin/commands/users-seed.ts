import { ASSISTANT } from '../../../protocol/limits.ts'
import { ChatError } from '../../chat-error.ts'
import { hashToken, newToken } from '../../sessions/token.ts'
import { TOKEN_LIFE_MS } from '../../sessions/usage.ts'
import type { AdminCommand } from '../admin-command.ts'
import { writeDown } from '../audit-note.ts'

/** Wide enough that the names of a test sort as their numbers. */
const DIGITS = 6

export const usersSeed: AdminCommand<'users.seed'> = async (services, request) => {
  const { prefix, from, count, friends, password } = request
  if (prefix === ASSISTANT) throw new ChatError('bad_request', { field: 'prefix' })
  const users = Array.from({ length: count }, (_, i) => ({
    user: `${prefix}-${String(from + i).padStart(DIGITS, '0')}`,
    token: newToken(),
  }))
  const last = from + count - 1
  await writeDown(services, request, { target: prefix, detail: `${from} to ${last}` })
  const at = services.clock.now()
  await services.storage.seed({
    // `prefix` is lower-case ASCII, so these names are folded already.
    accounts: users.map(({ user, token }) => ({
      name: user,
      folded: user,
      tokenHash: hashToken(token),
    })),
    inPairs: friends === 'pairs',
    passwordHash: password === undefined ? '' : await services.credentials.hash(password),
    at,
    expiresAt: at + TOKEN_LIFE_MS,
  })
  return { users }
}
