import { patience } from './chat-client-error.ts'
import type { Timing } from './timing.ts'

/**
 * Pauses between attempts to connect: "full jitter", anything from nothing to a ceiling that doubles. When a server comes back, its
 * thousands of clients then come spread over the whole span and not in waves.
 */
export class Backoff {
  readonly #timing: Timing
  readonly #random: () => number
  #attempts = 0

  constructor(timing: Timing, random: () => number = Math.random) {
    this.#timing = timing
    this.#random = random
  }

  /** The next pause. `retryAfterMs` is what the server asked for, if it did: then never less than that. */
  next(retryAfterMs?: number): number {
    const ceiling = Math.min(
      this.#timing.firstPauseMs * 2 ** this.#attempts,
      this.#timing.maxPauseMs,
    )
    this.#attempts = Math.min(this.#attempts + 1, 32)
    const pauseMs = this.#random() * ceiling
    return Math.round(Math.max(pauseMs, retryAfterMs === undefined ? 0 : patience(retryAfterMs)))
  }

  reset(): void {
    this.#attempts = 0
  }
}
