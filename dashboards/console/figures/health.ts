import { type Figures, faultsOf } from './figures.ts'

/** `broken`: it works, and nobody can work with it. `down`: it does not work. */
export type Level = 'well' | 'strained' | 'broken' | 'down'

/** Why a server is not well. `figure`: the one that says so on the screen, if it is there. */
export interface Concern {
  readonly level: Exclude<Level, 'well'>
  readonly kind: ConcernKind
  readonly figure?: FigureName
  /** What the sentence is filled with. */
  readonly value?: number
  readonly name?: string
}

export type FigureName = 'journal' | 'commit' | 'loop' | 'database' | 'sessions' | 'memory'
export type ConcernKind =
  | 'silent'
  | 'database'
  | 'commit'
  | 'loop'
  | 'journal'
  | 'pool'
  | 'lagging'
  | 'turnedAway'
  | 'faults'
  | 'draining'

/**
 * From where on a figure is strained, and broken. A commit of 100 ms is a disk or a database in trouble (well is below 20 ms); a loop that is 100 ms late is felt by whoever types. The
 * journal answers `busy` at 50,000: a thousand waiting is a second behind on most machines.
 */
const LIMITS = {
  commit: [100, 1_000],
  loop: [100, 1_000],
  journal: [1_000, 10_000],
} as const
/** Requests that wait for each thread of a pool. */
const POOL_QUEUE_PER_THREAD = 25
/** A slow reader is their own trouble; many are ours, or the network's. */
const LAGGING_SHARE = 0.1
const LAGGING_AT_LEAST = 5
/** Without figures for so long it is as good as gone: they come every second. */
export const SILENT_AFTER_MS = 4_000
/** How far back what was counted still counts. */
export const RECENT_MS = 30_000

/** All that is wrong, the worst first. `before`: figures of half a minute ago. */
export function concernsOf(figures: Figures, before: Figures | undefined, now: number): Concern[] {
  const silentMs = now - figures.at
  const found = [
    ...(silentMs > SILENT_AFTER_MS ? [concern('down', 'silent', silentMs)] : []),
    ...(figures.databaseUp === false ? [concern('down', 'database')] : []),
    ...beyond('journal', figures.journalDepth),
    ...beyond('commit', figures.commitMs?.p99),
    ...beyond('loop', figures.eventLoopDelayMs?.p99),
    ...pools(figures),
    ...people(figures),
    ...counted('turnedAway', figures.acceptFailures, before?.acceptFailures),
    ...counted('faults', faultsOf(figures), before && faultsOf(before)),
    ...(figures.draining ? [concern('strained', 'draining', figures.sessions)] : []),
  ]
  return found.sort((a, b) => RANKS[b.level] - RANKS[a.level])
}

const RANKS: Readonly<Record<Level, number>> = { well: 0, strained: 1, broken: 2, down: 3 }

export const levelOf = (concerns: readonly Concern[]): Level => concerns[0]?.level ?? 'well'

const concern = (level: Concern['level'], kind: ConcernKind, value?: number): Concern => ({
  level,
  kind,
  ...(kind === 'database' ? { figure: 'database' as const } : {}),
  ...(value === undefined ? {} : { value }),
})

function beyond(figure: keyof typeof LIMITS, value: number | undefined): Concern[] {
  const [strained, broken] = LIMITS[figure]
  if (value === undefined || !(value >= strained)) return []
  return [{ level: value >= broken ? 'broken' : 'strained', kind: figure, figure, value }]
}

function pools({ pools = [] }: Figures): Concern[] {
  return pools
    .filter(({ queue, threads }) => queue >= POOL_QUEUE_PER_THREAD * Math.max(1, threads))
    .map(({ name, queue }) => ({ level: 'strained', kind: 'pool', name, value: queue }))
}

function people({ lagging = 0, sessions = 0 }: Figures): Concern[] {
  if (lagging < LAGGING_AT_LEAST || lagging < sessions * LAGGING_SHARE) return []
  return [{ level: 'strained', kind: 'lagging', figure: 'sessions', value: lagging }]
}

/** A total that has grown. It begins again with a new process. */
function counted(
  kind: 'turnedAway' | 'faults',
  total: number | undefined,
  before: number | undefined,
): Concern[] {
  const grown = (total ?? 0) - (before ?? total ?? 0)
  return grown > 0 ? [concern('strained', kind, grown)] : []
}
