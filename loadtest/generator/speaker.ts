import { RETRY_CODES } from '../../protocol/error-codes.ts'
import type { ErrorFrame } from '../../protocol/replies.ts'
import { Backlog } from './backlog.ts'
import {
  ACKNOWLEDGED,
  BACKLOGGED,
  DELAYED,
  DUPLICATES_REFUSED,
  MEANT,
  OUTSTANDING,
  REFUSED,
  SENT,
} from './counters.ts'
import type { FrameScan } from './frame-scan.ts'
import type { Link } from './link.ts'
import type { Membership } from './membership.ts'
import { PendingSends } from './pending-sends.ts'
import type { VirtualUser } from './virtual-user.ts'
import type { World } from './world.ts'

/** After these a message may have been stored all the same. */
const UNSURE_CODES: ReadonlySet<string> = new Set(['internal', 'shutting_down'])

/** The half of a user that says things, and keeps account of what was answered. */
export class Speaker {
  readonly #world: World
  readonly #user: VirtualUser
  /** Made with the first message: most users of a big run never say anything. */
  #sends: PendingSends | undefined
  #backlog: Backlog | undefined

  constructor(world: World, user: VirtualUser) {
    this.#world = world
    this.#user = user
  }

  get hasUnanswered(): boolean {
    return (this.#sends?.count ?? 0) > 0
  }

  /**
   * Means to say something in one of the user's conversations. It is sent now, or, when the user is offline or has too many messages
   * unanswered, as soon as that is over; the moment at which it was meant stays.
   */
  say(place: number, intendedUs: number): void {
    const { arrival } = this.#user
    const { counters } = this.#world
    if (!arrival.isPresent) return
    counters.add(MEANT)
    const link = arrival.onlineLink
    const sends = this.#pendingSends()
    if (link !== undefined && sends.hasRoom && this.#waiting === 0) {
      this.#send(link, sends, place, intendedUs)
      return
    }
    this.#backlog ??= new Backlog()
    this.#backlog.push(place, intendedUs)
    counters.add(BACKLOGGED)
    counters.add(DELAYED)
  }

  /** Logged in again: what had no answer when the connection broke goes out once more [G-2], in its order [G-3], then what waited. */
  resume(link: Link): void {
    const sends = this.#sends
    sends?.forEach((id, slot) => {
      const membership = this.#membership(sends.membership[slot] as number)
      const n = sends.n[slot] as number
      this.#write(link, membership, id, n, sends.intendedUs[slot] as number)
    })
    this.#sendWaiting()
  }

  /** The `ok` of a send. @returns the membership it was for, or undefined when nobody waited for it */
  answered(scan: FrameScan): Membership | undefined {
    const sends = this.#sends
    const slot = sends?.take(scan.id) ?? -1
    if (sends === undefined || slot < 0) return undefined
    const { counters, latencies, measureFromUs, ground, faults } = this.#world
    const place = sends.membership[slot] as number
    const intendedUs = sends.intendedUs[slot] as number
    const membership = this.#membership(place)
    counters.add(ACKNOWLEDGED)
    counters.add(OUTSTANDING, -1)
    if (scan.isDup) counters.add(DUPLICATES_REFUSED)
    // What was said before the user left was not waited for.
    const isWaitedFor = intendedUs >= this.#user.arrival.presentSinceUs && !this.#user.isApart
    if (isWaitedFor && intendedUs >= measureFromUs) {
      latencies.record('acknowledge', ground.readAtUs - intendedUs)
    }
    if (!membership.isChat(scan)) {
      const { name } = this.#user
      faults.note('corrupt', () => `the ok to ${name} for ${membership.chat} names another chat`)
    }
    membership.acknowledged(scan.seq, sends.n[slot] as number)
    if (this.#waiting > 0) this.#sendWaiting()
    else if (this.#world.isTalking) this.say(place, Math.floor(ground.readAtUs))
    return membership
  }

  /** The `error` of a send. It is not tried again: how often that happens is one of the results. */
  refused(id: number, { code }: ErrorFrame): void {
    const sends = this.#sends
    const slot = sends?.take(id) ?? -1
    if (sends === undefined || slot < 0) return
    const { counters, resting, isTalking } = this.#world
    counters.add(REFUSED)
    counters.add(OUTSTANDING, -1)
    const place = sends.membership[slot] as number
    if (RETRY_CODES.has(code) || !UNSURE_CODES.has(code)) {
      this.#membership(place).wasRefused(sends.n[slot] as number)
    }
    if (isTalking) resting.push({ user: this.#user, place })
    this.#sendWaiting()
  }

  get #waiting(): number {
    return this.#backlog?.length ?? 0
  }

  #pendingSends(): PendingSends {
    this.#sends ??= new PendingSends(this.#world.assignment.maxOutstanding)
    return this.#sends
  }

  #membership(place: number): Membership {
    return this.#user.memberships[place] as Membership
  }

  #sendWaiting(): void {
    const backlog = this.#backlog
    const link = this.#user.arrival.onlineLink
    if (backlog === undefined || link === undefined || this.#world.isSilenced) return
    const sends = this.#pendingSends()
    while (backlog.length > 0 && sends.hasRoom) {
      this.#send(link, sends, backlog.membership, backlog.intendedUs)
      backlog.shift()
      this.#world.counters.add(BACKLOGGED, -1)
    }
  }

  #send(link: Link, sends: PendingSends, place: number, intendedUs: number): void {
    const { counters, random, assignment } = this.#world
    const membership = this.#membership(place)
    const n = membership.nextN()
    const id = sends.add(place, n, intendedUs)
    if (assignment.typingShare > 0 && random.next() < assignment.typingShare) {
      link.write(membership.typingFrame)
    }
    this.#write(link, membership, id, n, intendedUs)
    counters.add(SENT)
    counters.add(OUTSTANDING)
  }

  #write(link: Link, membership: Membership, id: number, n: number, intendedUs: number): void {
    const { conversation } = membership
    const text = this.#world.texts.text(conversation, this.#user.index, n, intendedUs)
    link.write(membership.sendFrame(id, n, intendedUs, text))
  }
}
