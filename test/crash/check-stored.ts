import { ASSISTANT } from '../../protocol/limits.ts'
import type { Evidence, Reading, Violation } from './evidence.ts'
import { isWithAssistant, type SeenMessage } from './history-log.ts'
import type { Attempt, Ledger, Said } from './ledger.ts'

/** [G-1] [G-2] What is in the database at the end, against what was said and what was answered. */
export function checkStored({ readings }: Evidence, ledger: Ledger): Violation[] {
  return [
    ...readings.flatMap((reading) => checkAgreement(reading, ledger)),
    ...[...ledger.stored].flatMap(([conversation, messages]) => [
      ...checkNumbers(conversation, messages),
      ...checkDoubles(conversation, messages),
      ...checkStrangers(conversation, messages, ledger),
    ]),
    ...[...ledger.said.values()].flatMap((said) => checkAnswered(said, ledger)),
  ]
}

/** [G-3] All members read the same. */
function checkAgreement({ conversation, reader, messages }: Reading, ledger: Ledger): Violation[] {
  const reference = ledger.stored.get(conversation) ?? []
  const length = Math.max(reference.length, messages.length)
  for (let i = 0; i < length; i += 1) {
    if (same(reference[i], messages[i])) continue
    const what = `${conversation}: ${reader} reads ${show(messages[i])} where others read ${show(reference[i])}`
    return [{ kind: 'disagreement', what }]
  }
  return []
}

/** [P-7] 1, 2, 3 … */
function checkNumbers(conversation: string, messages: readonly SeenMessage[]): Violation[] {
  const index = messages.findIndex(({ seq }, i) => seq !== i + 1)
  if (index === -1) return []
  const what = `${conversation}: ${show(messages[index])} stands where seq ${index + 1} belongs`
  return [{ kind: 'gap', what }]
}

function checkDoubles(conversation: string, messages: readonly SeenMessage[]): Violation[] {
  const seen = new Map<string, number>()
  return messages.flatMap(({ from, cid, seq }): Violation[] => {
    const key = `${from} ${cid}`
    const former = seen.get(key)
    seen.set(key, seq)
    if (former === undefined) return []
    return [{ kind: 'doubled', what: `${conversation}: ${from}'s ${cid} is ${former} and ${seq}` }]
  })
}

function checkStrangers(
  conversation: string,
  messages: readonly SeenMessage[],
  ledger: Ledger,
): Violation[] {
  return messages.flatMap((message): Violation[] => {
    const { from, cid, text } = message
    if (from === ASSISTANT && isWithAssistant(conversation)) return []
    const said = ledger.saidAs(conversation, from, cid)
    if (said === undefined) {
      return [{ kind: 'stranger', what: `${conversation}: nobody sent ${show(message)}` }]
    }
    if (said.text === text) return []
    return [{ kind: 'moved', what: `${conversation}: ${show(message)} was sent as ${said.text}` }]
  })
}

function checkAnswered(said: Said, ledger: Ledger): Violation[] {
  const stored = ledger.byCid(said.conversation, said.user, said.cid)
  return said.attempts.flatMap((attempt) => checkAttempt(attempt, said, stored))
}

/** Errors after which a client comes again. */
const PASSING = new Set(['unavailable', 'busy', 'shutting_down', 'rate_limited'])

function checkAttempt(attempt: Attempt, said: Said, stored: SeenMessage | undefined): Violation[] {
  const { outcome, conversation, user, cid, connection } = attempt
  const name = `${conversation}: ${user}'s ${cid} on connection ${connection}`
  if (outcome === undefined) return [{ kind: 'unanswered', what: name }]
  if (outcome.type === 'error' && !PASSING.has(outcome.code)) {
    return [{ kind: 'refused', what: `${name}: ${outcome.code}` }]
  }
  if (outcome.type !== 'ok') return []
  if (stored === undefined) {
    return [{ kind: 'lost', what: `${name} was acknowledged as ${outcome.seq}, and is not there` }]
  }
  const violations: Violation[] = []
  if (stored.seq !== outcome.seq || stored.at !== outcome.at) {
    const what = `${name} was acknowledged as ${outcome.seq} at ${outcome.at}, and is ${show(stored)}`
    violations.push({ kind: 'moved', what })
  }
  if (!outcome.dup && said.attempts.some((other) => wasAnswered(other, attempt))) {
    violations.push({ kind: 'doubled', what: `${name} had been answered, and was called new` })
  }
  return violations
}

/** [P-9] Only one attempt can be the one that stored it, and none that began after an answer. */
const wasAnswered = (other: Attempt, attempt: Attempt): boolean =>
  other !== attempt &&
  other.outcome?.type === 'ok' &&
  (!other.outcome.dup || other.endedAt < attempt.invokedAt)

export const same = (one: SeenMessage | undefined, other: SeenMessage | undefined): boolean =>
  one?.seq === other?.seq &&
  one?.from === other?.from &&
  one?.cid === other?.cid &&
  one?.at === other?.at &&
  one?.text === other?.text

export function show(message: SeenMessage | undefined): string {
  if (message === undefined) return 'nothing'
  const { seq, from, cid, at, text } = message
  return `${seq} (${from}'s ${cid} at ${at}, ${JSON.stringify(text.slice(0, 40))})`
}
