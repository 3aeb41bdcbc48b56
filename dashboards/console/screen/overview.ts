import {
  BOLD,
  CLAY,
  cell,
  INK,
  type Row,
  row,
  SOFT,
  type Style,
  span,
} from '../../../terminal/row.ts'
import type { Figures } from '../figures/figures.ts'
import { bytes, cores, count, milliseconds, UNKNOWN } from '../figures/formats.ts'
import type { ConsoleState } from '../state/console-state.ts'
import { TEXTS } from '../texts.ts'
import { levelStyle } from '../views/log-view.ts'
import { clockTime } from '../views/moments.ts'
import { chart } from './chart.ts'

const { overview: LABELS } = TEXTS
const LABEL_COLUMNS = 11
/** A value that stands far from its label is read in the wrong row. */
const MOST_COLUMNS = 44
const LEAST_WARNINGS = 3
const CHART_SHARE = 0.6

/** What there is to know beside the figures at the head, the messages of the last minutes, and the last warnings. */
export function overviewRows(state: ConsoleState, height: number): Row[] {
  const facts = factRows(state)
  const left = height - facts.length - 2
  const chartRows = Math.max(2, Math.min(left - LEAST_WARNINGS, Math.floor(left * CHART_SHARE)))
  const warningRows = Math.max(0, left - chartRows)
  const { columns } = state
  return [
    ...facts,
    titleRow(columns, LABELS.lastMinute(columns - 10)),
    ...chart(
      state.history.of((figures) => figures.committedPerSecond),
      columns,
      chartRows,
    ),
    titleRow(columns, LABELS.warnings),
    ...warnings(state, warningRows),
  ].slice(0, height)
}

function titleRow(columns: number, title: string): Row {
  const label = span(` ${title} `, SOFT)
  return row(columns, label, span('─'.repeat(columns - label.columns), SOFT))
}

interface Fact {
  readonly label: string
  readonly value: string
  readonly style?: Style
}

/** Three columns of facts, each under a title. */
function factRows({ figures, columns }: ConsoleState): Row[] {
  const groups = [
    { title: LABELS.messages, facts: messageFacts(figures) },
    { title: LABELS.people, facts: peopleFacts(figures) },
    { title: LABELS.machine, facts: machineFacts(figures) },
  ]
  const width = Math.min(MOST_COLUMNS, Math.floor(columns / groups.length))
  const titles = row(
    columns,
    ...groups.flatMap(({ title }) => [cell(` ${title}`, width, { ...SOFT, bold: true })]),
  )
  const depth = Math.max(...groups.map(({ facts }) => facts.length))
  const rows = Array.from({ length: depth }, (_, index) =>
    row(
      columns,
      ...groups.flatMap(({ facts }) => {
        const { label, value, style = INK } = facts[index] ?? { label: '', value: '' }
        const room = width - LABEL_COLUMNS - 3
        return [
          span(' '),
          cell(label, LABEL_COLUMNS, SOFT),
          cell(value, room, style, 'right'),
          span('  '),
        ]
      }),
    ),
  )
  return [titles, ...rows]
}

const perSecond = (value: number | undefined): string =>
  count(value) + (value === undefined ? '' : LABELS.perSecond)

const bareNumber = (value: number): string => milliseconds(value).replace(/ ms$/, '')

function messageFacts(figures: Figures | undefined): Fact[] {
  return [
    { label: LABELS.stored, value: count(figures?.committed) },
    { label: LABELS.delivered, value: perSecond(figures?.deliveredPerSecond) },
    { label: LABELS.requests, value: perSecond(figures?.requestsPerSecond) },
    { label: LABELS.duplicates, value: count(figures?.duplicates) },
    { label: LABELS.resyncs, value: count(figures?.resyncs) },
    { label: LABELS.errors, value: count(figures?.errors) },
  ]
}

function peopleFacts(figures: Figures | undefined): Fact[] {
  const { lagging = 0 } = figures ?? {}
  const transports = Object.entries(figures?.transports ?? {})
    .filter(([, connections]) => connections > 0)
    .map(([name, connections]) => ({ label: `  ${name}`, value: count(connections) }))
  return [
    { label: LABELS.connections, value: count(figures?.connections) },
    ...transports.slice(0, 2),
    {
      label: LABELS.lagging,
      value: count(figures?.lagging),
      ...(lagging > 0 ? { style: BOLD } : {}),
    },
    { label: LABELS.unsent, value: bytes(figures?.unsentBytes) },
    { label: LABELS.notAccepted, value: count(figures?.acceptFailures) },
  ]
}

function machineFacts(figures: Figures | undefined): Fact[] {
  const both = (times: { p50: number; p99: number } | undefined): string =>
    times === undefined ? UNKNOWN : `${bareNumber(times.p50)} / ${milliseconds(times.p99)}`
  return [
    databaseFact(figures),
    { label: LABELS.commit, value: both(figures?.commitMs) },
    { label: LABELS.loop, value: both(figures?.eventLoopDelayMs) },
    { label: LABELS.heap, value: bytes(figures?.heapBytes) },
    { label: LABELS.cores, value: cores(figures?.cpuCores) },
    { label: LABELS.process, value: figures?.pid === undefined ? UNKNOWN : String(figures.pid) },
  ]
}

function databaseFact(figures: Figures | undefined): Fact {
  const label = TEXTS.figures.database
  if (figures?.databaseUp === undefined) return { label, value: UNKNOWN }
  if (!figures.databaseUp) return { label, value: LABELS.databaseDown, style: CLAY }
  const { databasePingMs } = figures
  return { label, value: databasePingMs === undefined ? TEXTS.yes : milliseconds(databasePingMs) }
}

function warnings({ warnings, columns, isReadOnly }: ConsoleState, height: number): Row[] {
  const shown = warnings.slice(-height).reverse()
  const rows = shown.map(({ at, level, text }) =>
    row(columns, span(` ${clockTime(at)} `, SOFT), cell(level, 6, levelStyle(level)), span(text)),
  )
  const none = isReadOnly ? LABELS.warningsNeedSocket : LABELS.noWarnings
  return rows.length > 0 ? rows : [row(columns, span(` ${none}`, SOFT))]
}
