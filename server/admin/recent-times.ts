import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks'

export interface Percentiles {
  p50: number
  p99: number
}

const MICROSECONDS = 1_000
const NANOSECONDS = 1_000_000
/** Every read looks at the last one to two spans. */
const SPAN_MS = 5_000
/** Two digits in up to a minute: a few kilobytes, and merged in microseconds. */
const RANGE = { lowest: 1, highest: 60_000_000, figures: 2 } as const
/** The monitor asks to be woken so often; what it measures is that, and the delay on top. */
const RESOLUTION_MS = 20

/** Durations of the last five to ten seconds. Recording one costs a tenth of a microsecond. */
export class RecentTimes {
  #current: RecordableHistogram = createHistogram(RANGE)
  #former: RecordableHistogram = createHistogram(RANGE)
  #turnedAtMs: number

  constructor(nowMs: number) {
    this.#turnedAtMs = nowMs
  }

  record(ms: number): void {
    // The histogram takes whole numbers from 1 on and throws at anything else.
    this.#current.record(Math.min(Math.max(1, Math.round(ms * MICROSECONDS)), RANGE.highest))
  }

  /** 0 where nothing was recorded. */
  read(nowMs: number): Percentiles {
    if (nowMs - this.#turnedAtMs >= SPAN_MS) {
      this.#turnedAtMs = nowMs
      ;[this.#current, this.#former] = [this.#former, this.#current]
      this.#current.reset()
    }
    const all = createHistogram(RANGE)
    all.add(this.#former)
    all.add(this.#current)
    if (all.count === 0) return { p50: 0, p99: 0 }
    return { p50: all.percentile(50) / MICROSECONDS, p99: all.percentile(99) / MICROSECONDS }
  }
}

/** How late the main thread is, over the same time. */
export class EventLoopDelay {
  readonly #monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  #former: Percentiles = { p50: 0, p99: 0 }
  #turnedAtMs: number

  constructor(nowMs: number) {
    this.#turnedAtMs = nowMs
    this.#monitor.enable()
  }

  read(nowMs: number): Percentiles {
    const current = {
      p50: this.#delay(50),
      p99: this.#delay(99),
    }
    // Two of these cannot be merged; the worse of both is what an operator needs to see.
    const shown = { p50: current.p50, p99: Math.max(current.p99, this.#former.p99) }
    if (nowMs - this.#turnedAtMs >= SPAN_MS) {
      this.#turnedAtMs = nowMs
      this.#former = current
      this.#monitor.reset()
    }
    return shown
  }

  stop(): void {
    this.#monitor.disable()
  }

  #delay(percentile: number): number {
    if (this.#monitor.count === 0) return 0
    return Math.max(0, this.#monitor.percentile(percentile) / NANOSECONDS - RESOLUTION_MS)
  }
}
