import type { ClientEvent, SeenMessage } from './history-log.ts'

/** What one member read of one conversation. */
export interface Reading {
  readonly conversation: string
  readonly reader: string
  readonly messages: readonly SeenMessage[]
}

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
