import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from './log.ts'
import { StorageUnavailable } from './storage/storage-unavailable.ts'

const RETRY_MS = 1_000
/** A database that starts with the machine, as ours does, may take this long. */
const PATIENCE_MS = 60_000

/**
 * Asks at the start of the server, again and again for a minute where the database is not there yet. Any other failure is passed on. Rejects with the signal's reason once
 * that is aborted: who stops a server that waits is not kept waiting.
 */
export async function whenDatabaseAnswers<T>(
  ask: () => Promise<T>,
  log: Logger,
  stop: AbortSignal,
): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    stop.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      stop.throwIfAborted()
      if (!(error instanceof StorageUnavailable) || performance.now() > giveUpAt) throw error
      log.warn({ reason: error.message }, 'waiting for the database')
      // Aborted it rejects, and the next round says so.
      await pause(RETRY_MS, undefined, { signal: stop }).catch(() => {})
    }
  }
}
