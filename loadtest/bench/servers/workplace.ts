import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const RETRIES = 10

/** Starts a server in a folder of its own, on the disk where temporary files lie. One that does not start leaves none behind. */
export async function inWorkplace<S>(start: (folder: string) => Promise<S>): Promise<S> {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-bench-'))
  try {
    return await start(folder)
  } catch (error) {
    await clearWorkplace(folder)
    throw error
  }
}

/** A server that was killed may write for a moment longer. */
export const clearWorkplace = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: RETRIES })
