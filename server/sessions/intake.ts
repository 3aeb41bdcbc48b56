/** Sends without an answer, and other requests without one: beyond, the connection is not read. */
const MAX_SENDS_IN_FLIGHT = 64
const MAX_QUERIES_IN_FLIGHT = 8
/** Frames over the rate that are refused one by one between two sweeps. Refusing costs too, and whoever floods would have the others pay. */
const MAX_REFUSALS = 100

/** Why a connection is not being read; several may hold at once. */
const HOLD_ORDER = 1
const HOLD_SENDS = 2
const HOLD_QUERIES = 4
export const HOLD_UNSENT = 8
export const HOLD_STOPPING = 16
const HOLD_RATE = 32

/** What can stop listening for a while. */
export interface Pausable {
  pause(): void
  resume(): void
}

/** How much of what a client asks is taken in before it has its answers: the rest waits in its own socket [G-5]. */
export class Intake {
  readonly #wire: Pausable
  #holds = 0
  #sendsInFlight = 0
  #queriesInFlight = 0
  #refusals = 0

  constructor(wire: Pausable) {
    this.#wire = wire
  }

  /** Whether everything that was taken in is answered. */
  get isDone(): boolean {
    return this.#sendsInFlight === 0 && this.#queriesInFlight === 0
  }

  hold(reason: number): void {
    this.#holds |= reason
    this.#wire.pause()
  }

  release(reason: number): void {
    if ((this.#holds & reason) === 0) return
    this.#holds &= ~reason
    if (this.#holds === 0) this.#wire.resume()
  }

  sendStarted(): void {
    this.#sendsInFlight += 1
    if (this.#sendsInFlight >= MAX_SENDS_IN_FLIGHT) this.hold(HOLD_SENDS)
  }

  sendEnded(): void {
    this.#sendsInFlight -= 1
    if (this.#sendsInFlight < MAX_SENDS_IN_FLIGHT) this.release(HOLD_SENDS)
  }

  /** `inOrder`: no later frame is looked at before this one is done. */
  queryStarted(inOrder: boolean): void {
    this.#queriesInFlight += 1
    if (inOrder) this.hold(HOLD_ORDER)
    if (this.#queriesInFlight >= MAX_QUERIES_IN_FLIGHT) this.hold(HOLD_QUERIES)
  }

  queryEnded(inOrder: boolean): void {
    this.#queriesInFlight -= 1
    if (this.#queriesInFlight < MAX_QUERIES_IN_FLIGHT) this.release(HOLD_QUERIES)
    if (inOrder) this.release(HOLD_ORDER)
  }

  /** A frame was over the rate. Who does not stop is not read until the next sweep. */
  refused(): void {
    this.#refusals += 1
    if (this.#refusals >= MAX_REFUSALS) this.hold(HOLD_RATE)
  }

  /** Called about once a second. */
  swept(): void {
    this.#refusals = 0
    this.release(HOLD_RATE)
  }
}
