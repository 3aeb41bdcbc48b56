import { waitWhileMoving } from '../../generator/wait-while-moving.ts'
import { LoadError } from '../../load-error.ts'
import type { Seat } from '../../peers/peer.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import { type FaultCounts, mapFaults, NO_FAULTS } from './load-figures.ts'
import { Person } from './person.ts'
import { Scene } from './scene.ts'

/** A server that answers is given all the time it needs, one that does not is given up. */
const ENTRANCE_STALL_MS = 15_000
const DRAIN = { stallMs: 3_000, maxMs: 30_000 }
/** A server's queue of new connections may hold no more than ten; who does not find room in it waits for seconds, or is turned away. */
const ENTER_AT_ONCE = 8

/** People at one server, all of them logged in. */
export class Crowd {
  readonly scene: Scene
  readonly people: readonly Person[]
  readonly #failed: Promise<never>
  #reported: FaultCounts = NO_FAULTS

  private constructor(scene: Scene, seats: readonly Seat[]) {
    this.scene = scene
    this.people = seats.map(
      (seat, index) => new Person(scene, seat, index, seat.kind === 'room' ? 0 : index ^ 1),
    )
    scene.people.push(...this.people)
    this.#failed = new Promise((_, reject) => {
      for (const person of this.people) person.onLost = reject
    })
    // It may fail while nobody waits; whoever waits next is told.
    this.#failed.catch(() => {})
  }

  /** Seats of a pair are neighbours; those of a room hear its first. Rejects with a LoadError when one of them cannot enter. */
  static async open(
    server: BenchServer,
    seats: readonly Seat[],
    atOnce = ENTER_AT_ONCE,
  ): Promise<Crowd> {
    const crowd = new Crowd(new Scene(server.peer, server), seats)
    try {
      await crowd.#enter(atOnce)
    } catch (error) {
      crowd.leave()
      throw error
    }
    return crowd
  }

  /** Rejects when somebody's connection ends that nobody ended; never resolves. */
  get failed(): Promise<never> {
    return this.#failed
  }

  /** Messages that should have come by now and have not: each counts once per receiver. */
  get missing(): number {
    const { tally } = this.scene
    const receivers = this.people[0]?.seat.kind === 'room' ? this.people.length - 1 : 1
    return Math.max(0, (tally.sent - tally.refused) * receivers - tally.delivered)
  }

  /** Waits for what is under way. @returns whether all of it came */
  drain(): Promise<boolean> {
    const { tally, peer } = this.scene
    const isAnswered = () =>
      !peer.acknowledges || this.people.every((person) => person.unanswered === 0)
    const isOver = () => this.missing === 0 && isAnswered()
    const progress = () => tally.delivered + tally.acknowledged
    return Promise.race([waitWhileMoving(isOver, progress, DRAIN), this.#failed])
  }

  /** What has gone wrong since this was asked last. Ask when nothing is under way, or that counts as lost. */
  newFaults(): FaultCounts {
    const { doubled, disordered, corrupt, refused, heldBack } = this.scene.tally
    const faults = { lost: this.missing, doubled, disordered, corrupt, refused, heldBack }
    const before = this.#reported
    this.#reported = faults
    // What comes after all, long after it was given up, does not make good for what is lost now.
    return mapFaults((name) => Math.max(0, faults[name] - before[name]))
  }

  leave(): void {
    for (const person of this.people) person.leave()
  }

  async #enter(atOnce: number): Promise<void> {
    let entered = 0
    const next = this.people.values()
    const usher = async () => {
      for (const person of next) {
        await person.enter()
        entered++
      }
    }
    const enter = async () => {
      // Whoever opens the room goes first.
      if (this.people[0]?.seat.opensRoom) {
        await next.next().value?.enter()
        entered++
      }
      await Promise.all(Array.from({ length: atOnce }, usher))
    }
    let isOver = false
    const entering = enter().finally(() => {
      isOver = true
    })
    const limits = { stallMs: ENTRANCE_STALL_MS, maxMs: Number.POSITIVE_INFINITY }
    const isAnswering = waitWhileMoving(
      () => isOver,
      () => entered,
      limits,
    ).then((isDone) => {
      if (!isDone) throw new LoadError(`only ${entered} of ${this.people.length} could log in`)
    })
    await Promise.race([Promise.all([entering, isAnswering]), this.#failed])
  }
}
