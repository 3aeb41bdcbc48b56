import type { RecordableHistogram } from 'node:perf_hooks'
import type { Bin, LatencySummary } from './load-result.ts'

/** null for a histogram without values. */
export function summarize(histogram: RecordableHistogram): LatencySummary | null {
  if (histogram.count === 0) return null
  return {
    count: histogram.count,
    min: histogram.min,
    mean: histogram.mean,
    p50: histogram.percentile(50),
    p95: histogram.percentile(95),
    p99: histogram.percentile(99),
    p999: histogram.percentile(99.9),
    max: histogram.max,
  }
}

const BINS_PER_DECADE = 10
const SEARCH_STEPS = 24

/**
 * The histogram in bins of equal width on a logarithmic axis. It answers "which value has so many below it", so that each border is
 * looked for by halving; between the bins' sum and the count there is no difference.
 */
export function binLogarithmically(histogram: RecordableHistogram): Bin[] {
  if (histogram.count === 0) return []
  const first = Math.floor(Math.log10(histogram.min) * BINS_PER_DECADE)
  const last = Math.floor(Math.log10(histogram.max) * BINS_PER_DECADE)
  const border = (bin: number) => 10 ** (bin / BINS_PER_DECADE)
  const bins: Bin[] = []
  let below = 0
  for (let bin = first; bin <= last; bin++) {
    const upTo = bin === last ? histogram.count : countBelow(histogram, border(bin + 1))
    bins.push({ fromUs: border(bin), toUs: border(bin + 1), count: upTo - below })
    below = upTo
  }
  return bins
}

function countBelow(histogram: RecordableHistogram, us: number): number {
  let low = 0
  let high = 100
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const middle = (low + high) / 2
    if (histogram.percentile(middle) < us) low = middle
    else high = middle
  }
  return Math.round((low / 100) * histogram.count)
}
