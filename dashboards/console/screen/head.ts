import {
  type Colour,
  columnsOf,
  ends,
  type Row,
  type Span,
  type Style,
  span,
} from '../../../terminal/row.ts'
import { uptime } from '../figures/formats.ts'
import { type Concern, concernsOf, type Level, levelOf, RECENT_MS } from '../figures/health.ts'
import type { ConsoleState } from '../state/console-state.ts'
import { concernText, TEXTS } from '../texts.ts'

const SIGNS: Readonly<Record<Level, string>> = { well: '●', strained: '▲', broken: '✖', down: '✖' }
const COLOURS: Readonly<Record<Level, Colour>> = {
  well: 'leaf',
  strained: 'amber',
  broken: 'clay',
  down: 'clay',
}

export const levelColour = (level: Level): Style => ({ colour: COLOURS[level] })

/** How the server is, in one word, and why. */
export interface Verdict {
  readonly level: Level
  readonly reason: string
  readonly concerns: readonly Concern[]
}

export function verdictOf({ lost, figures, history, now }: ConsoleState): Verdict {
  if (lost !== undefined) return { level: 'down', reason: TEXTS.lost(lost), concerns: [] }
  if (figures === undefined) return { level: 'well', reason: TEXTS.connecting, concerns: [] }
  const concerns = concernsOf(figures, history.since(now - RECENT_MS), now)
  const reason = concerns.length === 0 ? TEXTS.allWell : concerns.map(concernText).join(', ')
  return { level: levelOf(concerns), reason, concerns }
}

/** The line that is read from across the room: a filled bar. What matters less leaves it when there is no room. */
export function stateBar(state: ConsoleState, { level, reason }: Verdict): Row {
  const style: Style = { colour: COLOURS[level], bold: true, inverse: true }
  const left = [span(` ${SIGNS[level]} ${TEXTS.levels[level]}   ${reason} `, style)]
  const { columns } = state
  const facts = factsOf(state)
  while (facts.length > 0) {
    const right = factSpans(facts, style)
    if (columnsOf(left) + columnsOf(right) <= columns) return ends(columns, left, right)
    facts.pop()
  }
  return ends(columns, left, [])
}

const factSpans = (facts: readonly string[], style: Style): Span[] => [
  span(`${facts.join('   ')} `, style),
]

/** The most useful first. */
function factsOf({ figures, isReadOnly, target }: ConsoleState): string[] {
  const tcp = figures?.addresses?.find((address) => address.startsWith('tcp://'))
  return [
    `${TEXTS.product} ${figures?.version ?? ''}`.trim(),
    tcp?.slice('tcp://'.length) ?? target,
    ...(isReadOnly ? [TEXTS.readOnly] : []),
    ...(figures?.uptimeMs === undefined ? [] : [TEXTS.up(uptime(figures.uptimeMs))]),
    ...(figures?.databaseKind === undefined ? [] : [figures.databaseKind]),
  ]
}
