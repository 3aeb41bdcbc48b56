import { formatBytes, formatCount, formatRate, formatShare, formatTime } from '../report/format.ts'
import type { LatencySummary } from '../report/load-result.ts'
import type { PathResult } from './http-order.ts'
import type { ChatSide, HttpResult } from './http-result.ts'

/** The chat side by side, as words: what, alone, scraped, by how much that is more. Rows that nobody measured are left out. */
export function comparisonRows({ alone, scraped }: HttpResult): string[][] {
  const row = (
    name: string,
    of: (side: ChatSide) => number | null | undefined,
    show: (value: number) => string,
  ): string[][] => {
    const [before, during] = [of(alone), of(scraped)]
    if (before == null && during == null) return []
    const cell = (value: number | null | undefined) => (value == null ? '–' : show(value))
    return [[name, cell(before), cell(during), change(before, during)]]
  }
  const latency = (name: string, key: 'acknowledgeUs' | 'deliveryUs') =>
    (['p50', 'p99', 'max'] as const satisfies (keyof LatencySummary)[]).flatMap((figure) =>
      row(`${name} ${figure}`, (side) => side[key]?.[figure], formatTime),
    )
  return [
    ...latency('acknowledge', 'acknowledgeUs'),
    ...latency('delivery', 'deliveryUs'),
    ...row('messages/s', (side) => side.deliveredPerSecond, formatRate),
    ...row('errors', (side) => side.errors, formatCount),
    ...row('server, of a core', (side) => side.serverCpuShare, formatShare),
    ['measured', `${alone.seconds.toFixed(1)} s`, `${scraped.seconds.toFixed(1)} s`, ''],
  ]
}

export const SIDE_HEAD = ['alone', 'scraped', 'change']
export const PATH_HEAD = ['answers/s', 'p50', 'p99', 'max', 'size', 'failed']

/** A path and its figures, in the order of `PATH_HEAD`. */
export function pathRow(path: PathResult): string[] {
  const { name, answeredPerSecond, latencyUs, bytesPerAnswer, failed } = path
  const times = [latencyUs?.p50, latencyUs?.p99, latencyUs?.max]
  return [
    name,
    formatRate(answeredPerSecond),
    ...times.map((us) => (us === undefined ? '–' : formatTime(us))),
    formatBytes(bytesPerAnswer),
    formatCount(failed),
  ]
}

export function rateWords({ rate, connections }: HttpResult['http']): string {
  const pace = rate === 'max' ? 'as fast as answers come' : `${formatCount(rate)} a second`
  const lines = connections === 1 ? '1 connection' : `${formatCount(connections)} connections`
  return `${pace} and ${lines} for each path`
}

/** How much more the second is than the first, in whole percent. */
function change(before: number | null | undefined, during: number | null | undefined): string {
  if (before == null || during == null || before === 0) return '–'
  const percent = Math.round((during / before - 1) * 100)
  return `${percent > 0 ? '+' : ''}${percent} %`
}
