import { FAULT_KINDS } from '../verify/faults.ts'
import { fact, line } from './columns.ts'
import { formatBytes, formatCount, formatRate, formatShare, formatTime } from './format.ts'
import type { LatencySummary, LoadResult } from './load-result.ts'

/** The result for a terminal: the verdict first, then the figures. */
export function renderSummary(result: LoadResult, { isColoured = false } = {}): string {
  const sections = [
    [verdictLine(result, isColoured)],
    result.verifier.examples.map((example) => `  ${example}`),
    latencyTable(result),
    phaseTable(result),
    facts(result),
    result.generator.warnings.map((warning) => fact('warning', warning)),
  ]
  const full = sections.filter((lines) => lines.length > 0)
  return `${full.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

export function verdictLine({ verdict }: Pick<LoadResult, 'verdict'>, isColoured: boolean): string {
  // The word stands beside the colour.
  const word = verdict.isGood ? 'ok' : 'FAILED'
  const mark = isColoured ? `\x1b[${verdict.isGood ? 32 : 31}m${word}\x1b[0m` : word
  return `${mark}  ${verdict.sentence}`
}

function latencyTable({ latencyUs }: LoadResult): string[] {
  const rows: [string, LatencySummary | null][] = [
    ['acknowledge', latencyUs.acknowledge],
    ['delivery', latencyUs.delivery],
    ['delivery, slow', latencyUs.deliveryApart],
    ['log in by token', latencyUs.login],
    ['log in, password', latencyUs.passwordLogin],
    ['reconnect', latencyUs.reconnect],
    ['own lateness', latencyUs.lateness],
  ]
  const filled = rows.filter((row): row is [string, LatencySummary] => row[1] !== null)
  if (filled.length === 0) return []
  return [
    line('latency', ['count', 'p50', 'p95', 'p99', 'p99.9', 'max']),
    ...filled.map(([name, { count, p50, p95, p99, p999, max }]) =>
      line(name, [formatCount(count), ...[p50, p95, p99, p999, max].map(formatTime)]),
    ),
  ]
}

function phaseTable({ phases }: LoadResult): string[] {
  if (phases.length === 0) return []
  const show = (summary: LatencySummary | null, key: 'p50' | 'p99') =>
    summary === null ? '–' : formatTime(summary[key])
  const hasLogins = phases.some(({ passwordLogin, reconnect }) => passwordLogin ?? reconnect)
  const logins = (cell: string) => (hasLogins ? [cell] : [])
  return [
    line('phase', ['from', 'to', 'ack p99', 'del. p50', 'del. p99', ...logins('login p99')]),
    ...phases.map(({ name, fromSeconds, toSeconds, acknowledge, delivery, ...others }) =>
      line(name, [
        `${fromSeconds.toFixed(1)} s`,
        `${toSeconds.toFixed(1)} s`,
        show(acknowledge, 'p99'),
        show(delivery, 'p50'),
        show(delivery, 'p99'),
        ...logins(show(others.passwordLogin ?? others.reconnect, 'p99')),
      ]),
    ),
  ]
}

function facts(result: LoadResult): string[] {
  const { messages, entrance, errors, run } = result
  const wanted =
    messages.wantedPerSecond === null ? '' : `wanted ${formatRate(messages.wantedPerSecond)}/s, `
  return [
    fact('messages', `${wanted}sent ${formatRate(messages.sentPerSecond)}/s`),
    fact(
      '',
      `acknowledged ${formatRate(messages.acknowledgedPerSecond)}/s, delivered ${formatRate(messages.deliveredPerSecond)}/s`,
    ),
    fact(
      '',
      `${formatCount(messages.delayed)} delayed, ${formatCount(messages.unsent)} unsent, ${formatCount(messages.unanswered)} unanswered`,
    ),
    fact('verifier', verifierWords(result)),
    fact('errors', tallyWords(errors.total, errors.byCode)),
    ...(Object.keys(errors.disconnects).length > 0
      ? [fact('disconnects', tallyWords(undefined, errors.disconnects))]
      : []),
    ...sloFacts(result),
    fact('entrance', entranceWords(entrance)),
    fact('generator', generatorWords(result)),
    ...(result.server === null ? [] : [fact('server', serverWords(result.server))]),
    fact('scenario', `${run.scenario}, ${run.pace}, texts ${run.textSize}, seed ${run.seed}`),
    fact('machine', machineWords(result)),
  ]
}

export function sloFacts({ slo }: LoadResult): string[] {
  return (slo?.clauses ?? []).map(({ clause, measured, isMet }, index) =>
    fact(index === 0 ? 'SLO' : '', `${isMet ? 'met   ' : 'MISSED'} ${clause} (${measured})`),
  )
}

export function entranceWords({ users, seconds, perSecond }: LoadResult['entrance']): string {
  return `${formatCount(users)} users logged in within ${seconds.toFixed(2)} s, ${formatRate(perSecond)} a second`
}

export function verifierWords({ verifier }: LoadResult): string {
  const found = FAULT_KINDS.filter((kind) => verifier.faults[kind] > 0)
  const faults = found.map((kind) => `${formatCount(verifier.faults[kind])} ${kind}`)
  const healed = `${formatCount(verifier.gapsHealed)} gaps healed, ${formatCount(verifier.resyncs)} resyncs`
  return `${faults.join(', ') || 'no faults'}; ${healed}, ${formatCount(verifier.readBack)} read back`
}

export function generatorWords({ generator }: LoadResult): string {
  const { workers, cpuShare, cpuUsPerDelivered, loopDelayP99Us } = generator
  return [
    `${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    `${formatShare(cpuShare)} of a core each`,
    ...(cpuUsPerDelivered === null ? [] : [`${cpuUsPerDelivered.toFixed(1)} µs a delivery`]),
    `loop ${formatTime(loopDelayP99Us)} late (p99)`,
  ].join(', ')
}

export function serverWords(server: NonNullable<LoadResult['server']>): string {
  const { cpuUsPerDelivered, bytesPerUser, cpuSeconds, rssBytesEnd } = server
  return [
    ...(cpuUsPerDelivered === null ? [] : [`${cpuUsPerDelivered.toFixed(1)} µs a delivery`]),
    `${cpuSeconds.toFixed(1)} s of CPU`,
    `${formatBytes(rssBytesEnd)} resident`,
    ...(bytesPerUser === null ? [] : [`${formatBytes(bytesPerUser)} per user logged in`]),
  ].join(', ')
}

export function machineWords({ run }: LoadResult): string {
  const { machine, commit } = run
  const memory = formatBytes(machine.memoryBytes)
  return `${machine.cpu}, ${machine.cores} cores, ${memory}, node ${machine.node}${commit === null ? '' : `, commit ${commit}`}`
}

export function tallyWords(
  total: number | undefined,
  counts: Readonly<Record<string, number>>,
): string {
  const parts = Object.entries(counts).map(([name, count]) => `${formatCount(count)} ${name}`)
  if (total === undefined) return parts.join(', ')
  return parts.length === 0 ? formatCount(total) : `${formatCount(total)} (${parts.join(', ')})`
}
