import { HistogramTally } from './histogram-tally.ts'

/** Waking an idle process takes a fifth of a percent of a core at this pace; a busy one is awake. */
const EVERY_MS = 50
/** A machine that slept is no server that was blocked. */
const MAX_DELAY_MS = 60_000
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/**
 * How long what happens has to wait until the main thread turns to it, as if something happened every 50 ms: a thread that is blocked for a second counts as
 * the twenty that would have waited, not as one. A histogram of our own because the one of perf_hooks includes its own interval, and has to be emptied
 * by its reader, of which there may be several.
 */
export class LoopDelay {
  readonly seconds = new HistogramTally(SECONDS)
  readonly #timer: NodeJS.Timeout
  #dueMs = performance.now() + EVERY_MS

  constructor() {
    this.#timer = setInterval(() => this.woken(performance.now()), EVERY_MS).unref()
  }

  /** The thread has time for us at `nowMs`. */
  woken(nowMs: number): void {
    let delayMs = Math.min(Math.max(0, nowMs - this.#dueMs), MAX_DELAY_MS)
    this.#dueMs = nowMs + EVERY_MS
    do {
      this.seconds.record(delayMs / 1000)
      delayMs -= EVERY_MS
    } while (delayMs > 0)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
