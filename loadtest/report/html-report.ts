import { FAULT_KINDS, FAULTS } from '../verify/faults.ts'
import { distributionChart, percentilesChart, throughputChart } from './charts.ts'
import { formatCount, formatRate, formatSeconds, formatTime } from './format.ts'
import { STYLE } from './html-style.ts'
import type { LatencySummary, LoadResult } from './load-result.ts'
import { entranceWords, generatorWords, machineWords, serverWords, tallyWords } from './summary.ts'
import { escapeHtml } from './svg.ts'

const MAX_TIMELINE_ROWS = 30

/** Something that only this kind of run has. */
export interface HtmlSection {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly hint: string
}

/** The report as one page: the verdict, the figures, the charts. It needs no network and no script, and every chart's figures stand in a table too. */
export function renderHtml(result: LoadResult, more: readonly HtmlSection[] = []): string {
  const { run, verdict } = result
  const title = `Teahouse load report: ${run.scenario}, ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC`
  const word = verdict.isGood ? 'ok' : 'failed'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="over">${escapeHtml(title)}, at ${escapeHtml(run.target)}</p>
<h1><span class="word ${verdict.isGood ? 'good' : 'bad'}">${word}</span>${escapeHtml(verdict.sentence)}</h1>
${warnings(result)}
${more.map(({ title, head, rows, hint }) => section(title, table(head, rows), hint)).join('\n')}
${section('Latency', latencyTable(result))}
${section('Promises', promises(result))}
${section('Throughput', throughputChart(result), 'Messages a second. Thin and grey: sent; thick and green: delivered; dashed: wanted.')}
${section('Delivery latency over time', percentilesChart(result), 'From the moment a message was meant to be sent until a member had read it. Logarithmic.')}
${section('Distribution', distributionChart(result), 'How many messages took how long. Bars: delivery; line: acknowledgement. Logarithmic.')}
${section('Phases', phaseTable(result))}
${section('Run', facts(result))}
${section('Figures behind the charts', timelineTable(result))}
</main>
</body>
</html>
`
}

function section(title: string, content: string, hint = ''): string {
  if (content === '') return ''
  const below = hint === '' ? '' : `<p class="hints">${escapeHtml(hint)}</p>`
  return `<section><h2>${escapeHtml(title)}</h2>${content}${below}</section>`
}

function warnings({ generator }: LoadResult): string {
  return generator.warnings
    .map((warning) => `<p class="warning">Warning: ${escapeHtml(warning)}.</p>`)
    .join('\n')
}

function latencyTable({ latencyUs }: LoadResult): string {
  const rows: [string, LatencySummary | null][] = [
    ['acknowledge', latencyUs.acknowledge],
    ['delivery', latencyUs.delivery],
    ['delivery to slow readers', latencyUs.deliveryApart],
    ['log in by token', latencyUs.login],
    ['log in by password', latencyUs.passwordLogin],
    ['reconnect', latencyUs.reconnect],
    ["the generator's own lateness", latencyUs.lateness],
  ]
  const body = rows.flatMap(([name, summary]) => {
    if (summary === null) return []
    const { count, min, mean, p50, p95, p99, p999, max } = summary
    return [[name, formatCount(count), ...[min, mean, p50, p95, p99, p999, max].map(formatTime)]]
  })
  if (body.length === 0) return ''
  return table(['', 'count', 'min', 'mean', 'p50', 'p95', 'p99', 'p99.9', 'max'], body)
}

function promises({ verifier, slo, messages }: LoadResult): string {
  const faults = FAULT_KINDS.map((kind) => [
    kind,
    formatCount(verifier.faults[kind]),
    verifier.faults[kind] === 0 ? 'ok' : 'broken',
    FAULTS[kind],
  ])
  const clauses = (slo?.clauses ?? []).map(({ clause, measured, isMet }) => [
    `SLO ${clause}`,
    measured,
    isMet ? 'ok' : 'missed',
    '',
  ])
  const rows = [...faults, ...clauses].map(
    ([name = '', count = '', word = '', meaning = '']) =>
      `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(count)}</td><td class="${word === 'ok' ? 'good' : 'bad'}">${word}</td><td class="meaning">${escapeHtml(meaning)}</td></tr>`,
  )
  const examples = verifier.examples.map((example) => `<li>${escapeHtml(example)}</li>`)
  const list = examples.length === 0 ? '' : `<h2>First examples</h2><ul>${examples.join('')}</ul>`
  const hint = `${formatCount(messages.unanswered)} messages unanswered, ${formatCount(messages.unsent)} unsent, ${formatCount(verifier.gapsHealed)} gaps healed by pulling, ${formatCount(verifier.resyncs)} resyncs, ${formatCount(verifier.readBack)} messages read back at the end.`
  return `<div class="scroll"><table><tbody>${rows.join('')}</tbody></table></div>${list}<p class="hints">${hint}</p>`
}

function phaseTable({ phases }: LoadResult): string {
  if (phases.length === 0) return ''
  const show = (summary: LatencySummary | null, key: 'p50' | 'p99') =>
    summary === null ? '–' : formatTime(summary[key])
  const hasLogins = phases.some(({ passwordLogin, reconnect }) => passwordLogin ?? reconnect)
  const logins = (...cells: string[]) => (hasLogins ? cells : [])
  const rows = phases.map((phase) => {
    const login = phase.passwordLogin ?? phase.reconnect
    return [
      phase.name,
      formatSeconds(phase.fromSeconds),
      formatSeconds(phase.toSeconds),
      show(phase.acknowledge, 'p50'),
      show(phase.acknowledge, 'p99'),
      show(phase.delivery, 'p50'),
      show(phase.delivery, 'p99'),
      ...logins(show(login, 'p50'), show(login, 'p99')),
    ]
  })
  const head = ['', 'from', 'to', 'ack p50', 'ack p99', 'delivery p50', 'delivery p99']
  return table([...head, ...logins('log in p50', 'log in p99')], rows)
}

function facts(result: LoadResult): string {
  const { run, messages, errors, entrance } = result
  const wanted =
    messages.wantedPerSecond === null ? '' : `wanted ${formatRate(messages.wantedPerSecond)}/s, `
  const rows: [string, string][] = [
    ['scenario', `${run.scenario}: ${run.about}`],
    [
      'users',
      `${formatCount(run.users)} in ${formatCount(run.conversations)} conversations; ${run.pace}; texts ${run.textSize}; seed ${run.seed}`,
    ],
    [
      'measured',
      `${formatSeconds(run.seconds)} after ${formatSeconds(run.warmUpSeconds)} of warm-up${run.isInterrupted ? ', stopped early' : ''}`,
    ],
    [
      'messages',
      `${wanted}sent ${formatRate(messages.sentPerSecond)}/s, acknowledged ${formatRate(messages.acknowledgedPerSecond)}/s, delivered ${formatRate(messages.deliveredPerSecond)}/s; ${formatCount(messages.delayed)} delayed`,
    ],
    ['errors', tallyWords(errors.total, errors.byCode)],
    ['disconnects', tallyWords(undefined, errors.disconnects) || 'none'],
    ['entrance', entranceWords(entrance)],
    ['generator', generatorWords(result)],
    ...(result.server === null
      ? []
      : [['server', serverWords(result.server)] satisfies [string, string]]),
    ['machine', machineWords(result)],
  ]
  const body = rows.map(([name, text]) => `<tr><th>${name}</th><td>${escapeHtml(text)}</td></tr>`)
  return `<table class="facts"><tbody>${body.join('')}</tbody></table>`
}

/** Every so-manieth point of the timeline, so that a person can read them. */
function timelineTable({ timeline }: LoadResult): string {
  const { points } = timeline
  if (points.length === 0) return ''
  const every = Math.ceil(points.length / MAX_TIMELINE_ROWS)
  const show = (us: number | null) => (us === null ? '–' : formatTime(us))
  const rows = points
    .filter((_, index) => index % every === every - 1)
    .map((point) => [
      `${point.seconds.toFixed(1)} s`,
      formatRate(point.sent),
      formatRate(point.delivered),
      formatRate(point.errors),
      formatCount(point.online),
      show(point.p50),
      show(point.p95),
      show(point.p99),
    ])
  const head = ['time', 'sent/s', 'delivered/s', 'errors/s', 'online', 'p50', 'p95', 'p99']
  const each = formatSeconds(timeline.intervalMs / 1_000)
  return `<details><summary>${rows.length} of ${points.length} intervals of ${each}</summary>${table(head, rows)}</details>`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const headCells = head.map((text) => `<th>${escapeHtml(text)}</th>`).join('')
  const body = rows.map((cells) => {
    const [first = '', ...others] = cells.map(escapeHtml)
    return `<tr><th>${first}</th>${others.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  })
  return `<div class="scroll"><table><thead><tr>${headCells}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}
