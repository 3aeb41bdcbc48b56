/**
 * Microseconds on one clock for all threads of this process. `performance.now()` is the cheapest clock there is, but each
 * thread counts from its own start; `hrtime` counts from the same moment everywhere. Read once each, they give the
 * difference, so that a message's intended time, taken in one worker, can be subtracted in another.
 */
const threadStartUs = Number(process.hrtime.bigint() / 1_000n) - performance.now() * 1_000

export function monotonicUs(): number {
  return threadStartUs + performance.now() * 1_000
}
