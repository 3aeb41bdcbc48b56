const COMPACT_AT = 1_024

/** Messages that are due but cannot be sent yet, with the moment at which they were meant to be. First in, first out. */
export class Backlog {
  #memberships: number[] = []
  #intendedUs: number[] = []
  #head = 0

  get length(): number {
    return this.#memberships.length - this.#head
  }

  push(membership: number, intendedUs: number): void {
    this.#memberships.push(membership)
    this.#intendedUs.push(intendedUs)
  }

  /** The membership of the oldest, and its time; only while there is one. */
  get membership(): number {
    return this.#memberships[this.#head] as number
  }

  get intendedUs(): number {
    return this.#intendedUs[this.#head] as number
  }

  shift(): void {
    this.#head++
    if (this.#head < COMPACT_AT || this.#head * 2 < this.#memberships.length) return
    this.#memberships = this.#memberships.slice(this.#head)
    this.#intendedUs = this.#intendedUs.slice(this.#head)
    this.#head = 0
  }
}
