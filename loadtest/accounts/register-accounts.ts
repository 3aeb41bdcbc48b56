import { randomBytes } from 'node:crypto'
import { LoadError } from '../load-error.ts'
import type { Plan } from '../scenarios/plan.ts'
import type { Target } from '../wire/transport.ts'
import type { Account } from './account.ts'
import { SetupClient, SetupRefused } from './setup-client.ts'

/** Pairs of connections at once. A registration is one password hash for the server, and a log-in another: more would only queue. */
const AT_ONCE = 8

/**
 * Registers accounts for all users of the plan, and makes friends of those who are to talk directly. Names begin with `prefix`, which must be new
 * to the server; the password is random and is nowhere kept but in the result. `progress` may throw a LoadError to stop it.
 * @throws LoadError
 */
export async function registerAccounts(
  target: Target,
  users: number,
  conversations: Plan['conversations'],
  prefix: string,
  progress: (registered: number) => void,
): Promise<Account[]> {
  const password = randomBytes(18).toString('base64url')
  const friendOf = new Map<number, number>()
  for (const { kind, members } of conversations) {
    const [a, b] = members
    if (kind === 'direct' && a !== undefined && b !== undefined) friendOf.set(a, b)
  }
  const accounts: Account[] = new Array(users)
  let registered = 0
  const isSecond = new Set(friendOf.values())
  const firsts = Array.from({ length: users }, (_, user) => user).filter(
    (user) => !isSecond.has(user),
  )
  const next = firsts.values()
  const registrar = async () => {
    for (const user of next) {
      const friend = friendOf.get(user)
      const pair = friend === undefined ? [user] : [user, friend]
      const made = await registerPair(
        target,
        pair.map((one) => `${prefix}${one}`),
        password,
      )
      for (const [place, account] of made.entries()) accounts[pair[place] as number] = account
      registered += made.length
      progress(registered)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, registrar))
  } catch (cause) {
    // What `progress` threw to end this is for the caller.
    throw cause instanceof LoadError ? cause : new LoadError(whyNot(cause as Error), { cause })
  }
  return accounts
}

/** One or two accounts; two become friends, by requests that cross. */
async function registerPair(
  target: Target,
  names: readonly string[],
  password: string,
): Promise<Account[]> {
  const clients: SetupClient[] = []
  try {
    const accounts: Account[] = []
    for (const user of names) {
      const client = await SetupClient.open(target)
      clients.push(client)
      await client.ask('register', { user, password })
      const { token } = await client.ask('login', { user, password, device: 'load' })
      accounts.push({ user, token, password })
    }
    const [first, second] = names
    if (second !== undefined) {
      await clients[0]?.ask('friend.request', { user: second })
      await clients[1]?.ask('friend.request', { user: first })
    }
    return accounts
  } finally {
    for (const client of clients) client.close()
  }
}

function whyNot(error: Error): string {
  if (error instanceof SetupRefused && error.code === 'forbidden') {
    return 'the server takes no registrations: give accounts with --tokens FILE'
  }
  return `the accounts could not be registered: ${error.message}`
}
