export const ARRIVED = 0
export const DISORDERED = 1
export const DOUBLED = 2
export type ArrivalKind = typeof ARRIVED | typeof DISORDERED | typeof DOUBLED

/** What one user has had of another's messages, numbered 0, 1, 2 …: every one once, and in order. What never comes is found by counting. */
export class Arrivals {
  #next = 0
  /** Passed over: they may still come, late. */
  #missing: Set<number> | undefined

  note(n: number): ArrivalKind {
    if (n === this.#next) {
      this.#next++
      return ARRIVED
    }
    if (n < this.#next) return this.#missing?.delete(n) ? DISORDERED : DOUBLED
    this.#missing ??= new Set()
    for (let passed = this.#next; passed < n; passed++) this.#missing.add(passed)
    this.#next = n + 1
    return ARRIVED
  }
}
