import type { Random } from './random.ts'

const TICK_US = 1_000

/** One stream of arrivals: many who each act at random moments are together one Poisson process of the summed rate. */
export class ArrivalStream {
  readonly #perSecond: number
  readonly #random: Random
  readonly #release: (intendedUs: number) => void
  #factor = 1
  #isRunning = false
  /** When the next one is due. */
  nextUs = Number.POSITIVE_INFINITY

  constructor(perSecond: number, random: Random, release: (intendedUs: number) => void) {
    this.#perSecond = perSecond
    this.#random = random
    this.#release = release
  }

  start(nowUs: number): void {
    this.#isRunning = true
    this.nextUs = nowUs + this.#pauseUs()
  }

  stop(): void {
    this.#isRunning = false
    this.nextUs = Number.POSITIVE_INFINITY
  }

  /** Changes the pace from now on. The process has no memory, so that a new draw is as good as the old one. */
  setFactor(factor: number, nowUs: number): void {
    this.#factor = factor
    if (this.#isRunning) this.nextUs = nowUs + this.#pauseUs()
  }

  /** Lets the next one happen, as of `intendedUs`, and draws the one after it. */
  release(intendedUs: number): void {
    this.nextUs += this.#pauseUs()
    this.#release(intendedUs)
  }

  #pauseUs(): number {
    const perSecond = this.#perSecond * this.#factor
    return perSecond > 0
      ? this.#random.exponential(1_000_000 / perSecond)
      : Number.POSITIVE_INFINITY
  }
}

export interface PacerClock {
  nowUs(): number
  /** Calls back after so many whole milliseconds, or somewhat later. */
  after(ms: number, callback: () => void): void
}

/**
 * Releases what is due, with a single timer. Timers know milliseconds only, so the schedule has that resolution too: an arrival is
 * meant for the first whole millisecond, counted from when the timer was set, that is not before it. That keeps the generator's own rounding out of the
 * latencies, and nothing else: when the timer comes late, because this thread or the machine was busy, everything that was due
 * meanwhile keeps the moment it was meant for, and the wait is counted.
 */
export class Pacer {
  readonly #streams: readonly ArrivalStream[]
  readonly #clock: PacerClock
  readonly #recordLateness: (us: number) => void
  #isRunning = false
  /** When the timer was set. */
  #armedUs = 0
  #timers = 0

  constructor(
    streams: readonly ArrivalStream[],
    clock: PacerClock,
    recordLateness: (us: number) => void,
  ) {
    this.#streams = streams
    this.#clock = clock
    this.#recordLateness = recordLateness
  }

  start(): void {
    this.#isRunning = true
    const nowUs = this.#clock.nowUs()
    for (const stream of this.#streams) stream.start(nowUs)
    this.#arm()
  }

  /** What was due until now is still released: a pacer that comes late must not forget what it came late for. */
  stop(): void {
    if (this.#isRunning) this.#releaseDue()
    this.#isRunning = false
    for (const stream of this.#streams) stream.stop()
  }

  /** After the pace has changed. */
  rearm(): void {
    if (this.#isRunning) this.#arm()
  }

  #arm(): void {
    let nextUs = Number.POSITIVE_INFINITY
    for (const stream of this.#streams) if (stream.nextUs < nextUs) nextUs = stream.nextUs
    if (nextUs === Number.POSITIVE_INFINITY) return
    this.#armedUs = this.#clock.nowUs()
    const waitMs = Math.max(1, Math.ceil((nextUs - this.#armedUs) / TICK_US))
    const timer = ++this.#timers
    // A timer that another has replaced comes to nothing.
    this.#clock.after(Math.min(waitMs, 0x7fff_ffff), () => {
      if (timer !== this.#timers || !this.#isRunning) return
      this.#releaseDue()
      this.#arm()
    })
  }

  #releaseDue(): void {
    const nowUs = this.#clock.nowUs()
    for (const stream of this.#streams) {
      while (stream.nextUs <= nowUs) {
        const ticks = Math.ceil((stream.nextUs - this.#armedUs) / TICK_US)
        const intendedUs = Math.floor(Math.min(this.#armedUs + ticks * TICK_US, nowUs))
        this.#recordLateness(nowUs - intendedUs)
        stream.release(intendedUs)
      }
    }
  }
}
