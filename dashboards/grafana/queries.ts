import type { Query } from './panel.ts'

/** The servers that are chosen at the top of the dashboard. */
const CHOSEN = 'instance=~"$instance"'

/** A metric of the chosen servers, with further matchers: `series('teahouse_errors_total', 'code!="busy"')`. */
export const series = (metric: string, matchers?: string): string =>
  `${metric}{${matchers === undefined ? CHOSEN : `${CHOSEN},${matchers}`}}`

/** How fast a counter grows, a second. Grafana puts in a span that fits the scrapes and the screen. */
export const rate = (metric: string, matchers?: string): string =>
  `rate(${series(metric, matchers)}[$__rate_interval])`

export const perSecond = (metric: string, matchers?: string): string =>
  `sum(${rate(metric, matchers)})`

export const perSecondBy = (label: string, metric: string, matchers?: string): string =>
  `sum by (${label}) (${rate(metric, matchers)})`

/** The percentile of a histogram over all chosen servers: buckets are added, never percentiles. */
export function percentile(percent: number, metric: string, matchers?: string): string {
  const buckets = `sum by (le) (${rate(`${metric}_bucket`, matchers)})`
  return `histogram_quantile(${percent / 100}, ${buckets})`
}

export const percentiles = (metric: string, matchers?: string): Query[] =>
  [50, 99].map((percent): Query => [percentile(percent, metric, matchers), `p${percent}`])

export const mean = (metric: string): string =>
  `${perSecond(`${metric}_sum`)} / ${perSecond(`${metric}_count`)}`
