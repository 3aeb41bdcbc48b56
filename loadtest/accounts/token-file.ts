import { readFile, writeFile } from 'node:fs/promises'
import { LoadError } from '../load-error.ts'
import type { Account } from './account.ts'

/**
 * The first `count` accounts of a file of JSON lines `{"user":…,"token":…}`. The lines 2k and 2k + 1, counted from 0, are friends.
 * @throws LoadError
 */
export async function readTokenFile(path: string, count: number): Promise<Account[]> {
  const text = await readText('--tokens', path)
  const accounts: Account[] = []
  const seen = new Set<string>()
  for (const [index, line] of text.split('\n').entries()) {
    if (accounts.length === count) break
    if (line.trim() === '') continue
    const account = readLine(line)
    if (account === undefined) {
      throw new LoadError(
        `--tokens: line ${index + 1} of ${path} is not {"user":"…","token":"…"} (is this the right file?)`,
      )
    }
    if (seen.has(account.user)) {
      throw new LoadError(`--tokens: line ${index + 1} of ${path} repeats ${account.user}`)
    }
    seen.add(account.user)
    accounts.push(account)
  }
  if (accounts.length < count) {
    throw new LoadError(
      `--tokens: ${path} has ${accounts.length} accounts, and this run wants ${count}: give --users ${accounts.length} or make more`,
    )
  }
  return accounts
}

/**
 * The password in a file, its first line.
 * @throws LoadError
 */
export async function readPasswordFile(path: string): Promise<string> {
  const [password = ''] = (await readText('--password-file', path)).split(/\r?\n/)
  if (password === '') throw new LoadError(`--password-file: ${path} is empty`)
  return password
}

/** Readable by the owner only: a token is as good as a password. */
export async function writeTokenFile(path: string, accounts: readonly Account[]): Promise<void> {
  const lines = accounts.map(({ user, token }) => `${JSON.stringify({ user, token })}\n`)
  try {
    await writeFile(path, lines.join(''), { mode: 0o600 })
  } catch (cause) {
    throw new LoadError(`--save-tokens: cannot write ${path}: ${(cause as Error).message}`, {
      cause,
    })
  }
}

function readLine(line: string): Account | undefined {
  try {
    const { user, token } = JSON.parse(line) as { user?: unknown; token?: unknown }
    if (typeof user === 'string' && typeof token === 'string') return { user, token }
  } catch {
    // What is no JSON is no account either.
  }
  return undefined
}

async function readText(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new LoadError(`${option}: cannot read ${path}: ${(cause as Error).message}`, { cause })
  }
}
