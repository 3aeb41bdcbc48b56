import { Tally } from './generator/tally.ts'
import type { LoadOptions } from './load-options.ts'
import type { Outcome } from './load-run.ts'
import type {
  ErrorCounts,
  GeneratorResult,
  LoadResult,
  Machine,
  MessageCounts,
  RunFacts,
  ServerResult,
  SloResult,
  VerifierResult,
} from './report/load-result.ts'
import { RESULT_VERSION } from './report/load-result.ts'
import type { Plan } from './scenarios/plan.ts'
import { judgeSlo } from './slo.ts'
import { reachVerdict } from './verdict.ts'
import { compareEvidence } from './verify/compare-evidence.ts'
import { describeTarget } from './wire/transport.ts'

export interface Circumstances {
  readonly startedAt: string
  readonly machine: Machine
  readonly commit: string | null
}

/** A worker whose processor is this busy, or whose loop is this late, measures itself as much as the server. */
const BUSY_SHARE = 0.9
const LATE_LOOP_US = 20_000

export function makeResult(
  options: LoadOptions,
  plan: Plan,
  circumstances: Circumstances,
  outcome: Outcome,
): LoadResult {
  const seconds = Math.max(1, outcome.end.atUs - outcome.begin.atUs) / 1_000_000
  const { recorder, entranceSeconds, entranceUsers } = outcome
  const measured = {
    version: RESULT_VERSION,
    run: runFacts(options, plan, circumstances, outcome, seconds),
    entrance: {
      users: entranceUsers,
      seconds: entranceSeconds,
      perSecond: entranceUsers / entranceSeconds,
    },
    messages: messageCounts(options, outcome, seconds),
    latencyUs: recorder.latencies(),
    phases: recorder.phases(seconds),
    errors: errorCounts(outcome),
    verifier: verifierResult(outcome),
    generator: generatorResult(options, outcome, seconds),
    server: serverResult(options, outcome),
    timeline: {
      intervalMs: outcome.intervalMs,
      points: recorder.points,
      marks: marks(plan, seconds),
    },
    distributions: recorder.distributions(),
    slo: null as SloResult | null,
  } as const
  const unjudged: LoadResult = { ...measured, verdict: { isGood: false, sentence: '' } }
  const slo = options.slo === undefined ? null : judgeSlo(options.slo, unjudged)
  const result = { ...unjudged, slo }
  return { ...result, verdict: reachVerdict(result) }
}

function runFacts(
  options: LoadOptions,
  plan: Plan,
  { startedAt, machine, commit }: Circumstances,
  { isInterrupted }: Outcome,
  seconds: number,
): RunFacts {
  return {
    scenario: options.scenario.name,
    about: options.scenario.about,
    target: describeTarget(options),
    startedAt,
    seconds,
    warmUpSeconds: options.warmUpSeconds,
    isInterrupted,
    users: options.users,
    conversations: plan.conversations.length,
    pace: describePace(options.pace),
    textSize:
      options.textSize.kind === 'fixed'
        ? `${options.textSize.bytes} bytes`
        : `lognormal, mean ${options.textSize.meanBytes} bytes`,
    seed: options.seed,
    machine,
    commit,
  }
}

function messageCounts(
  options: LoadOptions,
  { begin, end, last }: Outcome,
  seconds: number,
): MessageCounts {
  const during = (counter: keyof typeof last) => end.counters[counter] - begin.counters[counter]
  return {
    wantedPerSecond: options.pace.kind === 'in-flight' ? null : during('meant') / seconds,
    sentPerSecond: during('sent') / seconds,
    acknowledgedPerSecond: during('acknowledged') / seconds,
    deliveredPerSecond: during('delivered') / seconds,
    sent: during('sent'),
    acknowledged: during('acknowledged'),
    delivered: during('delivered'),
    delayed: during('delayed'),
    unsent: last.backlogged,
    unanswered: last.outstanding,
    duplicatesRefused: last.duplicatesRefused,
  }
}

function errorCounts({ evidence, last }: Outcome): ErrorCounts {
  const byCode = new Tally()
  const disconnects = new Tally()
  for (const one of evidence) {
    byCode.addAll(one.errors)
    disconnects.addAll(one.disconnects)
  }
  const total = last.errors
  return {
    total,
    share: total === 0 ? 0 : total / Math.max(last.sent, total),
    byCode: byCode.toObject(),
    disconnects: disconnects.toObject(),
  }
}

function verifierResult({ evidence, last }: Outcome): VerifierResult {
  const log = compareEvidence(evidence)
  return {
    faults: log.counts,
    examples: log.examples,
    gapsHealed: last.gapsHealed,
    pulled: last.pulled,
    resyncs: last.resyncs,
    readBack: last.readBack,
  }
}

function generatorResult(
  { workers }: LoadOptions,
  { begin, end, evidence, threads }: Outcome,
  seconds: number,
): GeneratorResult {
  const cpuUs = end.cpuUs - begin.cpuUs
  const delivered = end.counters.delivered - begin.counters.delivered
  const cpuShare = cpuUs / 1_000_000 / seconds / threads
  const loopUtilization = Math.max(...evidence.map((one) => one.loopUtilization))
  const loopDelayP99Us = Math.max(...evidence.map((one) => one.loopDelayP99Us))
  const warnings: string[] = []
  if (Math.max(cpuShare, loopUtilization) > BUSY_SHARE) {
    const share = Math.round(Math.max(cpuShare, loopUtilization) * 100)
    warnings.push(
      `a worker was busy ${share} % of the time: the server may do better than these figures`,
    )
  }
  if (loopDelayP99Us > LATE_LOOP_US) {
    const ms = Math.round(loopDelayP99Us / 1_000)
    warnings.push(
      `the generator's own event loop was up to ${ms} ms late (p99), which is in the latencies`,
    )
  }
  return {
    workers,
    cpuSeconds: cpuUs / 1_000_000,
    cpuShare,
    cpuUsPerDelivered: delivered > 0 ? cpuUs / delivered : null,
    loopUtilization,
    loopDelayP99Us,
    isBottleneck: warnings.length > 0,
    warnings,
  }
}

function serverResult({ serverPid }: LoadOptions, outcome: Outcome): ServerResult | null {
  const { serverBefore, serverLoggedIn, begin, end, entranceUsers } = outcome
  if (serverPid === undefined || !serverBefore || !serverLoggedIn || !begin.server || !end.server) {
    return null
  }
  const cpuSeconds = end.server.cpuSeconds - begin.server.cpuSeconds
  const grown = serverLoggedIn.rssBytes - serverBefore.rssBytes
  const delivered = end.counters.delivered - begin.counters.delivered
  return {
    pid: serverPid,
    cpuSeconds,
    cpuUsPerDelivered: delivered > 0 ? (cpuSeconds * 1_000_000) / delivered : null,
    rssBytesBefore: serverBefore.rssBytes,
    rssBytesLoggedIn: serverLoggedIn.rssBytes,
    rssBytesEnd: end.server.rssBytes,
    bytesPerUser: grown > 0 ? grown / Math.max(1, entranceUsers) : null,
  }
}

function marks(plan: Plan, endSeconds: number) {
  return plan.phases
    .filter(({ name, fromSeconds }) => name !== '' && fromSeconds < endSeconds)
    .map(({ name, fromSeconds }) => ({ name, seconds: fromSeconds }))
}

function describePace(pace: LoadOptions['pace']): string {
  switch (pace.kind) {
    case 'per-user':
      return `${pace.perSecond}/s of each who talks`
    case 'total':
      return `${pace.perSecond}/s of all together`
    case 'in-flight':
      return `${pace.unanswered} unanswered of each who talks`
  }
}
