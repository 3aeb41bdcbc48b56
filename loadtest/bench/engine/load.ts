import { ArrivalStream, Pacer } from '../../generator/pacer.ts'
import { Random } from '../../generator/random.ts'
import type { Crowd } from './crowd.ts'
import type { Person } from './person.ts'

/** What makes a crowd talk. */
export interface Load {
  start(): void
  stop(): void
}

/** Each keeps so many messages unanswered: as fast as the system can, and not faster. */
export class ClosedLoop implements Load {
  readonly #crowd: Crowd
  readonly #inFlight: number

  constructor(crowd: Crowd, inFlight: number) {
    this.#crowd = crowd
    this.#inFlight = inFlight
  }

  start(): void {
    const { scene, people } = this.#crowd
    scene.onAnswered = (person) => person.say(scene.readAtUs)
    const nowUs = scene.nowUs()
    for (const person of people) {
      for (let i = 0; i < this.#inFlight; i++) person.say(nowUs)
    }
  }

  stop(): void {
    this.#crowd.scene.onAnswered = undefined
  }
}

/** At random moments, so many a second on average, one of the speakers says something, however the system fares. */
export class OpenLoop implements Load {
  readonly #pacer: Pacer

  constructor(crowd: Crowd, speakers: readonly Person[], perSecond: number, seed: number) {
    const random = new Random(seed)
    const say = (intendedUs: number) => speakers[random.below(speakers.length)]?.say(intendedUs)
    const clock = {
      nowUs: () => crowd.scene.nowUs(),
      after: (ms: number, callback: () => void) => void setTimeout(callback, ms),
    }
    // How late the pacer is, is part of every latency, because those count from the intended time.
    this.#pacer = new Pacer([new ArrivalStream(perSecond, random, say)], clock, () => {})
  }

  start(): void {
    this.#pacer.start()
  }

  stop(): void {
    this.#pacer.stop()
  }
}
