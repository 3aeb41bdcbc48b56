import type { RecordableHistogram } from 'node:perf_hooks'
import { newHistogram } from '../../generator/latency-recorder.ts'
import { monotonicUs } from '../../generator/run-clock.ts'
import type { Peer } from '../../peers/peer.ts'
import { Stamp } from './stamp.ts'
import { newTally, type Tally } from './tally.ts'
import { type WireEnd, WireGround } from './wire.ts'

/** Whoever can be made to talk. */
export interface Talker {
  say(intendedUs: number): void
  /** One of its messages is out of the way: acknowledged, or where nothing is, delivered. */
  answered(): void
}

/** Where the people of one crowd meet: one server, one clock, one set of figures. */
export class Scene {
  readonly peer: Peer
  readonly end: WireEnd
  readonly ground = new WireGround()
  readonly stamp = new Stamp()
  readonly tally: Tally = newTally()
  readonly acknowledge: RecordableHistogram = newHistogram()
  readonly delivery: RecordableHistogram = newHistogram()
  readonly people: Talker[] = []
  /** A cid is never used twice by a user, whatever was run before against the same database. */
  readonly run = Date.now().toString(36)
  /** When the chunk that is being handed out was read: one look at the clock for all that is in it. */
  readAtUs = 0
  /** What was meant for earlier than this is warm-up. */
  measureFromUs = Number.POSITIVE_INFINITY
  /** What a closed loop does when a message has been answered. */
  onAnswered: ((talker: Talker) => void) | undefined
  /** The first thing that a server refused, in its words. */
  refusal: string | undefined
  readonly #startUs = monotonicUs()

  constructor(peer: Peer, end: WireEnd) {
    this.peer = peer
    this.end = end
  }

  nowUs(): number {
    return Math.floor(monotonicUs() - this.#startUs)
  }

  /** From now on latencies count, and those before are forgotten. */
  beginMeasuring(): void {
    this.acknowledge.reset()
    this.delivery.reset()
    this.measureFromUs = this.nowUs()
  }
}
