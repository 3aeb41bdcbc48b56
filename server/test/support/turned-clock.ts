import type { Clock } from '../../clock.ts'

/** Stands still until a test turns it. */
export class TurnedClock implements Clock {
  #wallMs = Date.UTC(2026, 10, 22, 9, 41)
  #monotonicMs = 1_000_000

  now(): number {
    return this.#wallMs
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  turn(ms: number): void {
    this.#wallMs += ms
    this.#monotonicMs += ms
  }
}
