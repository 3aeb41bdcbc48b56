import { formatCount, formatRate, formatTime } from '../report/format.ts'
import type { TimelinePoint } from '../report/load-result.ts'
import { sparkline } from '../report/sparkline.ts'
import type { LiveState } from './progress.ts'

const BAR_CELLS = 24
const SPARK_CELLS = 30
const SMOOTHED_SECONDS = 1

/** The panel: what runs and how far it is, the rate with its recent past, the latencies, what went wrong. At most 80 columns. */
export function renderPanel(state: LiveState): string[] {
  const { points, title, errors, backlogged } = state
  const { rate, point } = newest(points)
  const waiting = backlogged > 0 ? `   ${formatCount(backlogged)} waiting` : ''
  return [
    `${title}   ${progressBar(state)}`,
    `msg/s   ${formatRate(rate).padStart(9)}  ${sparkline(
      points.map(({ delivered }) => delivered),
      SPARK_CELLS,
    )}`,
    `latency ${latencies(point)}`,
    `online  ${formatCount(point?.online ?? 0).padStart(9)}   ${errorWords(errors)}${waiting}`,
  ]
}

/** The same as one line, for logs. */
export function renderLine(state: LiveState): string {
  const { rate, point } = newest(state.points)
  const time = `${Math.round(state.seconds)} s`.padStart(6)
  const name = state.seconds < 0 ? 'warm-up' : state.phase
  const phase = name ? ` (${name})` : ''
  const online = `${formatCount(point?.online ?? 0)} online`
  return `${time}${phase}  ${formatRate(rate)} msg/s  ${latencies(point)}  ${online}  ${errorWords(state.errors)}`
}

function progressBar({ seconds, durationSeconds, phase }: LiveState): string {
  if (seconds < 0) return `warm-up, ${Math.ceil(-seconds)} s to go`
  const share = Math.min(1, seconds / durationSeconds)
  const full = Math.round(share * BAR_CELLS)
  const bar = '█'.repeat(full) + '░'.repeat(BAR_CELLS - full)
  const name = phase ? ` · ${phase}` : ''
  return `${bar} ${Math.floor(seconds)} of ${Math.round(durationSeconds)} s${name}`
}

/** The rate over the last second, because a single short interval jumps; the newest point that has latencies. */
function newest(points: readonly TimelinePoint[]): {
  rate: number
  point: TimelinePoint | undefined
} {
  const last = points.at(-1)
  const recent = points.filter(({ seconds }) => seconds > (last?.seconds ?? 0) - SMOOTHED_SECONDS)
  const rate =
    recent.reduce((sum, { delivered }) => sum + delivered, 0) / Math.max(1, recent.length)
  const measured = recent.findLast(({ p50 }) => p50 !== null)
  return { rate, point: measured ?? last }
}

function latencies(point: TimelinePoint | undefined): string {
  const show = (us: number | null | undefined) => (us == null ? '–' : formatTime(us)).padStart(8)
  return `p50 ${show(point?.p50)}  p95 ${show(point?.p95)}  p99 ${show(point?.p99)}`
}

const errorWords = (errors: number): string =>
  errors === 1 ? '1 error' : `${formatCount(errors)} errors`
