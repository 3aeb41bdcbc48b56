import type { LinkTarget } from '../generator/link.ts'
import type { LoadOptions } from '../load-options.ts'
import type { Plan } from '../scenarios/plan.ts'
import type { Account } from './account.ts'
import { registerAccounts } from './register-accounts.ts'
import { readPasswordFile, readTokenFile, writeTokenFile } from './token-file.ts'

/**
 * Accounts for all users of the plan, friends where the plan wants them to be: from a file, or registered over the protocol. Making them in bulk
 * through a local server's admin socket belongs here as a third way, between the two.
 * @throws LoadError
 */
export async function getAccounts(
  options: LoadOptions,
  target: LinkTarget,
  plan: Plan,
  prefix: string,
  progress: (ready: number) => void,
): Promise<Account[]> {
  if (options.tokensFile !== undefined) {
    const accounts = await readTokenFile(options.tokensFile, options.users)
    if (options.passwordFile === undefined) return accounts
    const password = await readPasswordFile(options.passwordFile)
    return accounts.map((account) => ({ ...account, password }))
  }
  const accounts = await registerAccounts(
    target,
    options.users,
    plan.conversations,
    prefix,
    progress,
  )
  if (options.saveTokensFile !== undefined) await writeTokenFile(options.saveTokensFile, accounts)
  return accounts
}
