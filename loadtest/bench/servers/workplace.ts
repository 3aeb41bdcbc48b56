import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const RETRIES = 10

/** A folder for a server's files, on the disk where temporary files lie. */
export const makeWorkplace = (): string => mkdtempSync(join(tmpdir(), 'teahouse-bench-'))

/** A server that was killed may write for a moment longer. */
export const clearWorkplace = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: RETRIES })
