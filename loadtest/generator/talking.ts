import type { Cast } from './cast.ts'
import type { AssignedTalk } from './load-messages.ts'
import { ArrivalStream, Pacer } from './pacer.ts'
import { Random } from './random.ts'
import type { VirtualUser } from './virtual-user.ts'
import type { World } from './world.ts'

interface Voice {
  readonly user: VirtualUser
  readonly place: number
}

/** Makes the users talk: at random moments at a rate, or each with so many messages unanswered. */
export class Talking {
  readonly #world: World
  readonly #streams: readonly ArrivalStream[]
  readonly #pacer: Pacer
  /** Closed loop: every voice, as often as it may be unanswered. */
  readonly #loops: readonly { voice: Voice; inFlight: number }[]

  constructor(world: World, cast: Cast) {
    this.#world = world
    const talks = world.assignment.talks.map((talk) => ({ talk, voices: voicesOf(talk, cast) }))
    this.#streams = talks.map(({ talk, voices }, index) => {
      const each = 'perSecond' in talk.pace ? talk.pace.perSecond : 0
      const random = talkRandom(world, index)
      return new ArrivalStream(each * voices.length, random, (intendedUs) => {
        const voice = voices[random.below(voices.length)]
        voice?.user.speaker.say(voice.place, intendedUs)
      })
    })
    this.#loops = talks.flatMap(({ talk: { pace }, voices }) =>
      'inFlight' in pace ? voices.map((voice) => ({ voice, inFlight: pace.inFlight })) : [],
    )
    const clock = {
      nowUs: () => world.nowUs(),
      after: (ms: number, callback: () => void) => void setTimeout(callback, ms),
    }
    this.#pacer = new Pacer(this.#streams, clock, (us) => {
      if (world.nowUs() >= world.measureFromUs) world.latencies.record('lateness', us)
    })
  }

  start(): void {
    this.#pacer.start()
    this.#world.isTalking = this.#world.isClosedLoop
    const nowUs = this.#world.nowUs()
    for (const { voice, inFlight } of this.#loops) {
      for (let i = 0; i < inFlight; i++) voice.user.speaker.say(voice.place, nowUs)
    }
  }

  stop(): void {
    this.#pacer.stop()
    this.#world.isTalking = false
  }

  setPace(talk: number, factor: number): void {
    this.#streams[talk]?.setFactor(factor, this.#world.nowUs())
    this.#pacer.rearm()
  }
}

/** Its own sequence, drawn from for nothing else: who speaks when follows from the seed alone, whatever the server does. */
function talkRandom({ assignment: { seed, worker, workers } }: World, talk: number): Random {
  return new Random(seed, (1 + talk) * workers + worker)
}

function voicesOf(talk: AssignedTalk, cast: Cast): Voice[] {
  const voices: Voice[] = []
  talk.users.forEach((index, i) => {
    const user = cast.users.get(index)
    const place = user?.memberships.findIndex(
      ({ conversation }) => conversation === talk.conversations[i],
    )
    if (user !== undefined && place !== undefined && place >= 0) voices.push({ user, place })
  })
  return voices
}
