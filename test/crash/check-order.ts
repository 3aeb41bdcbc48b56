import type { Evidence, Violation } from './evidence.ts'
import type { Attempt, Ledger, Said } from './ledger.ts'

/** [G-3] The order of each connection is kept, and what began after something was known comes after it. */
export function checkOrder(_evidence: Evidence, ledger: Ledger): Violation[] {
  const storing = [...ledger.said.values()]
    .map(storingAttempt)
    .filter((attempt) => attempt !== undefined)
    .sort((a, b) => a.attempt - b.attempt)
  return [...checkConnections(storing, ledger), ...checkTime(ledger)]
}

/** The attempt that certainly stored the message; undefined when it may have been another one. */
function storingAttempt({ attempts }: Said): Attempt | undefined {
  const first = attempts[0] as Attempt
  const asNew = attempts.find(({ outcome }) => outcome?.type === 'ok' && !outcome.dup)
  if (asNew !== undefined) return asNew
  const second = attempts[1]
  if (first.outcome?.type === 'ok' && (second === undefined || first.endedAt < second.invokedAt)) {
    return first
  }
  return second === undefined && first.outcome?.type === 'unknown' ? first : undefined
}

function checkConnections(storing: Attempt[], ledger: Ledger): Violation[] {
  const last = new Map<string, { attempt: Attempt; seq: number }>()
  const violations: Violation[] = []
  for (const attempt of storing) {
    const { connection, conversation, user, cid } = attempt
    const seq = ledger.byCid(conversation, user, cid)?.seq
    if (seq === undefined) continue
    const key = `${connection} ${conversation}`
    const former = last.get(key)
    if (former !== undefined && former.seq > seq) {
      const what = `${conversation}: on connection ${connection} ${user} sent ${former.attempt.cid} before ${cid}, and they are ${former.seq} and ${seq}`
      violations.push({ kind: 'disorder', what })
    }
    last.set(key, { attempt, seq })
  }
  return violations
}

/** A message that nobody had begun to send when another one was known cannot come before it. */
function checkTime(ledger: Ledger): Violation[] {
  return [...ledger.said.values()].flatMap(({ conversation, user, cid, attempts }): Violation[] => {
    const seq = ledger.byCid(conversation, user, cid)?.seq
    const known = ledger.knownBefore(conversation, (attempts[0] as Attempt).invokedAt)
    if (seq === undefined || seq > known) return []
    const what = `${conversation}: ${user}'s ${cid} is ${seq}, but was first sent when ${known} was known`
    return [{ kind: 'disorder', what }]
  })
}
