import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

export const LATENCY_KINDS = [
  'acknowledge',
  'delivery',
  'deliveryApart',
  'login',
  'passwordLogin',
  'reconnect',
  'lateness',
] as const
export type LatencyKind = (typeof LATENCY_KINDS)[number]
export type Histograms = Readonly<Record<LatencyKind, RecordableHistogram>>

/** Ten minutes: what takes longer is counted as that. */
const MAX_US = 600_000_000

/** From a microsecond to ten minutes, three digits, 180 kB. */
export const newHistogram = (): RecordableHistogram =>
  createHistogram({ lowest: 1, highest: MAX_US, figures: 3 })

export const newHistograms = (): Histograms =>
  Object.fromEntries(LATENCY_KINDS.map((kind) => [kind, newHistogram()])) as Record<
    LatencyKind,
    RecordableHistogram
  >

/**
 * Two sets of histograms in turn: while one is recorded into, the main thread, which sees the same memory, merges the other.
 * So an interval costs no allocation and no copy, and percentiles always come from merged histograms, never from averages.
 */
export class LatencyRecorder {
  readonly halves: readonly [Histograms, Histograms] = [newHistograms(), newHistograms()]
  #current = 0
  #isMerged = true

  record(kind: LatencyKind, us: number): void {
    const whole = us < 1 ? 1 : us > MAX_US ? MAX_US : Math.round(us)
    this.halves[this.#current as 0 | 1][kind].record(whole)
  }

  /** Ends the interval. @returns the half to be merged, or undefined while the one before it is not: then the interval goes on */
  turn(): 0 | 1 | undefined {
    if (!this.#isMerged) return undefined
    const full = this.#current as 0 | 1
    this.#current = 1 - full
    this.#isMerged = false
    return full
  }

  /** The main thread is done with what the last `turn` gave it. */
  merged(): void {
    const empty = this.halves[(1 - this.#current) as 0 | 1]
    for (const kind of LATENCY_KINDS) empty[kind].reset()
    this.#isMerged = true
  }
}
