import { LoadError } from './load-error.ts'
import { quote } from './option-values.ts'
import { formatTime } from './report/format.ts'
import type {
  LatencySummary,
  LoadResult,
  SloClauseResult,
  SloResult,
} from './report/load-result.ts'

/** What must hold. Clauses are apart by commas; `loadtest/README.md` has the grammar. */
export interface Slo {
  readonly text: string
  readonly clauses: readonly SloClause[]
}

export interface SloClause {
  readonly text: string
  readonly metric: Metric
  readonly comparison: Comparison
  readonly limit: number
  readonly unit: Unit
}

type Comparison = '<' | '<=' | '=' | '>=' | '>'
/** Times are in microseconds, shares from 0 to 1. */
type Unit = 'time' | 'share' | 'count' | 'per second'
type Metric = (result: LoadResult) => number | null

const CLAUSE = /^([a-z0-9.]+)\s*(<=|>=|<|>|=)\s*(\d{1,12}(?:\.\d{1,9})?)\s*(us|ms|s|%|\/s|)$/

const STATISTICS: Readonly<Record<string, keyof LatencySummary>> = {
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  'p99.9': 'p999',
  mean: 'mean',
  max: 'max',
}
const HISTOGRAMS = {
  ack: 'acknowledge',
  delivery: 'delivery',
  login: 'login',
  password: 'passwordLogin',
  reconnect: 'reconnect',
} as const

const COUNTS: Readonly<Record<string, Metric>> = {
  lost: ({ verifier }) => verifier.faults.lost,
  doubled: ({ verifier }) => verifier.faults.doubled,
  disorder: ({ verifier }) => verifier.faults.disorder,
  corrupt: ({ verifier }) => verifier.faults.corrupt,
  gaps: ({ verifier }) => verifier.gapsHealed,
  unanswered: ({ messages }) => messages.unanswered,
  delayed: ({ messages }) => messages.delayed,
  disconnects: ({ errors }) => sum(Object.values(errors.disconnects)),
}
const RATES: Readonly<Record<string, Metric>> = {
  rate: ({ messages }) => messages.acknowledgedPerSecond,
  'delivery.rate': ({ messages }) => messages.deliveredPerSecond,
}
const TIME_UNITS_US: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000 }

/** @throws LoadError that names the clause and what may stand there */
export function parseSlo(text: string): Slo {
  const clauses = text.split(',').map((clause) => parseClause(clause.trim()))
  return { text, clauses }
}

export function judgeSlo(slo: Slo, result: LoadResult): SloResult {
  const clauses = slo.clauses.map((clause) => judgeClause(clause, result))
  return { text: slo.text, isMet: clauses.every(({ isMet }) => isMet), clauses }
}

function parseClause(text: string): SloClause {
  const [, name, comparison, digits, unit] = CLAUSE.exec(text) ?? []
  if (name === undefined || comparison === undefined || unit === undefined) {
    throw new LoadError(`${quote(text)} is no clause such as p99<50ms, lost=0 or errors<0.1%`)
  }
  const limit = Number(digits)
  const base = { text, comparison: comparison as Comparison }

  const latency = latencyMetric(name)
  if (latency !== undefined) {
    const scale = TIME_UNITS_US[unit]
    if (scale === undefined) throw new LoadError(`${quote(text)} needs a time: us, ms or s`)
    return { ...base, metric: latency, limit: limit * scale, unit: 'time' }
  }
  if (name === 'errors') {
    if (unit === '%') {
      return { ...base, metric: ({ errors }) => errors.share, limit: limit / 100, unit: 'share' }
    }
    if (unit === '') {
      return { ...base, metric: ({ errors }) => errors.total, limit, unit: 'count' }
    }
    throw new LoadError(`${quote(text)} takes a number or a share in %`)
  }
  const count = COUNTS[name]
  if (count !== undefined && Object.hasOwn(COUNTS, name)) {
    if (unit !== '') throw new LoadError(`${quote(text)} takes a number without a unit`)
    return { ...base, metric: count, limit, unit: 'count' }
  }
  const rate = RATES[name]
  if (rate !== undefined && Object.hasOwn(RATES, name)) {
    if (unit !== '/s') throw new LoadError(`${quote(text)} needs a rate: 1000/s`)
    return { ...base, metric: rate, limit, unit: 'per second' }
  }
  const names = metricNames().join(', ')
  throw new LoadError(`there is no ${quote(name)}; there are ${names}, and ack.p99 and the like`)
}

/** `p99`, which is that of the delivery, or `ack.p99`. */
function latencyMetric(name: string): Metric | undefined {
  const [, histogram = 'delivery', statistic] =
    /^(?:(ack|delivery|login|password|reconnect)\.)?(p50|p95|p99|p99\.9|mean|max)$/.exec(name) ?? []
  if (statistic === undefined) return undefined
  const summary = HISTOGRAMS[histogram as keyof typeof HISTOGRAMS]
  const key = STATISTICS[statistic] as keyof LatencySummary
  return ({ latencyUs }) => latencyUs[summary]?.[key] ?? null
}

function judgeClause(clause: SloClause, result: LoadResult): SloClauseResult {
  const value = clause.metric(result)
  // What was not measured has not been shown to hold.
  if (value === null) return { clause: clause.text, measured: 'not measured', isMet: false }
  return {
    clause: clause.text,
    measured: show(value, clause.unit),
    isMet: holds(value, clause.comparison, clause.limit),
  }
}

function holds(value: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '=':
      return value === limit
    case '>=':
      return value >= limit
    case '>':
      return value > limit
  }
}

function show(value: number, unit: Unit): string {
  switch (unit) {
    case 'time':
      return formatTime(value)
    case 'share':
      return `${Number((value * 100).toPrecision(3))} %`
    case 'count':
      return value.toLocaleString('en-US')
    case 'per second':
      return `${Math.round(value).toLocaleString('en-US')}/s`
  }
}

/** Latencies can have `ack.`, `login.`, `password.` or `reconnect.` in front. */
export function metricNames(): string[] {
  return [...Object.keys(STATISTICS), 'errors', ...Object.keys(COUNTS), ...Object.keys(RATES)]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
