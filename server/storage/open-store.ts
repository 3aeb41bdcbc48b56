// Runs on: storage worker
import { openDriver } from './open-driver.ts'
import { sqlStore } from './sql-store.ts'
import { parseStorageUrl } from './storage-url.ts'
import type { Store } from './store.ts'

export interface StoreOptions {
  /** `sqlite:/path/to/file.db` or `mysql://user:password@host:port/database`. */
  url: string
  /** `read-only` for threads that must never hold up the one that writes. */
  mode: 'read-write' | 'read-only'
}

/**
 * Opens a database that `migrate` has made. A store stays good through an outage, however long: it needs no opening again.
 * @throws StorageConfigError when it cannot be opened with these settings
 * @throws StorageUnavailable when the database cannot be reached now
 */
export async function openStore({ url, mode }: StoreOptions): Promise<Store> {
  return sqlStore(await openDriver(parseStorageUrl(url), mode))
}
