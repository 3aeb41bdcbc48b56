/**
 * A scenario worked out into plain data: who there is, who talks where and how often, and what happens when. Users and
 * conversations are numbers, so that a plan crosses threads and each worker can pick its own part out of it.
 */
export interface Plan {
  readonly people: readonly People[]
  readonly conversations: readonly Conversation[]
  readonly talks: readonly Talk[]
  readonly acts: readonly Act[]
  /** In order of time; the first begins at 0. One phase alone has no name worth showing. */
  readonly phases: readonly Phase[]
}

/** Users `from` to `from + count - 1`. */
export interface People {
  readonly name: string
  readonly from: number
  readonly count: number
  /** `connected`: logged in before the run begins. `outside`: strangers to it until an act sends them. */
  readonly entrance: 'connected' | 'outside'
  /** They are made slow on purpose: what they receive counts in a histogram of its own. */
  readonly isApart: boolean
}

export interface Conversation {
  readonly kind: 'direct' | 'room'
  /** Two for a direct chat. */
  readonly members: readonly number[]
}

/** One way of talking, shared by all who talk like that. A voice is a user in a conversation. */
export interface Talk {
  readonly name: string
  readonly users: Int32Array
  /** Beside `users`: the conversation each of them speaks in. */
  readonly conversations: Int32Array
  readonly pace: VoicePace
}

/** Open loop: messages a second of each voice, whatever the answers. Closed loop: so many unanswered, always. */
export type VoicePace = { readonly perSecond: number } | { readonly inFlight: number }

interface ActBase {
  /** Since the measured part began. */
  readonly atSeconds: number
}

export type Act = ActBase &
  (
    | { readonly does: 'pace'; readonly talk: number; readonly factor: number }
    | {
        readonly does: 'cut-off' | 'leave' | 'come-back'
        readonly people: PeopleRange
        /** Each acts at a random moment within this time. */
        readonly withinSeconds: number
      }
    | { readonly does: 'stop-reading' | 'read-again'; readonly people: PeopleRange }
    | { readonly does: 'log-in-over-and-over' | 'stop-logging-in'; readonly people: PeopleRange }
  )

export type PeopleRange = Pick<People, 'from' | 'count'>

export interface Phase {
  readonly name: string
  readonly fromSeconds: number
}
