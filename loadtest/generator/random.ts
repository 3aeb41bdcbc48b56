/**
 * A seeded generator of random numbers (mulberry32): 32 bits of state are plenty to spread a load, and the same seed asks
 * for the same arrivals, sizes and choices again.
 */
export class Random {
  #state: number

  /** Different `stream`s of one seed are independent sequences: one per worker and purpose. */
  constructor(seed: number, stream = 0) {
    this.#state = mix(Math.imul(seed, 0x9e3779b1) ^ mix(stream + 0x5bd1e995))
  }

  /** From 0 up to but not 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let bits = this.#state
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** A whole number from 0 up to but not `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] as T
  }

  /** The pause until the next event of a Poisson process whose events are `mean` apart on average. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean
  }
}

/** Spreads the bits of a 32-bit integer so that neighbours share nothing (the finisher of MurmurHash3). */
export function mix(value: number): number {
  let bits = value
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
