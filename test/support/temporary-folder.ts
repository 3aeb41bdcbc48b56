import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a test has to end with it: tap's `t`, or anything with a `teardown`. */
export interface Teardown {
  teardown(end: () => unknown): unknown
}

/** A folder of the test's own, removed when the test ends. */
export function temporaryFolder(t: Teardown): string {
  const folder = makeTemporaryFolder()
  t.teardown(() => removeFolder(folder))
  return folder
}

/** For helpers that end by other means than a test's teardown. */
export const makeTemporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'teahouse-test-'))

/** Retries: a server that has just been killed may still be writing its last file. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
