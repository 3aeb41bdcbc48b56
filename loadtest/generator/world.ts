import { FaultLog } from '../verify/faults.ts'
import { Counters } from './counters.ts'
import { FrameScan } from './frame-scan.ts'
import { LatencyRecorder } from './latency-recorder.ts'
import { LinkGround } from './link.ts'
import type { Assignment } from './load-messages.ts'
import type { Membership } from './membership.ts'
import { Outbox } from './outbox.ts'
import { Random } from './random.ts'
import { monotonicUs } from './run-clock.ts'
import { Tally } from './tally.ts'
import { Texts } from './texts.ts'
import type { VirtualUser } from './virtual-user.ts'

/** What all users of one worker share. */
export class World {
  readonly assignment: Assignment
  readonly ground: LinkGround
  readonly scan: FrameScan
  readonly texts: Texts
  readonly random: Random
  readonly counters: Counters
  readonly latencies = new LatencyRecorder()
  readonly faults = new FaultLog()
  readonly errors = new Tally()
  readonly disconnects = new Tally()
  /** By user, for comparing with the bytes of a frame. */
  readonly names: readonly Uint8Array[]
  /** Those who miss something and know it. */
  readonly gaps = new Map<Membership, VirtualUser>()
  /** In rooms: those who have something to acknowledge. */
  readonly untold = new Map<Membership, VirtualUser>()
  /** Closed loop: voices whose last message was refused, and who try again at the next sweep. */
  readonly resting: { user: VirtualUser; place: number }[] = []
  readonly isClosedLoop: boolean
  /** Messages meant before this moment of the run are not recorded: the warm-up. */
  measureFromUs = Number.POSITIVE_INFINITY
  /** In the closed loop, whether an answer brings the next message. */
  isTalking = false
  /** What still waits to be sent never is. */
  isSilenced = false
  /** There can be no run; set by whoever runs the worker. */
  fail: (message: string) => void = () => {}

  constructor(assignment: Assignment) {
    this.assignment = assignment
    this.ground = new LinkGround(assignment.target, new Outbox(), assignment.epochUs)
    this.scan = new FrameScan(assignment.run)
    this.texts = new Texts(assignment.textSize, assignment.seed)
    this.random = new Random(assignment.seed, assignment.worker)
    this.counters = new Counters(assignment.counters)
    this.names = assignment.names.map((name) => Buffer.from(name))
    this.isClosedLoop = assignment.talks.some(({ pace }) => 'inFlight' in pace)
  }

  /** Microseconds of the run, whole. */
  nowUs(): number {
    return Math.floor(monotonicUs() - this.assignment.epochUs)
  }

  localAddress(user: number): string | undefined {
    const { localAddresses } = this.assignment
    return localAddresses[user % localAddresses.length]
  }
}
