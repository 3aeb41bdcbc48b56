import type { CounterValues } from './generator/counters.ts'
import {
  type Histograms,
  LATENCY_KINDS,
  newHistogram,
  newHistograms,
} from './generator/latency-recorder.ts'
import type { Latencies, PhaseResult, TimelinePoint } from './report/load-result.ts'
import { binLogarithmically, summarize } from './report/summarize.ts'
import type { Phase } from './scenarios/plan.ts'

const PHASE_KINDS = ['acknowledge', 'delivery', 'passwordLogin', 'reconnect'] as const

/**
 * Merges what the workers recorded: into the whole, into the phase it happened in, and into the current point of the timeline. Percentiles are only
 * ever taken from merged histograms.
 */
export class Recorder {
  readonly #whole = newHistograms()
  readonly #phases: readonly { phase: Phase; histograms: Histograms }[]
  readonly #recent = newHistogram()
  readonly points: TimelinePoint[] = []
  #before: CounterValues | undefined
  #beforeUs = 0

  constructor(phases: readonly Phase[]) {
    this.#phases = phases.map((phase) => ({ phase, histograms: newHistograms() }))
  }

  /** @param seconds when the interval ended, since the measured part began */
  merge(half: Histograms, seconds: number): void {
    const current = this.#phases.findLast(({ phase }) => phase.fromSeconds <= seconds)
    for (const kind of LATENCY_KINDS) {
      const histogram = half[kind]
      if (histogram.count === 0) continue
      this.#whole[kind].add(histogram)
      current?.histograms[kind].add(histogram)
      if (kind === 'delivery') this.#recent.add(histogram)
    }
  }

  /** From here on the first point of the timeline counts. */
  begin(counters: CounterValues, nowUs: number): void {
    this.#before = counters
    this.#beforeUs = nowUs
  }

  /** Ends a point of the timeline. `nowUs` is the run's time, `seconds` as for `merge`. */
  addPoint(counters: CounterValues, nowUs: number, seconds: number): TimelinePoint {
    const before = this.#before ?? counters
    const elapsed = Math.max(1, nowUs - this.#beforeUs) / 1_000_000
    const rate = (now: number, then: number) => (now - then) / elapsed
    const isMeasured = this.#recent.count > 0
    const point: TimelinePoint = {
      seconds,
      sent: rate(counters.sent, before.sent),
      acknowledged: rate(counters.acknowledged, before.acknowledged),
      delivered: rate(counters.delivered, before.delivered),
      errors: rate(counters.errors, before.errors),
      logins: rate(counters.logins, before.logins),
      online: counters.online,
      p50: isMeasured ? this.#recent.percentile(50) : null,
      p95: isMeasured ? this.#recent.percentile(95) : null,
      p99: isMeasured ? this.#recent.percentile(99) : null,
    }
    this.points.push(point)
    this.#recent.reset()
    this.#before = counters
    this.#beforeUs = nowUs
    return point
  }

  latencies(): Latencies {
    const summaries = LATENCY_KINDS.map((kind) => [kind, summarize(this.#whole[kind])])
    return Object.fromEntries(summaries) as Latencies
  }

  /** Those that began before the end. One phase alone is the whole, and not worth saying. */
  phases(endSeconds: number): PhaseResult[] {
    const begun = this.#phases.filter(({ phase }) => phase.fromSeconds < endSeconds)
    if (begun.length < 2) return []
    return begun.map(({ phase, histograms }, index) => {
      const summaries = PHASE_KINDS.map((kind) => [kind, summarize(histograms[kind])])
      return {
        name: phase.name,
        fromSeconds: phase.fromSeconds,
        toSeconds: begun[index + 1]?.phase.fromSeconds ?? endSeconds,
        ...(Object.fromEntries(summaries) as Pick<PhaseResult, (typeof PHASE_KINDS)[number]>),
      }
    })
  }

  /** Of all phases that are chosen together, which need not follow each other. */
  during(isChosen: (phase: Phase) => boolean): Pick<Latencies, 'acknowledge' | 'delivery'> {
    const together = { acknowledge: newHistogram(), delivery: newHistogram() }
    for (const { phase, histograms } of this.#phases) {
      if (!isChosen(phase)) continue
      // An empty histogram takes part with its limits for values.
      if (histograms.acknowledge.count > 0) together.acknowledge.add(histograms.acknowledge)
      if (histograms.delivery.count > 0) together.delivery.add(histograms.delivery)
    }
    return {
      acknowledge: summarize(together.acknowledge),
      delivery: summarize(together.delivery),
    }
  }

  distributions() {
    return {
      acknowledge: binLogarithmically(this.#whole.acknowledge),
      delivery: binLogarithmically(this.#whole.delivery),
    }
  }
}
