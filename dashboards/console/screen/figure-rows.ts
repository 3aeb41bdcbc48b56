import {
  BOLD,
  cell,
  ends,
  LEAF,
  type Row,
  row,
  SOFT,
  type Span,
  span,
} from '../../../terminal/row.ts'
import type { Figures } from '../figures/figures.ts'
import { bytes, cores, count, milliseconds } from '../figures/formats.ts'
import type { Concern, FigureName } from '../figures/health.ts'
import type { Reading } from '../figures/history.ts'
import type { ConsoleState } from '../state/console-state.ts'
import { TEXTS } from '../texts.ts'
import { levelColour } from './head.ts'
import { bar, sparkline } from './sparkline.ts'

interface Figure {
  readonly label: string
  readonly reading: Reading
  readonly format: (value: number | undefined) => string
  /** Up to here it is drawn flat. */
  readonly atLeast: number
  readonly name?: FigureName
}

const { figures: LABELS } = TEXTS

const FIGURES: readonly (readonly Figure[])[] = [
  [
    { label: LABELS.online, reading: (f) => f.usersOnline, format: count, atLeast: 4 },
    { label: LABELS.messages, reading: (f) => f.committedPerSecond, format: count, atLeast: 4 },
    {
      label: LABELS.commit,
      reading: (f) => f.commitMs?.p99,
      format: milliseconds,
      atLeast: 10,
      name: 'commit',
    },
  ],
  [
    {
      label: LABELS.sessions,
      reading: (f) => f.sessions,
      format: count,
      atLeast: 4,
      name: 'sessions',
    },
    {
      label: LABELS.journal,
      reading: (f) => f.journalDepth,
      format: count,
      atLeast: 20,
      name: 'journal',
    },
    {
      label: LABELS.loop,
      reading: (f) => f.eventLoopDelayMs?.p99,
      format: milliseconds,
      atLeast: 10,
      name: 'loop',
    },
  ],
]

const LABEL_COLUMNS = [8, 10, 10] as const
const VALUE_COLUMNS = 6
const LEAST_SPARK = 8
const MOST_SPARK = 60
/** `+999`: requests that wait. */
const WAITING_COLUMNS = 4

/** The figures with their recent past: three rows. */
export function figureRows(state: ConsoleState, concerns: readonly Concern[]): Row[] {
  return [
    ...FIGURES.map((figures) => figureRow(state, figures, concerns)),
    poolRow(state.figures, state.columns),
  ]
}

function figureRow(
  state: ConsoleState,
  figures: readonly Figure[],
  concerns: readonly Concern[],
): Row {
  const { columns } = state
  const sparks = sparkColumns(columns)
  const spans = figures.flatMap((figure, index): Span[] => {
    const { label, reading, format, atLeast, name } = figure
    const concern = concerns.find((one) => one.figure !== undefined && one.figure === name)
    const style = concern === undefined ? BOLD : { ...levelColour(concern.level), bold: true }
    const value = format(state.figures && reading(state.figures))
    return [
      span(' '),
      cell(label, LABEL_COLUMNS[index] ?? 0, SOFT),
      span(' '),
      cell(value, VALUE_COLUMNS, style, 'right'),
      span(' '),
      concern === undefined
        ? span(sparkline(state.history.of(reading), sparks, atLeast), LEAF)
        : cell(TEXTS.figureLevels[concern.level], sparks, style),
    ]
  })
  return row(columns, ...spans)
}

function sparkColumns(columns: number): number {
  const taken = LABEL_COLUMNS.reduce((sum, label) => sum + label + VALUE_COLUMNS + 3, 0)
  return Math.min(MOST_SPARK, Math.max(LEAST_SPARK, Math.floor((columns - 1 - taken) / 3)))
}

function poolRow(figures: Figures | undefined, columns: number): Row {
  const left = [span(' '), span(LABELS.pools, SOFT), ...pools(figures, columns)]
  const right = [
    span(`${LABELS.memory} `, SOFT),
    span(bytes(figures?.memoryBytes), BOLD),
    span(` ${LABELS.cpu} `, SOFT),
    span(cores(figures?.cpuCores), BOLD),
    span(' '),
  ]
  return ends(columns, left, right)
}

/** How busy, and how many wait. */
function pools(figures: Figures | undefined, columns: number): Span[] {
  const isNarrow = columns < 100
  const barColumns = isNarrow ? 4 : 8
  // Where there is no room for all, the one that nobody waits for is left out.
  const shown = (figures?.pools ?? []).filter(({ name }) => !isNarrow || name !== 'storage-search')
  return shown.flatMap(({ name, queue, busy }): Span[] => [
    span(` ${TEXTS.poolNames[name] ?? name} `, SOFT),
    span(bar(busy, barColumns), LEAF),
    cell(queue > 0 ? `+${count(queue)}` : '', WAITING_COLUMNS, BOLD),
  ])
}
