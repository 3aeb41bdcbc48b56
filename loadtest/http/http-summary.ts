import {
  formatBytes,
  formatCount,
  formatRate,
  formatSeconds,
  formatShare,
  formatTime,
} from '../report/format.ts'
import type { LatencySummary } from '../report/load-result.ts'
import {
  fact,
  generatorWords,
  LABEL_COLUMNS,
  line,
  machineWords,
  serverWords,
  sloFacts,
  tallyWords,
  verdictLine,
  verifierWords,
} from '../report/summary.ts'
import type { PathResult } from './http-order.ts'
import type { ChatSide, HttpResult } from './http-result.ts'

/** Above this the asking thread is what sets the rate. */
const BUSY_SHARE = 0.9

/** The result for a terminal: the verdict, the chat side by side, what HTTP did. */
export function renderHttpSummary(result: HttpResult, { isColoured = false } = {}): string {
  const sections = [
    [verdictLine(result, isColoured)],
    result.chat.verifier.examples.map((example) => `  ${example}`),
    comparison(result),
    pathTable(result.http.paths),
    facts(result),
    warnings(result).map((warning) => `warning: ${warning}`),
  ]
  const full = sections.filter((lines) => lines.length > 0)
  return `${full.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function comparison({ alone, scraped }: HttpResult): string[] {
  const row = (
    name: string,
    of: (side: ChatSide) => number | null | undefined,
    show: (value: number) => string,
  ): string[] => {
    const [before, during] = [of(alone), of(scraped)]
    if (before == null && during == null) return []
    const cell = (value: number | null | undefined) => (value == null ? '–' : show(value))
    return [line(name, [cell(before), cell(during), change(before, during)])]
  }
  const latency = (name: string, key: 'acknowledgeUs' | 'deliveryUs') =>
    (['p50', 'p99', 'max'] as const satisfies (keyof LatencySummary)[]).flatMap((figure) =>
      row(`${name} ${figure}`, (side) => side[key]?.[figure], formatTime),
    )
  return [
    line('the chat', ['alone', 'scraped', 'change']),
    ...latency('acknowledge', 'acknowledgeUs'),
    ...latency('delivery', 'deliveryUs'),
    ...row('messages/s', (side) => side.deliveredPerSecond, formatRate),
    ...row('errors', (side) => side.errors, formatCount),
    ...row('server, of a core', (side) => side.serverCpuShare, formatShare),
    line('', [`${alone.seconds.toFixed(1)} s`, `${scraped.seconds.toFixed(1)} s`]),
  ]
}

/** How much more the second is than the first, in whole percent. */
function change(before: number | null | undefined, during: number | null | undefined): string {
  if (before == null || during == null || before === 0) return '–'
  const percent = Math.round((during / before - 1) * 100)
  return `${percent > 0 ? '+' : ''}${percent} %`
}

function pathTable(paths: readonly PathResult[]): string[] {
  if (paths.length === 0) return []
  return [
    line('HTTP', ['answers/s', 'p50', 'p99', 'max', 'size', 'failed']),
    ...paths.flatMap(({ name, answeredPerSecond, latencyUs, bytesPerAnswer, failed }) => {
      const times = [latencyUs?.p50, latencyUs?.p99, latencyUs?.max]
      const cells = [
        formatRate(answeredPerSecond),
        ...times.map((us) => (us === undefined ? '–' : formatTime(us))),
        formatBytes(bytesPerAnswer),
        formatCount(failed),
      ]
      // A whole URL needs a line for itself.
      return name.length < LABEL_COLUMNS ? [line(name, cells)] : [name, line('', cells)]
    }),
  ]
}

function facts(result: HttpResult): string[] {
  const { chat, http } = result
  const { errors, run, server } = chat
  const failures = http.paths.flatMap(({ name, failures }) =>
    Object.keys(failures).length === 0 ? [] : [`${name}: ${tallyWords(undefined, failures)}`],
  )
  const rate =
    http.rate === 'max' ? 'as fast as answers come' : `${formatCount(http.rate)} a second`
  const connections = http.connections === 1 ? '1 connection' : `${http.connections} connections`
  return [
    fact('verifier', `${verifierWords(chat)} (both sides together)`),
    fact('errors', tallyWords(errors.total, errors.byCode)),
    ...(failures.length === 0 ? [] : [fact('HTTP failures', failures.join('; '))]),
    ...sloFacts(chat),
    fact(
      'HTTP',
      `${rate} and ${connections} for each path, ${formatSeconds(Math.round(http.seconds))}`,
    ),
    fact('', `its thread was busy ${formatShare(http.busyShare)} of the time`),
    fact('generator', generatorWords(chat)),
    ...(server === null ? [] : [fact('server', serverWords(server))]),
    fact('scenario', `chat, ${run.pace}, texts ${run.textSize}, seed ${run.seed}`),
    fact('machine', machineWords(chat)),
  ]
}

function warnings({ chat, http }: HttpResult): string[] {
  if (http.busyShare <= BUSY_SHARE) return chat.generator.warnings.slice()
  return [
    ...chat.generator.warnings,
    `the asking thread was busy ${formatShare(http.busyShare)} of the time: it takes processor time that the server may have wanted`,
  ]
}
