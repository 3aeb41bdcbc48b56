import { ASSISTANT } from '../../protocol/limits.ts'
import type { Violation } from './evidence.ts'
import { isWithAssistant } from './history-log.ts'
import type { Ledger } from './ledger.ts'

/** One answer to a question at most, whatever happened around it. Clients wait for the answer before they ask again, so counting is enough. */
export function checkAnswers(ledger: Ledger): Violation[] {
  return [...ledger.stored.keys()].filter(isWithAssistant).flatMap((conversation): Violation[] => {
    let open = 0
    for (const { from, seq } of ledger.stored.get(conversation) ?? []) {
      open += from === ASSISTANT ? -1 : 1
      if (open >= 0) continue
      return [{ kind: 'answered twice', what: `${conversation}: ${seq} answers no question` }]
    }
    return []
  })
}

/** Questions that nobody has answered. */
export function openQuestions(ledger: Ledger): number {
  let open = 0
  for (const [conversation, messages] of ledger.stored) {
    if (!isWithAssistant(conversation)) continue
    for (const { from } of messages) open += from === ASSISTANT ? -1 : 1
  }
  return open
}
