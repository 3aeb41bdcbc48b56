import type { World } from './world.ts'

const SWEEP_MS = 100
/** Pushes come in order: a gap between them is real. */
const GAP_PATIENCE_US = 300_000
/** With own messages unanswered, what is missing may be one of them. */
const OWN_PATIENCE_US = 2_000_000
/** Between two acknowledgements of a user in a room, as the command-line client does it; half as much again by chance, or all would speak at once. */
const TELL_EVERY_US = 500_000

/** Looks after what has no event of its own: gaps that did not close by themselves, and refused messages of a closed loop. */
export class Sweeper {
  readonly #world: World
  readonly #timer: NodeJS.Timeout

  constructor(world: World) {
    this.#world = world
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #sweep(): void {
    const { gaps, resting, isTalking } = this.#world
    const nowUs = this.#world.nowUs()
    this.#tell(nowUs)
    for (const [membership, user] of gaps) {
      if (!membership.hasGap) {
        membership.gapBehind = -1
        gaps.delete(membership)
        continue
      }
      const { contiguous } = membership.witness.seen
      if (contiguous !== membership.gapBehind) {
        // That one has closed; what is missing now is another one.
        membership.gapBehind = contiguous
        membership.gapSinceUs = nowUs
      }
      const patienceUs = user.speaker.hasUnanswered ? OWN_PATIENCE_US : GAP_PATIENCE_US
      if (nowUs - membership.gapSinceUs > patienceUs) void user.reader.catchUp(membership)
    }
    for (const { user, place } of resting.splice(0)) if (isTalking) user.speaker.say(place, nowUs)
  }
  #tell(nowUs: number): void {
    const { untold, random } = this.#world
    for (const [membership, user] of untold) {
      if (membership.tellFromUs > nowUs) continue
      untold.delete(membership)
      membership.tellFromUs = nowUs + TELL_EVERY_US * (1 + random.next() / 2)
      user.reader.tell(membership)
    }
  }
}
