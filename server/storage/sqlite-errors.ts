// Runs on: storage worker
import { DuplicateKey } from './driver.ts'
import { StorageUnavailable } from './storage-unavailable.ts'

/**
 * What can pass without anybody changing the program: locked by another process for too long, a full or failing disk, a file system that was
 * remounted read-only, no memory, no descriptors.
 */
const OUTAGES = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL|NOMEM|INTERRUPT)(_|$)/
const DUPLICATES = new Set([
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_CONSTRAINT_ROWID',
])

/** What the store's callers may see of an error of SQLite's; anything else stays what it is. */
export function translateSqliteError(error: unknown): unknown {
  const code = sqliteCode(error)
  if (code === undefined) return error
  if (DUPLICATES.has(code)) return new DuplicateKey({ cause: error })
  if (!OUTAGES.test(code)) return error
  return new StorageUnavailable(`SQLite: ${(error as Error).message} (${code})`, { cause: error })
}

export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : undefined
}
