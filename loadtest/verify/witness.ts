import { type ConversationLog, DIFFERENT, STORED_TWICE } from './conversation-log.ts'
import type { FaultLog } from './faults.ts'
import { SeenSeqs } from './seen-seqs.ts'

/** A message as a member saw it; `FrameScan` is one. */
export interface Sighting {
  readonly seq: number
  /** Sent by this run; else the numbers below mean nothing. */
  readonly isOurs: boolean
  readonly conversation: number
  readonly sender: number
  readonly n: number
  readonly isIntact: boolean
  readonly fingerprint: number
}

/** A jump further than this is no number the server can have given; it is not followed, because memory grows with the distance. */
const MAX_JUMP = 1_000_000

/**
 * What one member sees of one conversation, held against the promises: every message once, in order, unchanged [G-1] [G-3] [G-4], and the same
 * for all members. What the other members of this thread saw is in the shared log; other threads' logs are compared at the end.
 */
export class Witness {
  readonly seen = new SeenSeqs(0)
  readonly log: ConversationLog
  /** The highest seq the server let this member know of, by a push, a log-in or a `resync`. */
  announced = 0
  /** Messages of others that came by pulling, and would not have come otherwise. */
  pulled = 0
  readonly #conversation: number
  readonly #user: number
  readonly #faults: FaultLog
  readonly #describe: (sighting: Sighting) => string
  #lastPushed = 0
  #sessions = 0
  /** The member's own newest message that was acknowledged. */
  #ackedN = -1
  #ackedSeq = 0

  constructor(
    conversation: number,
    user: number,
    log: ConversationLog,
    faults: FaultLog,
    describe: (sighting: Sighting) => string,
  ) {
    this.#conversation = conversation
    this.#user = user
    this.log = log
    this.#faults = faults
    this.#describe = describe
  }

  /** The member is there from now on: what is up to `head` is not looked at. */
  begin(head: number): void {
    this.seen.contiguous = head
    this.seen.highest = head
    this.announced = head
    if (this.log.base === -1) this.log.base = head
    if (this.log.head < head) this.log.head = head
  }

  /** The server said that the conversation has got so far. */
  announce(head: number): void {
    if (head > this.announced) this.announced = head
  }

  /** A push of the new session may repeat one of the old session. */
  sessionBegins(): void {
    this.#sessions++
    this.#lastPushed = 0
  }

  /**
   * The server pushed a message to this member.
   * @returns whether the member had not seen it
   */
  push(message: Sighting): boolean {
    const { seq } = message
    if (!this.#isPossible(message)) return false
    this.#checkContent(message)
    this.announce(seq)
    if (message.isOurs && message.sender === this.#user && this.#sessions === 1) {
      this.#faults.note(
        'doubled',
        () => `${this.#describe(message)} came back to the session that sent it`,
      )
    }
    const isNew = this.seen.add(seq)
    if (seq > this.#lastPushed) {
      this.#lastPushed = seq
    } else if (isNew) {
      this.#faults.note(
        'disorder',
        () => `${this.#describe(message)} was pushed after ${this.#lastPushed}`,
      )
    } else {
      this.#faults.note('doubled', () => `${this.#describe(message)} was pushed twice`)
    }
    this.#compare(message)
    return isNew
  }

  /**
   * A page of history had this message.
   * @returns whether the member had not seen it
   */
  pull(message: Sighting): boolean {
    if (!this.#isPossible(message)) return false
    this.#checkContent(message)
    const isNew = this.seen.add(message.seq)
    if (isNew && message.sender !== this.#user) this.pulled++
    this.#compare(message)
    return isNew
  }

  /** The member's own message, acknowledged under this number. */
  acknowledged(message: Sighting): void {
    const { seq, n } = message
    if (!this.#isPossible(message)) return
    // [G-3] Replies may overtake each other, numbers may not.
    if (n > this.#ackedN ? seq < this.#ackedSeq : seq > this.#ackedSeq) {
      this.#faults.note(
        'disorder',
        () => `${this.#describe(message)} is numbered in another order than it was sent`,
      )
    }
    if (n > this.#ackedN) {
      this.#ackedN = n
      this.#ackedSeq = seq
    }
    this.announce(seq)
    this.seen.add(seq)
    this.#compare(message)
  }

  #isPossible(message: Sighting): boolean {
    if (message.seq >= 1 && message.seq <= this.seen.highest + MAX_JUMP) return true
    this.#faults.note('disorder', () => `${this.#describe(message)} has an impossible number`)
    return false
  }

  #checkContent(message: Sighting): void {
    if (!message.isIntact) {
      this.#faults.note('corrupt', () => `${this.#describe(message)} does not fit its checksum`)
    }
    if (message.isOurs && message.conversation !== this.#conversation) {
      this.#faults.note(
        'corrupt',
        () => `${this.#describe(message)} belongs to another conversation`,
      )
    }
  }

  #compare(message: Sighting): void {
    const { seq, fingerprint, isOurs, sender, n } = message
    // What was there before the run may have been pruned, or seen by nobody here.
    if (seq <= this.log.base) return
    const sight = this.log.note(seq, fingerprint, isOurs ? sender : -1, n)
    if (sight === DIFFERENT && !this.log.contested.has(seq)) {
      this.log.contested.add(seq)
      this.#faults.note(
        'lost',
        () => `another message than ${this.#describe(message)} was seen under the same number`,
      )
    } else if (sight === STORED_TWICE) {
      this.#faults.note('doubled', () => `${this.#describe(message)} has another number already`)
    }
  }
}
