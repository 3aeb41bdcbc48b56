import { formatCount, formatRate, formatSeconds, formatTime } from './report/format.ts'
import type { LoadResult, Verdict } from './report/load-result.ts'
import { FAULT_KINDS, type FaultKind } from './verify/faults.ts'

/** Less of what was wanted than this was not the load that was asked for. */
const ENOUGH_SHARE = 0.95
/** So few messages may be on their way at the borders of the measured time. */
const BORDER_MESSAGES = 20

const FAULT_WORDS: Readonly<Record<FaultKind, string>> = {
  lost: 'lost',
  doubled: 'doubled',
  disorder: 'out of order',
  corrupt: 'corrupt',
  unannounced: 'never announced',
  holes: 'missing in the numbering',
  unexpected: 'refused and delivered all the same',
}

/** The run in a sentence, and whether it is one to be content with. */
export function reachVerdict(result: Omit<LoadResult, 'verdict'>): Verdict {
  const problems = [
    ...faults(result),
    ...unfinished(result),
    ...shortfall(result),
    ...missedSlo(result),
  ]
  const { run, messages, slo, latencyUs } = result
  const rate = `${formatRate(messages.acknowledgedPerSecond)} msg/s`
  const setting = `${formatCount(run.users)} users, ${rate} for ${formatSeconds(run.seconds)}${run.isInterrupted ? ' (stopped early)' : ''}`
  if (problems.length > 0) return { isGood: false, sentence: `${setting}: ${problems.join('; ')}` }

  const delivery = latencyUs.delivery
  const parts = [
    messages.sent === 0
      ? 'nobody said anything, and nobody was cut off'
      : 'every message arrived once and in order',
    ...(delivery === null ? [] : [`p99 ${formatTime(delivery.p99)}`]),
    ...(slo === null ? [] : ['SLO met']),
  ]
  const errors = result.errors.total
  if (errors > 0) parts.push(`${formatCount(errors)} errors (${codes(result)})`)
  return { isGood: true, sentence: `${setting}: ${parts.join('; ')}` }
}

function faults({ verifier }: Omit<LoadResult, 'verdict'>): string[] {
  return FAULT_KINDS.filter((kind) => verifier.faults[kind] > 0).map(
    (kind) => `${formatCount(verifier.faults[kind])} ${FAULT_WORDS[kind]}`,
  )
}

function unfinished({ messages }: Omit<LoadResult, 'verdict'>): string[] {
  const problems: string[] = []
  if (messages.unanswered > 0) problems.push(`${formatCount(messages.unanswered)} never answered`)
  if (messages.unsent > 0) problems.push(`${formatCount(messages.unsent)} could never be sent`)
  return problems
}

function shortfall(result: Omit<LoadResult, 'verdict'>): string[] {
  const { messages, run, generator, errors } = result
  if (messages.sent > 0 && messages.acknowledged === 0) {
    return [`not one message was accepted (${codes(result)})`]
  }
  const wanted = messages.wantedPerSecond ?? 0
  const missing = (wanted - messages.sentPerSecond) * run.seconds
  if (messages.sentPerSecond >= wanted * ENOUGH_SHARE || missing < BORDER_MESSAGES) return []
  const why = generator.isBottleneck
    ? 'the generator is the bottleneck'
    : errors.total > 0
      ? codes(result)
      : 'the server did not keep up'
  return [
    `offered ${formatRate(messages.sentPerSecond)} msg/s, wanted ${formatRate(wanted)} (${why})`,
  ]
}

function missedSlo({ slo }: Omit<LoadResult, 'verdict'>): string[] {
  if (slo === null || slo.isMet) return []
  const missed = slo.clauses.filter(({ isMet }) => !isMet)
  return [
    `SLO missed: ${missed.map(({ clause, measured }) => `${clause} is ${measured}`).join(', ')}`,
  ]
}

/** The most frequent errors by their codes. */
function codes({ errors }: Omit<LoadResult, 'verdict'>): string {
  const names = Object.keys({ ...errors.byCode, ...errors.disconnects })
  return names.slice(0, 3).join(', ') || 'no answer'
}
