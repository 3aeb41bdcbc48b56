import type { Act, PeopleRange } from '../scenarios/plan.ts'
import type { Cast } from './cast.ts'
import { LoginCrowdMember } from './login-crowd.ts'
import type { Talking } from './talking.ts'
import type { VirtualUser } from './virtual-user.ts'
import type { World } from './world.ts'

/** Carries out the scenario's acts at their times. */
export class Acting {
  readonly #world: World
  readonly #cast: Cast
  readonly #talking: Talking
  readonly #crowd: ReadonlyMap<number, LoginCrowdMember>
  readonly #timers: NodeJS.Timeout[] = []

  constructor(world: World, cast: Cast, talking: Talking) {
    this.#world = world
    this.#cast = cast
    this.#talking = talking
    this.#crowd = new Map(
      world.assignment.outsiders.map(({ index, password }) => [
        index,
        new LoginCrowdMember(world, index, password),
      ]),
    )
  }

  /** The measured part begins in so many seconds. */
  schedule(inSeconds: number): void {
    for (const act of this.#world.assignment.acts) {
      const ms = (inSeconds + act.atSeconds) * 1_000
      this.#timers.push(setTimeout(() => this.#perform(act), ms))
    }
  }

  /** Nothing more happens, and everybody who left comes back to see what came meanwhile. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    for (const member of this.#crowd.values()) member.stop()
    for (const { arrival } of this.#cast.users.values()) {
      arrival.readAgain()
      arrival.comeBack(0.5)
    }
  }

  #perform(act: Act): void {
    switch (act.does) {
      case 'pace':
        this.#talking.setPace(act.talk, act.factor)
        break
      case 'cut-off':
        this.#each(act.people, ({ arrival }) => arrival.cutOff(act.withinSeconds))
        break
      case 'leave':
        this.#each(act.people, ({ arrival }) => arrival.leave(act.withinSeconds))
        break
      case 'come-back':
        this.#each(act.people, ({ arrival }) => arrival.comeBack(act.withinSeconds))
        break
      case 'stop-reading':
        this.#each(act.people, ({ arrival }) => arrival.stopReading())
        break
      case 'read-again':
        this.#each(act.people, ({ arrival }) => arrival.readAgain())
        break
      case 'log-in-over-and-over':
        for (const [index, member] of this.#crowd) if (isIn(act.people, index)) member.start()
        break
      case 'stop-logging-in':
        for (const [index, member] of this.#crowd) if (isIn(act.people, index)) member.stop()
        break
    }
  }

  #each(people: PeopleRange, act: (user: VirtualUser) => void): void {
    for (const [index, user] of this.#cast.users) if (isIn(people, index)) act(user)
  }
}

const isIn = ({ from, count }: PeopleRange, index: number): boolean =>
  index >= from && index < from + count
