import type { Sample } from './prometheus-text.ts'

export interface Bucket {
  readonly upTo: number
  readonly count: number
}

/** What one look at the endpoint found, by name. */
export class Scrape {
  readonly at: number
  readonly #byName = new Map<string, Sample[]>()

  constructor(samples: readonly Sample[], at: number) {
    this.at = at
    for (const sample of samples) {
      const same = this.#byName.get(sample.name)
      if (same === undefined) this.#byName.set(sample.name, [sample])
      else same.push(sample)
    }
  }

  /** Of all labels together; undefined where the server does not export it. */
  sum(name: string): number | undefined {
    return this.#byName.get(name)?.reduce((sum, { value }) => sum + value, 0)
  }

  by(name: string, label: string): Record<string, number> | undefined {
    const samples = this.#byName.get(name)
    if (samples === undefined) return undefined
    const found: Record<string, number> = {}
    for (const { labels, value } of samples) {
      const key = labels[label]
      if (key !== undefined) found[key] = (found[key] ?? 0) + value
    }
    return found
  }

  label(name: string, label: string): string | undefined {
    return this.#byName.get(name)?.[0]?.labels[label]
  }

  /** Of a histogram, cumulative, in order. */
  buckets(name: string): Bucket[] {
    const counts = new Map<number, number>()
    for (const { labels, value } of this.#byName.get(`${name}_bucket`) ?? []) {
      const upTo = labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le'])
      if (!Number.isNaN(upTo)) counts.set(upTo, (counts.get(upTo) ?? 0) + value)
    }
    return [...counts].map(([upTo, count]) => ({ upTo, count })).sort((a, b) => a.upTo - b.upTo)
  }
}

/** So many a second between two looks; undefined where one of them does not know, or the server was started anew in between. */
export function rate(before: Scrape | undefined, now: Scrape, name: string): number | undefined {
  const [from, to] = [before?.sum(name), now.sum(name)]
  const seconds = (now.at - (before?.at ?? now.at)) / 1_000
  if (from === undefined || to === undefined || to < from || seconds <= 0) return undefined
  return Math.round(((to - from) / seconds) * 10) / 10
}

/**
 * The quantile of what was measured between two looks, in the histogram's unit, drawn straight within a bucket as Prometheus does it. 0 when nothing was; the last bound for
 * what lies beyond it.
 */
export function quantile(
  before: Scrape | undefined,
  now: Scrape,
  name: string,
  share: number,
): number | undefined {
  const buckets = now.buckets(name)
  if (buckets.length === 0) return undefined
  const earlier = new Map(before?.buckets(name).map(({ upTo, count }) => [upTo, count]))
  const isNew = buckets.some(({ upTo, count }) => count < (earlier.get(upTo) ?? 0))
  const grown = buckets.map(({ upTo, count }) => ({
    upTo,
    count: count - (isNew ? 0 : (earlier.get(upTo) ?? 0)),
  }))
  const wanted = (grown.at(-1)?.count ?? 0) * share
  if (wanted === 0) return 0
  let [floor, below] = [0, 0]
  for (const { upTo, count } of grown) {
    if (count >= wanted) {
      if (upTo === Number.POSITIVE_INFINITY) return floor
      return floor + ((upTo - floor) * (wanted - below)) / Math.max(1, count - below)
    }
    ;[floor, below] = [upTo, count]
  }
  return floor
}
