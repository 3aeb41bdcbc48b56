import { MAX_SEED } from '../../protocol/admin.ts'
import { LoadError } from '../load-error.ts'
import type { Account } from './account.ts'
import type { SetupClient } from './setup-client.ts'

export interface SeedOrder {
  /** Accounts are named by it and a number; letters, digits and `-`, at most 16. */
  readonly prefix: string
  readonly count: number
  /** `pairs`: neighbours are friends, the even one first, as in every plan and every tokens file. */
  readonly friends: 'pairs' | 'none'
  /** Without it only the tokens open them. */
  readonly password?: string
}

/**
 * Makes accounts through a server's admin socket, a frame's worth at a time: some milliseconds for a thousand of them, where registering takes the
 * server a password hash for each. `progress` may throw a LoadError to stop it.
 * @throws LoadError
 */
export async function seedAccounts(
  admin: Pick<SetupClient, 'askAdmin'>,
  { prefix, count, friends, password }: SeedOrder,
  progress: (made: number) => void = () => {},
): Promise<Account[]> {
  const secret = password === undefined ? {} : { password }
  const accounts: Account[] = []
  while (accounts.length < count) {
    const made = accounts.length
    const order = { prefix, from: made + 1, count: Math.min(MAX_SEED, count - made), friends }
    const { users } = await admin
      .askAdmin('users.seed', { ...order, ...secret })
      .catch((cause: Error) => {
        throw new LoadError(`the server could not make the accounts: ${cause.message}`, { cause })
      })
    for (const user of users) accounts.push({ ...user, ...secret })
    progress(accounts.length)
  }
  return accounts
}
