import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { AdminOptions, AdminTask } from '../dashboards/admin/admin.ts'
import { UsageError } from './chat-options.ts'
import type { OptionTable } from './option-table.ts'

const ADMIN_SOCKET = 'admin.sock'
const MAX_ACCOUNTS = 1_000_000

type ReachOption = 'data' | 'socket' | 'json'

/** What every `teahouse admin …` takes: which server, and how to say it. */
export const ADMIN_OPTIONS: OptionTable<ReachOption> = {
  data: {
    value: 'folder',
    default: './data',
    help: "the server's data folder, which holds its admin socket",
  },
  socket: { value: 'file', help: 'the admin socket itself, instead of --data' },
  json: { help: 'answer in JSON, for scripts' },
}

export type SeedOption = ReachOption | 'count' | 'friends' | 'prefix' | 'password-file' | 'out'

export const SEED_OPTIONS: OptionTable<SeedOption> = {
  ...ADMIN_OPTIONS,
  count: { value: 'n', default: '100', help: 'how many accounts' },
  friends: {
    value: 'pairs|none',
    default: 'pairs',
    help: 'pairs: the first and the second are friends, the third and the fourth, and so on',
  },
  prefix: { value: 'name', default: 'load', help: 'accounts are named load-000001 and so on' },
  'password-file': {
    value: 'file',
    help: 'a file whose first line is the password of all of them; without it only the tokens open them',
  },
  out: {
    value: 'file',
    help: 'where the lines {"user":…,"token":…} go; standard output without it',
  },
}

type Raw<Name extends string> = Partial<Record<Name, string>>

/** How to reach the server. */
export function reachOptions(raw: Raw<ReachOption>): Pick<AdminOptions, 'socket' | 'json'> {
  const socket = raw.socket ?? join(raw.data ?? '.', ADMIN_SOCKET)
  return { socket: resolve(socket), json: raw.json === 'true' || raw.json === '1' }
}

/** @throws UsageError with all that is wrong */
export function seedTask(raw: Raw<SeedOption>): AdminTask {
  const problems: string[] = []
  const count = Number(raw.count)
  const { friends, prefix = '' } = raw
  if (!Number.isInteger(count) || count < 1 || count > MAX_ACCOUNTS) {
    problems.push(`--count must be a whole number from 1 to ${MAX_ACCOUNTS}`)
  }
  if (friends !== 'pairs' && friends !== 'none') problems.push('--friends must be pairs or none')
  if (!/^[a-z][a-z0-9-]{0,15}$/.test(prefix)) {
    problems.push('--prefix must be at most 16 of a-z, 0-9 and -, and begin with a letter')
  }
  const password = readPassword(raw['password-file'], problems)
  if (problems.length > 0) throw new UsageError(problems)
  return {
    name: 'users seed',
    count,
    friends: friends === 'none' ? 'none' : 'pairs',
    prefix,
    password,
    out: raw.out,
  }
}

function readPassword(file: string | undefined, problems: string[]): string | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)[0]
  } catch (error) {
    problems.push(`--password-file cannot be read: ${(error as Error).message}`)
    return undefined
  }
}
