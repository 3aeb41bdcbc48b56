import { setTimeout as pause } from 'node:timers/promises'

const PATIENCE_MS = 15_000
const POLL_MS = 30

/** Waits until what is read is as it should be, and answers it; says what it was when it never is. */
export async function until<T>(read: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const value = await read()
    if (fits(value)) return value
    if (performance.now() > deadline) {
      throw new Error(`waited in vain for ${fits}; it is ${JSON.stringify(value)}`)
    }
    await pause(POLL_MS)
  }
}
