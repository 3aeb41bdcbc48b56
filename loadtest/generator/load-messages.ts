import type { TextSize } from '../option-values.ts'
import type { Act, VoicePace } from '../scenarios/plan.ts'
import type { FaultKind } from '../verify/faults.ts'
import type { Target } from '../wire/transport.ts'
import type { Histograms } from './latency-recorder.ts'
import type { RunTag } from './message-id.ts'

/** What a worker is given when it is started: its own part of the plan. */
export interface Assignment {
  readonly worker: number
  /** How many there are. */
  readonly workers: number
  readonly run: RunTag
  /** The moment from which all of the run's microseconds count, on the clock of `monotonicUs`. */
  readonly epochUs: number
  readonly target: Target
  /** Users take turns with them; empty: the system chooses. */
  readonly localAddresses: readonly string[]
  readonly seed: number
  readonly textSize: TextSize
  readonly readShare: number
  readonly typingShare: number
  readonly maxOutstanding: number
  readonly warmUpSeconds: number
  readonly durationSeconds: number
  readonly intervalMs: number
  readonly patience: Patience
  readonly counters: SharedArrayBuffer
  /** Of all users of the run, by number. */
  readonly names: readonly string[]
  /** This worker's. */
  readonly users: readonly AssignedUser[]
  readonly outsiders: readonly { readonly index: number; readonly password: string }[]
  /** Of the whole run. */
  readonly conversationCount: number
  /** Those with a member among this worker's users. */
  readonly conversations: readonly AssignedConversation[]
  readonly talks: readonly AssignedTalk[]
  readonly acts: readonly Act[]
}

/** How long to wait at the end while nothing moves. */
export interface Patience {
  /** For answers to what was sent. */
  readonly drainMs: number
  /** For messages to reach their members. */
  readonly settleMs: number
}

export interface AssignedUser {
  readonly index: number
  readonly token: string
  readonly isApart: boolean
}

export interface AssignedConversation {
  readonly index: number
  /** `#room`; absent for a direct chat, which each sees under the other's name. */
  readonly room?: string
  readonly members: readonly number[]
}

/** `users[i]`, one of this worker's, speaks in `conversations[i]`. */
export interface AssignedTalk {
  readonly users: Int32Array
  readonly conversations: Int32Array
  readonly pace: VoicePace
}

export type ToWorker =
  /** All workers are up: log the users in. */
  | { readonly type: 'enter' }
  /** Everybody is logged in: the warm-up begins at this moment of the run. */
  | { readonly type: 'start'; readonly atUs: number }
  /** The half that an `interval` named has been merged. */
  | { readonly type: 'merged' }
  /** Ctrl-C: no new messages from now on. */
  | { readonly type: 'stop' }
  /** The newest seq of each conversation as far as any worker knows, by its number; 0 where nothing is known. */
  | { readonly type: 'settle'; readonly heads: Float64Array; readonly pullBack: number }

export type FromWorker =
  | { readonly type: 'histograms'; readonly halves: readonly [Histograms, Histograms] }
  | { readonly type: 'ready' }
  /** There can be no run, for this reason. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'interval'; readonly half: 0 | 1; readonly endUs: number }
  /** Nothing is under way any more, or nothing moved for long. */
  | { readonly type: 'drained'; readonly heads: Float64Array }
  | ({ readonly type: 'evidence' } & Evidence)

/** All that a worker knows at the end. */
export interface Evidence {
  readonly faults: Readonly<Record<FaultKind, number>>
  readonly examples: readonly string[]
  readonly errors: Readonly<Record<string, number>>
  readonly disconnects: Readonly<Record<string, number>>
  readonly conversations: readonly ConversationEvidence[]
  readonly loopUtilization: number
  readonly loopDelayP99Us: number
}

export interface ConversationEvidence {
  readonly index: number
  /** As its members here call it. */
  readonly name: string
  /** The seq of the first print. */
  readonly from: number
  /** What stands under each seq: a fingerprint, or 0 where no user of this worker knows. */
  readonly prints: Int32Array
  /** Numbers under which this worker's own users saw different messages, which it has counted. */
  readonly contested: readonly number[]
  /** What members could not get although it should be there, by seq. */
  readonly missing: readonly MissingMessages[]
}

export interface MissingMessages {
  readonly user: string
  readonly count: number
  /** The first few. */
  readonly seqs: readonly number[]
}
