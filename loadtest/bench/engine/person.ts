import { LoadError } from '../../load-error.ts'
import type { PeerClient, PeerListener, Seat } from '../../peers/peer.ts'
import { Arrivals, DISORDERED, DOUBLED } from './arrivals.ts'
import type { Scene, Talker } from './scene.ts'
import { stampStart, stampText } from './stamp.ts'
import { Wire, type WireOwner } from './wire.ts'

/** Messages of one person that may be unanswered; a power of two. At 25 a second each that is 40 s of silence. */
const SLOTS = 1_024
const FREE = -1
/** A histogram takes no 0. */
const LEAST_US = 1

interface Entrance {
  resolve(): void
  reject(error: Error): void
}

/** One user: says something when told to, answers what it hears as a client does, and counts. */
export class Person implements PeerListener, Talker, WireOwner {
  readonly seat: Seat
  readonly #scene: Scene
  /** Whose messages it hears. */
  readonly #source: number
  readonly #client: PeerClient
  readonly #stampStart: string
  readonly #arrivals = new Arrivals()
  #wire: Wire | undefined
  #entrance: Entrance | undefined
  /** When the message in each slot was meant to be sent. Most people of an idle crowd never say anything. */
  #intendedUs: Float64Array | undefined
  /** Messages sent so far: the number of the next one. */
  #n = 0
  #unanswered = 0
  /** Called when the connection ends and nobody ended it. */
  onLost: ((error: LoadError) => void) | undefined

  constructor(scene: Scene, seat: Seat, index: number, source: number) {
    this.#scene = scene
    this.seat = seat
    this.#source = source
    this.#client = scene.peer.client(seat, this)
    this.#stampStart = stampStart(index)
  }

  get unanswered(): number {
    return this.#unanswered
  }

  /** Resolves when it can hear and be heard. Rejects with a LoadError. */
  enter(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#entrance = { resolve, reject }
      this.#wire = new Wire(this.#scene.ground, this.#scene.end, this)
      this.#wire.write(this.#client.hello)
    })
  }

  leave(): void {
    this.#wire?.drop()
  }

  /** Says the next thing, which was meant for this moment; not while SLOTS messages wait for their answers. */
  say(intendedUs: number): void {
    const { tally, peer, run } = this.#scene
    const slot = this.#n & (SLOTS - 1)
    if (peer.acknowledges) {
      this.#intendedUs ??= new Float64Array(SLOTS).fill(FREE)
      if (this.#intendedUs[slot] !== FREE) {
        tally.heldBack++
        return
      }
      this.#intendedUs[slot] = intendedUs
    }
    const n = this.#n++
    this.#unanswered++
    tally.sent++
    const text = stampText(this.#stampStart, n, intendedUs)
    this.#wire?.write(this.#client.encodeSend(slot, `${run}-${n}`, text))
  }

  read(bytes: Buffer, length: number): void {
    this.#scene.readAtUs = this.#scene.nowUs()
    this.#client.feed(bytes, length)
    const replies = this.#client.takeReplies()
    if (replies !== '') this.#wire?.write(replies)
  }

  lost(why: string): void {
    const error = new LoadError(`${this.seat.user} lost its connection: ${why}`)
    if (this.#entrance !== undefined) this.#entrance.reject(error)
    else this.onLost?.(error)
  }

  ready(): void {
    this.#entrance?.resolve()
    this.#entrance = undefined
  }

  acknowledged(slot: number): void {
    const intendedUs = this.#free(slot)
    if (intendedUs === FREE) return this.refused(`an acknowledgement of nothing (${slot})`)
    const { tally, acknowledge, measureFromUs, readAtUs } = this.#scene
    tally.acknowledged++
    if (intendedUs >= measureFromUs) acknowledge.record(Math.max(readAtUs - intendedUs, LEAST_US))
    this.answered()
  }

  answered(): void {
    this.#unanswered--
    this.#scene.onAnswered?.(this)
  }

  delivered(bytes: Buffer, start: number, end: number): void {
    const { stamp, tally, people, peer, delivery, measureFromUs, readAtUs } = this.#scene
    if (!stamp.read(bytes, start, end) || stamp.sender !== this.#source) {
      tally.corrupt++
      return
    }
    const { n, intendedUs } = stamp
    const kind = this.#arrivals.note(n)
    if (kind === DOUBLED) {
      tally.doubled++
      return
    }
    if (kind === DISORDERED) tally.disordered++
    tally.delivered++
    if (intendedUs >= measureFromUs) delivery.record(Math.max(readAtUs - intendedUs, LEAST_US))
    if (!peer.acknowledges) people[this.#source]?.answered()
  }

  refused(what: string, slot?: number): void {
    this.#scene.refusal ??= what
    this.#entrance?.reject(new LoadError(`${this.seat.user} was refused: ${what}`))
    this.#scene.tally.refused++
    if (slot === undefined || this.#free(slot) === FREE) return
    this.#unanswered--
  }

  /** @returns when the message was meant to be sent, or FREE */
  #free(slot: number): number {
    const intendedUs = this.#intendedUs?.[slot] ?? FREE
    if (intendedUs !== FREE && this.#intendedUs !== undefined) this.#intendedUs[slot] = FREE
    return intendedUs
  }
}
