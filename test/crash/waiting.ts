export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

/** Resolves when it holds or the time is over, whichever is first: what follows looks for itself. */
export async function until(holds: () => boolean, timeoutMs: number): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs
  while (!holds() && performance.now() < giveUpAt) await pause(20)
}
