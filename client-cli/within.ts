import { setTimeout as pause } from 'node:timers/promises'

/** Waits for a promise, but not longer than this; leaves no timer behind. Resolves with whether it was in time. */
export async function within(promise: Promise<unknown>, atMostMs: number): Promise<boolean> {
  const inTime = new AbortController()
  const late = pause(atMostMs, false, { signal: inTime.signal }).catch(() => false)
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    inTime.abort()
  }
}
