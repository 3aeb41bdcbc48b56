import type { Clock } from '../clock.ts'

const WINDOW_MS = 60_000
const MAX_FAILURES_PER_ACCOUNT_AND_ADDRESS = 5
const MAX_FAILURES_PER_ADDRESS = 50

/**
 * Slows down guessing: failures of the last minute, counted for an account from one address and for an address. Not for an account from everywhere,
 * or anybody could lock anybody out.
 */
export class LoginThrottle {
  readonly #clock: Clock
  readonly #failures = new Map<string, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Addresses, and accounts from an address, that are remembered. */
  get size(): number {
    return this.#failures.size
  }

  /** @returns 0, or for how many milliseconds this address must not try this account. */
  waitMs(address: string, foldedName: string): number {
    return Math.max(
      this.#wait(address, MAX_FAILURES_PER_ADDRESS),
      this.#wait(accountKey(address, foldedName), MAX_FAILURES_PER_ACCOUNT_AND_ADDRESS),
    )
  }

  failed(address: string, foldedName: string): void {
    this.#add(address, MAX_FAILURES_PER_ADDRESS)
    this.#add(accountKey(address, foldedName), MAX_FAILURES_PER_ACCOUNT_AND_ADDRESS)
  }

  succeeded(address: string, foldedName: string): void {
    this.#failures.delete(accountKey(address, foldedName))
  }

  /** Forgets what is older than the window; call now and then. */
  sweep(): void {
    for (const [key, times] of this.#failures) {
      if (this.#recent(times).length === 0) this.#failures.delete(key)
    }
  }

  #wait(key: string, max: number): number {
    const recent = this.#recent(this.#failures.get(key) ?? [])
    const oldest = recent[recent.length - max]
    return oldest === undefined ? 0 : Math.ceil(oldest + WINDOW_MS - this.#clock.monotonicMs())
  }

  #add(key: string, max: number): void {
    const times = this.#recent(this.#failures.get(key) ?? [])
    times.push(this.#clock.monotonicMs())
    this.#failures.set(key, times.slice(-max))
  }

  #recent(times: number[]): number[] {
    const since = this.#clock.monotonicMs() - WINDOW_MS
    return times.filter((time) => time > since)
  }
}

/** An address has no space, so the first one ends it. */
const accountKey = (address: string, foldedName: string): string => `${address} ${foldedName}`
