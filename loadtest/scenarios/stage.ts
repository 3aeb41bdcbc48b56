import type { Act, Conversation, People, Phase, Plan, Talk, VoicePace } from './plan.ts'

/** What the command line wants, as far as it changes the plan. */
export interface Wish {
  readonly users: number
  readonly pace: Pace
  readonly roomSize: number
  readonly speakers: number
  readonly durationSeconds: number
}

export type Pace =
  | { readonly kind: 'per-user'; readonly perSecond: number }
  | { readonly kind: 'total'; readonly perSecond: number }
  | { readonly kind: 'in-flight'; readonly unanswered: number }

/** A talk whose pace an act may change. */
export type TalkHandle = number

/**
 * The words in which scenarios are written. Moments are fractions of the measured time, so that a scenario is the same play
 * at any length; the warm-up comes before 0.
 */
export class Stage {
  readonly wish: Wish
  readonly #people: People[] = []
  readonly #conversations: Conversation[] = []
  readonly #talks: Talk[] = []
  readonly #acts: Act[] = []
  readonly #phases: Phase[] = []

  constructor(wish: Wish) {
    this.wish = wish
  }

  /** All that are left. */
  everyone(name: string): People {
    return this.#add(name, this.#left, 'connected')
  }

  /** A share of all users, at least two. Even in number, so that friends are never parted. */
  some(name: string, share: number): People {
    return this.#add(name, this.#evenShare(share), 'connected')
  }

  /** Made slow on purpose: what they receive is counted apart from what everybody else does. */
  slowOnes(name: string, share: number): People {
    return this.#add(name, this.#evenShare(share), 'connected', true)
  }

  /** People with a password who are not there until `logInOverAndOver`. */
  outsiders(name: string, share: number): People {
    return this.#add(name, this.#evenShare(share), 'outside')
  }

  /** Neighbours are friends, as in a tokens file, and both talk. `share` is the part of their pace that goes here. */
  friendsChat(people: People, share = 1): TalkHandle {
    const voices: Voice[] = []
    for (let user = people.from; user + 1 < people.from + people.count; user += 2) {
      const conversation =
        this.#conversations.push({ kind: 'direct', members: [user, user + 1] }) - 1
      voices.push({ user, conversation }, { user: user + 1, conversation })
    }
    return this.#talk(`${people.name} in pairs`, voices, share)
  }

  /**
   * Everyone is in one room of `size` (the last room may be smaller), and the first `speakers` of each room talk. Several groups may share rooms:
   * they are dealt out in turn, so that each room has its share of every group.
   */
  roomsChat(groups: readonly People[], size: number, speakers: number, share = 1): TalkHandle {
    const members = groups.flatMap(({ from, count }) => range(from, count))
    const rooms = Math.max(1, Math.ceil(members.length / size))
    const voices: Voice[] = []
    for (let room = 0; room < rooms; room++) {
      const inRoom = members.filter((_, place) => place % rooms === room)
      const conversation = this.#conversations.push({ kind: 'room', members: inRoom }) - 1
      for (const user of inRoom.slice(0, speakers)) voices.push({ user, conversation })
    }
    return this.#talk('rooms', voices, share)
  }

  /** From here on the report counts under this name too. */
  phase(name: string, at: number): void {
    this.#phases.push({ name, fromSeconds: this.#seconds(at) })
  }

  /** The connections break at once; each user comes back by token, at a random moment within `withinSeconds`. */
  cutOff(people: People, at: number, withinSeconds = 0.5): void {
    this.#act({ does: 'cut-off', atSeconds: this.#seconds(at), people, withinSeconds })
  }

  /** They go and mean to: meanwhile they say nothing. */
  leave(people: People, at: number, within: number): void {
    const withinSeconds = this.#seconds(within)
    this.#act({ does: 'leave', atSeconds: this.#seconds(at), people, withinSeconds })
  }

  comeBack(people: People, at: number, within: number): void {
    const withinSeconds = this.#seconds(within)
    this.#act({ does: 'come-back', atSeconds: this.#seconds(at), people, withinSeconds })
  }

  stopReading(people: People, at: number): void {
    this.#act({ does: 'stop-reading', atSeconds: this.#seconds(at), people })
  }

  readAgain(people: People, at: number): void {
    this.#act({ does: 'read-again', atSeconds: this.#seconds(at), people })
  }

  /** Each logs in with the password, leaves, and does so again at once. */
  logInOverAndOver(people: People, from: number, to: number): void {
    this.#act({ does: 'log-in-over-and-over', atSeconds: this.#seconds(from), people })
    this.#act({ does: 'stop-logging-in', atSeconds: this.#seconds(to), people })
  }

  /** From `at` on everybody in this talk says `factor` times what was asked for. */
  pace(talk: TalkHandle, at: number, factor: number): void {
    this.#act({ does: 'pace', atSeconds: this.#seconds(at), talk, factor })
  }

  plan(): Plan {
    const acts = [...this.#acts].sort((a, b) => a.atSeconds - b.atSeconds)
    const phases = this.#phases.length > 0 ? this.#phases : [{ name: '', fromSeconds: 0 }]
    return {
      people: this.#people,
      conversations: this.#conversations,
      talks: this.#talks,
      acts,
      phases,
    }
  }

  get #left(): number {
    return this.wish.users - this.#people.reduce((sum, { count }) => sum + count, 0)
  }

  #evenShare(share: number): number {
    const wanted = Math.max(1, Math.round((this.wish.users * share) / 2)) * 2
    return Math.min(wanted, this.#left)
  }

  #add(name: string, count: number, entrance: People['entrance'], isApart = false): People {
    const from = this.wish.users - this.#left
    const people: People = { name, from, count, entrance, isApart }
    this.#people.push(people)
    return people
  }

  #talk(name: string, voices: readonly Voice[], share: number): TalkHandle {
    return (
      this.#talks.push({
        name,
        users: Int32Array.from(voices, ({ user }) => user),
        conversations: Int32Array.from(voices, ({ conversation }) => conversation),
        pace: voicePace(this.wish.pace, voices.length, share),
      }) - 1
    )
  }

  #act(act: Act): void {
    this.#acts.push(act)
  }

  #seconds(share: number): number {
    return share * this.wish.durationSeconds
  }
}

interface Voice {
  readonly user: number
  readonly conversation: number
}

function voicePace(pace: Pace, voices: number, share: number): VoicePace {
  switch (pace.kind) {
    case 'per-user':
      return { perSecond: pace.perSecond * share }
    case 'total':
      return { perSecond: voices === 0 ? 0 : (pace.perSecond * share) / voices }
    case 'in-flight':
      return { inFlight: pace.unanswered }
  }
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => from + place)
}
