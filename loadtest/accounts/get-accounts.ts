import { randomBytes } from 'node:crypto'
import { LoadError } from '../load-error.ts'
import type { LoadOptions } from '../load-options.ts'
import type { Progress } from '../progress/progress.ts'
import { formatCount } from '../report/format.ts'
import type { Plan } from '../scenarios/plan.ts'
import type { Target } from '../wire/transport.ts'
import type { Account } from './account.ts'
import type { LocalServer, NoLocalServer } from './local-server.ts'
import { registerAccounts } from './register-accounts.ts'
import { seedAccounts } from './seed-accounts.ts'
import { readPasswordFile, readTokenFile, writeTokenFile } from './token-file.ts'

/** What accounts are made for. */
export interface AccountNeeds {
  readonly target: Target
  readonly plan: Plan
  /** New to the server, so that no account has a past that the verifier would have to know. */
  readonly prefix: string
}

/**
 * Accounts for all users of the plan, friends where the plan wants them to be: from a file, else made by the server itself when it is on this
 * machine, else registered over the protocol. `checkpoint` is called now and then and may throw to stop it.
 * @throws LoadError
 */
export async function getAccounts(
  options: LoadOptions,
  needs: AccountNeeds,
  server: LocalServer | NoLocalServer,
  progress: Progress,
  checkpoint: () => void,
): Promise<Account[]> {
  if (options.tokensFile !== undefined) return readAccounts(options.tokensFile, options)
  const accounts = await makeAccounts(options, needs, server, progress, checkpoint)
  if (options.saveTokensFile !== undefined) await writeTokenFile(options.saveTokensFile, accounts)
  return accounts
}

async function readAccounts(path: string, options: LoadOptions): Promise<Account[]> {
  const accounts = await readTokenFile(path, options.users)
  if (options.passwordFile === undefined) return accounts
  const password = await readPasswordFile(options.passwordFile)
  return accounts.map((account) => ({ ...account, password }))
}

function makeAccounts(
  { users, accounts: way }: LoadOptions,
  { target, plan, prefix }: AccountNeeds,
  server: LocalServer | NoLocalServer,
  progress: Progress,
  checkpoint: () => void,
): Promise<Account[]> {
  const crowd = `${formatCount(users)} accounts`
  if ('admin' in server && way !== 'register') {
    progress.note(`${crowd}: made by the server itself, over ${server.path}`)
    return seedAccounts(server.admin, seedOrder(plan, prefix, users), (made) => {
      checkpoint()
      progress.step(`making users: ${made} of ${users}`)
    })
  }
  const whyNot = 'whyNot' in server ? server.whyNot : 'as --accounts says'
  if (way === 'socket') throw new LoadError(`--accounts socket: ${whyNot}`)
  progress.note(
    `${crowd}: registered over the protocol, ${way === 'register' ? 'as --accounts says' : `because ${whyNot}`}`,
  )
  return registerAccounts(target, users, plan.conversations, `${prefix}-`, (registered) => {
    // Thousands of registrations take minutes: whoever interrupts them means it.
    checkpoint()
    progress.step(`registering users: ${registered} of ${users} (--tokens uses ones that exist)`)
  })
}

function seedOrder({ conversations, people }: Plan, prefix: string, count: number) {
  const hasPairs = conversations.some(({ kind }) => kind === 'direct')
  // Only who is outside comes in by password, and one hash serves a thousand accounts.
  const needsPassword = people.some(({ entrance }) => entrance === 'outside')
  return {
    prefix,
    count,
    friends: hasPairs ? 'pairs' : 'none',
    ...(needsPassword ? { password: randomBytes(18).toString('base64url') } : {}),
  } as const
}
