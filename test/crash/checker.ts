import { checkAnswers } from './check-answers.ts'
import { checkCursors } from './check-cursors.ts'
import { checkOrder } from './check-order.ts'
import { checkSight } from './check-sight.ts'
import { checkStored } from './check-stored.ts'
import type { Evidence, Violation } from './evidence.ts'
import { Ledger } from './ledger.ts'

/** Everything in the evidence that the contract forbids; knows nothing of how the run was made. */
export function check(evidence: Evidence): Violation[] {
  const ledger = new Ledger(evidence)
  return [
    ...checkStored(evidence, ledger),
    ...checkOrder(evidence, ledger),
    ...checkSight(evidence, ledger),
    ...checkCursors(evidence, ledger),
    ...checkAnswers(ledger),
    ...evidence.events.flatMap((event): Violation[] =>
      event.type === 'complaint'
        ? [
            {
              kind: 'complaint',
              what: `${event.user} on connection ${event.connection}: ${event.what}`,
            },
          ]
        : [],
    ),
  ]
}
