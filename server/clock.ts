/** Passed in, so that a test can turn it. */
export interface Clock {
  /** Milliseconds since 1970, UTC: for what people see and the database keeps. */
  now(): number
  /** Milliseconds since some start, never going back: for measuring and limiting. */
  monotonicMs(): number
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
}
