import { checkAnswers } from './check-answers.ts'
import { checkCursors } from './check-cursors.ts'
import { checkOrder } from './check-order.ts'
import { checkSight } from './check-sight.ts'
import { checkStored } from './check-stored.ts'
import type { ClientEvent } from './history-log.ts'
import { Ledger, type Reading } from './ledger.ts'

export interface Evidence {
  readonly events: readonly ClientEvent[]
  /** All conversations as all their members read them at the end, the whole of each. */
  readonly readings: readonly Reading[]
  /** Connections that lived to the end: they must have heard of everything. */
  readonly openAtEnd: readonly { user: string; connection: number }[]
  /** The database was away while the server ran: then a message may be stored without being pushed, and the gap tells [G-4]. */
  readonly hadOutages: boolean
}

export type ViolationKind =
  /** Acknowledged, or shown to somebody, and not there [G-1]. */
  | 'lost'
  | 'phantom'
  /** There, with another seq, time or text than it was acknowledged with. */
  | 'moved'
  /** Stored more than once [G-2], or not called a repetition. */
  | 'doubled'
  /** Stored, and nobody sent it. */
  | 'stranger'
  | 'gap'
  | 'disagreement'
  | 'disorder'
  /** Somebody was told less than was known already. */
  | 'stale'
  /** An online session was never told of a message. */
  | 'skipped'
  /** A message came back to the session that sent it [P-12]. */
  | 'echo'
  /** A cursor or receipt that nobody's acknowledgement explains. */
  | 'cursor'
  | 'refused'
  | 'unanswered'
  | 'answered twice'
  | 'complaint'

export interface Violation {
  readonly kind: ViolationKind
  readonly what: string
}

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
