import type { Clock } from './clock.ts'

const LOOK_EVERY_MS = 100

export interface DrainHost {
  /** Sessions that are still there. */
  sessions(): number
  /** They have gone, or the time is over: called once. */
  drained(): void
}

/** The operator empties the server: nobody new is let in, and it stops when the last has gone, or when the time is over. */
export class Drain {
  readonly #clock: Clock
  readonly #host: DrainHost
  #timer: NodeJS.Timeout | undefined
  #untilMs = 0
  #isOver = false

  constructor(clock: Clock, host: DrainHost) {
    this.#clock = clock
    this.#host = host
  }

  get isOn(): boolean {
    return this.#timer !== undefined || this.#isOver
  }

  /** @returns how many sessions are waited for */
  begin(withinMs: number): number {
    this.#untilMs = this.#clock.monotonicMs() + withinMs
    if (!this.#isOver) this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS)
    return this.#host.sessions()
  }

  cancel(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #look(): void {
    if (this.#host.sessions() > 0 && this.#clock.monotonicMs() < this.#untilMs) return
    this.#isOver = true
    this.cancel()
    this.#host.drained()
  }
}
