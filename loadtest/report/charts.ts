import { formatCount, formatRate, formatSeconds, formatTick, formatTime } from './format.ts'
import type { LoadResult, TimelinePoint } from './load-result.ts'
import { linearScale, logScale, rangeScale, type Scale } from './scale.ts'
import {
  at,
  bottomTicks,
  CHART_WIDTH,
  endLabels,
  escapeHtml,
  horizontalLines,
  linePath,
  PLOT,
  svgChart,
} from './svg.ts'

/** About: there is no measuring text without a browser. */
const LETTER_WIDTH = 7

type PointKey = 'sent' | 'delivered' | 'errors' | 'p50' | 'p95' | 'p99'

/** Messages a second over time: what was sent, what arrived, what was wanted. */
export function throughputChart({ timeline, messages, run }: LoadResult): string {
  const { points } = timeline
  const wanted = messages.wantedPerSecond
  const highest = Math.max(wanted ?? 0, ...points.map((p) => Math.max(p.sent, p.delivered)), 1)
  const x = timeScale(points)
  const y = linearScale(highest * 1.02, PLOT.bottom, PLOT.top)
  const last = points.at(-1)
  const hasErrors = points.some(({ errors }) => errors > 0)
  const isFanOut = messages.deliveredPerSecond > messages.sentPerSecond * 1.2
  // Where a message is delivered many times, what was wanted is far below what is drawn.
  const isWantedShown = wanted !== null && !isFanOut
  const labels = [
    ...(isWantedShown ? [{ text: 'wanted', y: y.place(wanted), style: 'hint' }] : []),
    { text: 'delivered', y: y.place(last?.delivered ?? 0), style: 'leaf' },
    ...(isFanOut ? [{ text: 'sent', y: y.place(last?.sent ?? 0), style: 'soft' }] : []),
    ...(hasErrors ? [{ text: 'errors', y: y.place(last?.errors ?? 0), style: 'clay' }] : []),
  ]
  const content = [
    warmUp(x, run.warmUpSeconds),
    horizontalLines(y.ticks, y.place, formatRate),
    marks(timeline.marks, x),
    isWantedShown ? wantedLine(y.place(wanted)) : '',
    curve(points, 'sent', x, y, 'soft thin'),
    curve(points, 'delivered', x, y, 'leaf'),
    hasErrors ? curve(points, 'errors', x, y, 'clay') : '',
    bottomTicks(x.ticks, x.place, secondsLabel),
    endLabels(labels),
  ]
  const description = `${formatRate(messages.deliveredPerSecond)} messages delivered a second on average`
  return svgChart('Throughput', description, content.join('\n'))
}

/** Delivery latency over time, on a logarithmic axis: the usual and the worst are often a hundred times apart. */
export function percentilesChart({ timeline, latencyUs, run }: LoadResult): string {
  const { points } = timeline
  const values = points.flatMap(({ p50, p99 }) => (p50 === null || p99 === null ? [] : [p50, p99]))
  if (values.length === 0) return ''
  const x = timeScale(points)
  const y = logScale(Math.min(...values) * 0.8, Math.max(...values) * 1.25, PLOT.bottom, PLOT.top)
  const keys = [
    ['p50', 'leaf'],
    ['p95', 'amber dashed'],
    ['p99', 'clay'],
  ] as const
  const last = points.findLast(({ p50 }) => p50 !== null)
  const content = [
    warmUp(x, run.warmUpSeconds),
    horizontalLines(y.ticks, y.place, formatTick),
    marks(timeline.marks, x),
    ...keys.map(([key, style]) => curve(points, key, x, y, style)),
    bottomTicks(x.ticks, x.place, secondsLabel),
    endLabels(keys.map(([key, style]) => ({ text: key, y: y.place(last?.[key] ?? 1), style }))),
  ]
  const summary = latencyUs.delivery
  const description =
    summary === null
      ? ''
      : `p50 ${formatTime(summary.p50)}, p95 ${formatTime(summary.p95)}, p99 ${formatTime(summary.p99)} over the whole run`
  return svgChart('Delivery latency over time', description, content.join('\n'))
}

/** How many messages took how long: deliveries as bars, acknowledgements as a line of steps. */
export function distributionChart({ distributions, latencyUs }: LoadResult): string {
  const { acknowledge, delivery } = distributions
  const all = [...acknowledge, ...delivery]
  if (all.length === 0) return ''
  const from = Math.min(...all.map(({ fromUs }) => fromUs))
  const to = Math.max(...all.map(({ toUs }) => toUs))
  const x = logScale(from, to, PLOT.left, PLOT.right)
  const y = linearScale(Math.max(...all.map(({ count }) => count)), PLOT.bottom, PLOT.top)
  const bars = delivery.map(({ fromUs, toUs, count }) => {
    const left = x.place(fromUs)
    const top = y.place(count)
    const width = Math.max(1, x.place(toUs) - left - 1)
    const title = `${formatTime(fromUs)} to ${formatTime(toUs)}: ${formatCount(count)} deliveries`
    return `<rect class="bar" x="${at(left)}" y="${at(top)}" width="${at(width)}" height="${at(PLOT.bottom - top)}"><title>${title}</title></rect>`
  })
  const steps = acknowledge.flatMap(({ fromUs, toUs, count }): [number, number][] => [
    [x.place(fromUs), y.place(count)],
    [x.place(toUs), y.place(count)],
  ])
  const summary = latencyUs.delivery
  const percentiles = (['p50', 'p95', 'p99'] as const).map((key) => {
    if (summary === null) return ''
    return verticalLine(x.place(summary[key]), `${key} ${formatTime(summary[key])}`, PLOT.top)
  })
  const content = [
    horizontalLines(y.ticks, y.place, formatCount),
    ...bars,
    `<path class="curve amber" d="${linePath(steps)}"/>`,
    ...percentiles,
    bottomTicks(x.ticks, x.place, formatTick),
  ]
  const description = `${formatCount(summary?.count ?? 0)} deliveries between ${formatTime(from)} and ${formatTime(to)}`
  return svgChart('Distribution of latency', description, content.join('\n'))
}

const timeScale = (points: readonly TimelinePoint[]): Scale =>
  rangeScale(points[0]?.seconds ?? 0, points.at(-1)?.seconds ?? 1, PLOT.left, PLOT.right)

const secondsLabel = (seconds: number): string => formatSeconds(Math.round(seconds * 10) / 10)

function curve(
  points: readonly TimelinePoint[],
  key: PointKey,
  x: Scale,
  y: Scale,
  style: string,
): string {
  const path = linePath(
    points.map((point) => {
      const value = point[key]
      return value === null ? null : [x.place(point.seconds), y.place(value)]
    }),
  )
  return `<path class="curve ${style}" d="${path}"/>`
}

/** The part that is not counted, shaded. */
function warmUp(x: Scale, seconds: number): string {
  const width = x.place(0) - PLOT.left
  if (seconds === 0 || width < 2) return ''
  const label =
    width > 56
      ? `<text class="hint" x="${PLOT.left + 6}" y="${PLOT.bottom - 8}">warm-up</text>`
      : ''
  return `<rect class="shade" x="${PLOT.left}" y="${PLOT.top}" width="${at(width)}" height="${PLOT.bottom - PLOT.top}"/>${label}`
}

function wantedLine(y: number): string {
  return `<line class="wanted" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at(y)}" y2="${at(y)}"/>`
}

function marks(all: LoadResult['timeline']['marks'], x: Scale): string {
  return all.map(({ seconds, name }) => verticalLine(x.place(seconds), name, PLOT.top)).join('\n')
}

function verticalLine(x: number, name: string, top: number): string {
  const isNearEnd = x + name.length * LETTER_WIDTH > CHART_WIDTH
  const text = `<text class="hint" x="${at(isNearEnd ? x - 5 : x + 5)}" y="${top - 8}" text-anchor="${isNearEnd ? 'end' : 'start'}">${escapeHtml(name)}</text>`
  return `<line class="mark" x1="${at(x)}" x2="${at(x)}" y1="${top - 18}" y2="${PLOT.bottom}"/>${text}`
}
