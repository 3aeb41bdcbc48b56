import type { FaultKind } from '../verify/faults.ts'

/** Rises when a field is removed or changes its meaning; new fields do not raise it. */
export const RESULT_VERSION = 1

/**
 * Everything that a run found out. `--json` writes it as it is, and every other report is a pure function of it. Latencies are in microseconds,
 * counted from the moment a message was meant to be sent; a histogram's figures are exact to three digits.
 */
export interface LoadResult {
  readonly version: typeof RESULT_VERSION
  readonly verdict: Verdict
  readonly run: RunFacts
  /** All users logging in by token, before the run. */
  readonly entrance: {
    readonly users: number
    readonly seconds: number
    readonly perSecond: number
  }
  /** The measured time only, warm-up and drain left out. */
  readonly messages: MessageCounts
  readonly latencyUs: Latencies
  readonly phases: readonly PhaseResult[]
  readonly errors: ErrorCounts
  /** The whole run, warm-up and drain included. */
  readonly verifier: VerifierResult
  readonly slo: SloResult | null
  readonly generator: GeneratorResult
  /** Only with --server-pid. */
  readonly server: ServerResult | null
  readonly timeline: Timeline
  readonly distributions: Readonly<Record<'acknowledge' | 'delivery', readonly Bin[]>>
}

export interface Verdict {
  readonly isGood: boolean
  readonly sentence: string
}

export interface RunFacts {
  readonly scenario: string
  readonly about: string
  readonly target: string
  readonly startedAt: string
  /** How long was measured; shorter than wanted when the run was interrupted. */
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly isInterrupted: boolean
  readonly users: number
  readonly conversations: number
  readonly pace: string
  readonly textSize: string
  readonly seed: number
  readonly machine: Machine
  /** Of the program that generated the load; null when that cannot be known. */
  readonly commit: string | null
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly platform: string
  readonly node: string
}

export interface MessageCounts {
  /** What the pace called for, sent or not; null in the closed loop, which wants as much as it gets. */
  readonly wantedPerSecond: number | null
  readonly sentPerSecond: number
  readonly acknowledgedPerSecond: number
  readonly deliveredPerSecond: number
  readonly sent: number
  readonly acknowledged: number
  /** One for each member that a message reached. */
  readonly delivered: number
  /** Sent later than meant, because too many of the same user's were unanswered or the user was offline. */
  readonly delayed: number
  /** Meant but never sent, until the end of the drain. */
  readonly unsent: number
  /** Sent, and neither acknowledged nor refused until the end of the drain. */
  readonly unanswered: number
  /** Resends after a lost connection that the server had already stored. */
  readonly duplicatesRefused: number
}

/** null where nothing was recorded. */
export interface Latencies {
  /** Meant to be sent → acknowledged. */
  readonly acknowledge: LatencySummary | null
  /** Meant to be sent → read by a member. */
  readonly delivery: LatencySummary | null
  /** The same for the members that the scenario makes slow. */
  readonly deliveryApart: LatencySummary | null
  /** Connecting → logged in by token, before the run. */
  readonly login: LatencySummary | null
  /** Connecting → logged in by password, in a login storm. */
  readonly passwordLogin: LatencySummary | null
  /** The moment a user meant to come back → logged in by token. */
  readonly reconnect: LatencySummary | null
  /** The generator's own lateness: meant to be sent → handed to the socket, delayed messages left out. */
  readonly lateness: LatencySummary | null
}

export interface LatencySummary {
  readonly count: number
  readonly min: number
  readonly mean: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

export interface PhaseResult {
  readonly name: string
  readonly fromSeconds: number
  readonly toSeconds: number
  readonly acknowledge: LatencySummary | null
  readonly delivery: LatencySummary | null
  readonly passwordLogin: LatencySummary | null
  readonly reconnect: LatencySummary | null
}

export interface ErrorCounts {
  readonly total: number
  /** Of all that was sent; 0 to 1. */
  readonly share: number
  /** `code` of error replies, and the operating system's code for failed connections. */
  readonly byCode: Readonly<Record<string, number>>
  /** Connections that the server ended, by the code of its `bye`, `closed` without one. */
  readonly disconnects: Readonly<Record<string, number>>
}

export interface VerifierResult {
  readonly faults: Readonly<Record<FaultKind, number>>
  /** The first few of each kind, as sentences. */
  readonly examples: readonly string[]
  /** Messages that were pushed late or not at all and were got by pulling, as the protocol provides for. */
  readonly gapsHealed: number
  readonly pulled: number
  readonly resyncs: number
  /** Messages read back at the end, counted once for each member. */
  readonly readBack: number
}

export interface SloResult {
  readonly text: string
  readonly isMet: boolean
  readonly clauses: readonly SloClauseResult[]
}

export interface SloClauseResult {
  readonly clause: string
  readonly measured: string
  readonly isMet: boolean
}

export interface GeneratorResult {
  readonly workers: number
  /** Of the whole generator process. */
  readonly cpuSeconds: number
  /** Share of one core per worker, 1 being all of it. */
  readonly cpuShare: number
  readonly cpuUsPerDelivered: number | null
  /** The busiest worker's share of time in which its event loop had work. */
  readonly loopUtilization: number
  readonly loopDelayP99Us: number
  readonly isBottleneck: boolean
  readonly warnings: readonly string[]
}

export interface ServerResult {
  readonly pid: number
  readonly cpuSeconds: number
  readonly cpuUsPerDelivered: number | null
  readonly rssBytesBefore: number
  readonly rssBytesLoggedIn: number
  readonly rssBytesEnd: number
  /** Growth from before the users connected until all were logged in, divided by them; null when it did not grow, as on a server that had as many before. */
  readonly bytesPerUser: number | null
}

export interface Timeline {
  readonly intervalMs: number
  readonly points: readonly TimelinePoint[]
  readonly marks: readonly { readonly seconds: number; readonly name: string }[]
}

/** One interval; `seconds` is its end, since the measured part began: below 0 is the warm-up. Rates are per second. */
export interface TimelinePoint {
  readonly seconds: number
  readonly sent: number
  readonly acknowledged: number
  readonly delivered: number
  readonly errors: number
  readonly logins: number
  readonly online: number
  /** Delivery latency of the interval; null where nothing was measured. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** How many values lay from `fromUs` up to but not including `toUs`. */
export interface Bin {
  readonly fromUs: number
  readonly toUs: number
  readonly count: number
}
