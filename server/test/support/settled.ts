/** What a frame causes takes a few turns of the event loop to arrive: the line, the work, the write at the end of the tick. */
const TURNS = 5

/** Lets everything that waits for nothing but its turn have its effect. */
export async function settled(): Promise<void> {
  for (let i = 0; i < TURNS; i += 1) await new Promise((resolve) => setImmediate(resolve))
}
