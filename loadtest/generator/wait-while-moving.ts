const POLL_MS = 20

/**
 * Waits until `isDone`. Gives up when nothing has moved for `stallMs`, or after `maxMs` whatever moves; `progress` is any number that changes while
 * something does.
 * @returns whether it was done
 */
export async function waitWhileMoving(
  isDone: () => boolean,
  progress: () => number,
  limits: { readonly stallMs: number; readonly maxMs: number },
): Promise<boolean> {
  const startMs = performance.now()
  let last = progress()
  let movedMs = startMs
  while (!isDone()) {
    const nowMs = performance.now()
    const now = progress()
    if (now !== last) movedMs = nowMs
    last = now
    if (nowMs - movedMs > limits.stallMs || nowMs - startMs > limits.maxMs) return false
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return true
}
