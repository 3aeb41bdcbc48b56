import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Acting } from './acting.ts'
import { type Cast, makeCast } from './cast.ts'
import {
  ACKNOWLEDGED,
  BACKLOGGED,
  DELIVERED,
  LOGINS,
  ONLINE,
  OUTSTANDING,
  PULLED,
  REFUSED,
} from './counters.ts'
import { gatherEvidence } from './gather-evidence.ts'
import type { Assignment, FromWorker, ToWorker } from './load-messages.ts'
import { readAllBack } from './read-back.ts'
import { Sweeper } from './sweeper.ts'
import { Talking } from './talking.ts'
import { waitWhileMoving } from './wait-while-moving.ts'
import { World } from './world.ts'

/** Users of one address that log in at the same time: below the server's default limit of 64 that are not logged in yet. */
const ENTERING_PER_ADDRESS = 32
const MAX_ENTERING = 256
const LOOP_SAMPLE_MS = 10
const ENTRANCE = { stallMs: 15_000, maxMs: Number.POSITIVE_INFINITY }
const MIN_DRAIN_MS = 5_000
/** However much moves, the end comes after so long. */
const MAX_WAIT_MS = 60_000

/** One worker's run from the entrance to the evidence, by the messages of the main thread. */
export class WorkerRun {
  readonly #assignment: Assignment
  readonly #post: (message: FromWorker) => void
  readonly #world: World
  readonly #cast: Cast
  readonly #talking: Talking
  readonly #acting: Acting
  readonly #sweeper: Sweeper
  readonly #loopDelay = monitorEventLoopDelay({ resolution: LOOP_SAMPLE_MS })
  readonly #timers: NodeJS.Timeout[] = []
  #utilizationBefore = performance.eventLoopUtilization()
  #loop = { loopUtilization: 0, loopDelayP99Us: 0 }
  #isOver = false

  constructor(assignment: Assignment, post: (message: FromWorker) => void) {
    this.#assignment = assignment
    this.#post = post
    this.#world = new World(assignment)
    this.#cast = makeCast(this.#world)
    this.#talking = new Talking(this.#world, this.#cast)
    this.#acting = new Acting(this.#world, this.#cast, this.#talking)
    this.#sweeper = new Sweeper(this.#world)
    this.#post({ type: 'histograms', halves: this.#world.latencies.halves })
  }

  async receive(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'enter':
        await this.#enter()
        break
      case 'start':
        this.#start(message.atUs)
        break
      case 'merged':
        this.#world.latencies.merged()
        break
      case 'stop':
        await this.#end()
        break
      case 'settle':
        await this.#settle(message.heads, message.pullBack)
        break
    }
  }

  /** Lets go of everything, for a run that is given up or over. */
  close(): void {
    this.#isOver = true
    for (const timer of this.#timers) clearInterval(timer)
    this.#sweeper.stop()
    this.#talking.stop()
    this.#acting.stop()
    this.#loopDelay.disable()
    for (const { arrival } of this.#cast.users.values()) arrival.close()
  }

  /** Logs everybody in, so many at a time. */
  async #enter(): Promise<void> {
    const { assignment, counters } = this.#world
    this.#timers.push(setInterval(() => this.#endInterval(), assignment.intervalMs))
    this.#world.fail = (message) => this.#post({ type: 'failed', message })
    const next = this.#cast.users.values()
    const usher = async () => {
      for (const { arrival } of next) await arrival.enter()
    }
    const addresses = Math.max(1, assignment.localAddresses.length)
    const atOnce = Math.min(ENTERING_PER_ADDRESS * addresses, MAX_ENTERING)
    const ushers = Math.ceil(atOnce / assignment.workers)
    let areIn = false
    void Promise.all(Array.from({ length: ushers }, usher)).then(() => {
      areIn = true
      this.#post({ type: 'ready' })
    })
    const progress = () => counters.get(LOGINS) + counters.get(ONLINE)
    const isDone = await waitWhileMoving(() => areIn || this.#isOver, progress, ENTRANCE)
    if (!isDone) this.#post({ type: 'failed', message: this.#whyNotIn() })
  }

  #whyNotIn(): string {
    const { counters, errors, assignment } = this.#world
    const why = Object.keys(errors.toObject()).join(', ') || 'no answer'
    return `only ${counters.get(ONLINE)} of ${assignment.users.length} users could log in: ${why}`
  }

  #start(atUs: number): void {
    const { warmUpSeconds, durationSeconds } = this.#assignment
    // From now on who cannot log in is a part of the result, not the end of it.
    this.#world.fail = () => {}
    this.#world.measureFromUs = atUs + warmUpSeconds * 1_000_000
    const untilMeasuredSeconds = (this.#world.measureFromUs - this.#world.nowUs()) / 1_000_000
    this.#timers.push(
      setTimeout(() => this.#beginMeasuring(), untilMeasuredSeconds * 1_000),
      setTimeout(() => void this.#end(), (untilMeasuredSeconds + durationSeconds) * 1_000),
    )
    this.#acting.schedule(untilMeasuredSeconds)
    this.#talking.start()
  }

  #beginMeasuring(): void {
    this.#loopDelay.enable()
    this.#utilizationBefore = performance.eventLoopUtilization()
  }

  /** Nothing new is said; what is under way and what waits is still brought to its end. */
  async #end(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#talking.stop()
    this.#acting.stop()
    this.#measureLoop()
    const { counters, assignment } = this.#world
    const users = [...this.#cast.users.values()]
    await waitWhileMoving(
      () =>
        counters.get(OUTSTANDING) === 0 &&
        counters.get(BACKLOGGED) === 0 &&
        users.every(({ arrival }) => arrival.onlineLink !== undefined),
      () => counters.get(ACKNOWLEDGED) + counters.get(REFUSED) + counters.get(LOGINS),
      { stallMs: assignment.patience.drainMs, maxMs: this.#maxDrainMs() },
    )
    // From here on the conversations stand still, or reading them back would run after their ends.
    this.#world.isSilenced = true
    await waitWhileMoving(
      () => counters.get(OUTSTANDING) === 0,
      () => counters.get(ACKNOWLEDGED) + counters.get(REFUSED),
      {
        stallMs: counters.get(BACKLOGGED) === 0 ? 0 : assignment.patience.drainMs,
        maxMs: MAX_WAIT_MS,
      },
    )
    const heads = new Float64Array(assignment.conversationCount)
    for (const [index, log] of this.#cast.logs) heads[index] = log.head
    this.#post({ type: 'drained', heads })
  }

  async #settle(heads: Float64Array, pullBack: number): Promise<void> {
    const { counters, faults, errors, disconnects } = this.#world
    await waitWhileMoving(
      () => this.#haveAllSeen(heads),
      () => counters.get(DELIVERED) + counters.get(PULLED),
      { stallMs: this.#assignment.patience.settleMs, maxMs: MAX_WAIT_MS },
    )
    await readAllBack(this.#world, this.#cast, heads, pullBack)
    await this.#flushHistograms()
    this.#post({
      type: 'evidence',
      faults: faults.counts,
      examples: faults.examples,
      errors: errors.toObject(),
      disconnects: disconnects.toObject(),
      conversations: gatherEvidence(this.#cast, heads),
      ...this.#loop,
    })
    this.close()
  }

  /** In an overload the backlog may take for ever: as long as it was measured is enough to see how late its messages are. */
  #maxDrainMs(): number {
    return Math.min(Math.max(this.#assignment.durationSeconds * 1_000, MIN_DRAIN_MS), MAX_WAIT_MS)
  }

  #haveAllSeen(heads: Float64Array): boolean {
    for (const [index, members] of this.#cast.members) {
      const head = heads[index] ?? 0
      for (const { membership } of members) {
        if (membership.witness.seen.contiguous < head) return false
      }
    }
    return true
  }

  #measureLoop(): void {
    this.#loopDelay.disable()
    const { utilization } = performance.eventLoopUtilization(this.#utilizationBefore)
    // The histogram holds the time between two samples, which is this long on an idle loop.
    const p99Us = this.#loopDelay.percentile(99) / 1_000 - LOOP_SAMPLE_MS * 1_000
    this.#loop = { loopUtilization: utilization, loopDelayP99Us: Math.max(0, p99Us) }
  }

  #endInterval(): void {
    const half = this.#world.latencies.turn()
    if (half !== undefined) {
      this.#post({ type: 'interval', half, endUs: this.#world.nowUs() })
    }
  }

  /** The last values, once the main thread is done with those before. */
  async #flushHistograms(): Promise<void> {
    const isTurned = () => {
      const half = this.#world.latencies.turn()
      if (half === undefined) return false
      this.#post({ type: 'interval', half, endUs: this.#world.nowUs() })
      return true
    }
    await waitWhileMoving(isTurned, () => 0, { stallMs: 2_000, maxMs: 2_000 })
  }
}
