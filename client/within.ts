/** Waits for a promise, but not longer than this; leaves no timer behind. Resolves with whether it was in time. */
export async function within(promise: Promise<unknown>, atMostMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), atMostMs)
  })
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
