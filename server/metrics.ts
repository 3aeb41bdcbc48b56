import { collectDefaultMetrics, type Histogram, type Metric, Registry } from 'prom-client'
import type { Figures } from './metrics/figures.ts'
import { HistogramTally } from './metrics/histogram-tally.ts'
import { METRICS, type MetricRow, type Reading } from './metrics/metric-table.ts'
import { Tally } from './metrics/tally.ts'

/**
 * Of what prom-client knows of any process, what is not worth its price. Those that walk all sockets, or ask the system for a list of them, take ten
 * times as long as everything else together with 5,000 connections. Its lag of the event loop wakes an idle process a hundred times a second, and is
 * lost to every reader but the first: see LoopDelay.
 */
const LEFT_OUT = [
  'nodejs_eventloop_lag_seconds',
  ...['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(
    (figure) => `nodejs_eventloop_lag_${figure}_seconds`,
  ),
  'process_open_fds',
  'nodejs_active_handles',
  'nodejs_active_handles_total',
  'nodejs_active_resources',
  'nodejs_active_resources_total',
  'nodejs_active_requests',
  'nodejs_active_requests_total',
]

/** There from the start: what appears only with its first value shows no increase for it. */
const GC_KINDS = ['minor', 'major', 'incremental']

/** One line of Prometheus's format, as prom-client wants it. */
interface Sample {
  metricName: string
  labels: Record<string, string | number>
  value: number
}

/** All that Prometheus can ask. Nothing of prom-client is touched but when it does: what happens in between is counted in `tally`. */
export class Metrics {
  readonly tally = new Tally()
  readonly #registry = new Registry()
  readonly #gather: () => Omit<Figures, 'scrapeSeconds'>
  /** As of the scrape that is under way. */
  #figures: Figures | undefined
  #scrapeSeconds = 0

  constructor(gather: () => Omit<Figures, 'scrapeSeconds'>) {
    this.#gather = gather
    // As good as never: the monitor itself cannot be left out.
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 2 ** 31 - 1 })
    for (const name of LEFT_OUT) this.#registry.removeSingleMetric(name)
    const collections = this.#registry.getSingleMetric('nodejs_gc_duration_seconds')
    for (const kind of GC_KINDS) (collections as Histogram<'kind'>).zero({ kind })
    for (const [name, row] of Object.entries(METRICS)) this.#register(name, row)
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  async text(): Promise<string> {
    const startedMs = performance.now()
    this.#figures = { ...this.#gather(), scrapeSeconds: this.#scrapeSeconds }
    // All of it is read before it waits for anything, and it waits for nothing that takes time.
    const text = await this.#registry.metrics()
    this.#scrapeSeconds = (performance.now() - startedMs) / 1000
    return text
  }

  #register(name: string, row: MetricRow): void {
    const { type, help, labels } = row
    const get = async (): Promise<object> => {
      const readings = this.#figures === undefined ? [] : [...row.read(this.#figures)]
      const values = readings.flatMap((reading) => samples(name, labels, reading))
      return { name, help, type, values, aggregator: 'sum' }
    }
    // What the registry asks of a metric is its name and this; its own classes keep their numbers themselves, and for a histogram only theirs.
    this.#registry.registerMetric({ name, help, type, get } as unknown as Metric<string>)
  }
}

function samples(name: string, labelNames: readonly string[], [values, value]: Reading): Sample[] {
  const labels = Object.fromEntries(labelNames.map((label, i) => [label, values[i] ?? '']))
  if (!(value instanceof HistogramTally)) return [{ metricName: name, labels, value }]
  const { bounds, counts, sum } = value
  let count = 0
  const buckets = counts.map((inBucket, i) => {
    count += inBucket
    return {
      metricName: `${name}_bucket`,
      labels: { ...labels, le: bounds[i] ?? '+Inf' },
      value: count,
    }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ]
}
