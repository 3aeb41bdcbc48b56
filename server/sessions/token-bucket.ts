/**
 * So many tokens a second, saved up to a burst. A rate of 0 is no limit. Our own because a library's promise per frame would cost more than
 * the frame (0.5 M takes a second against 37 M).
 */
export class TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #filledAtMs: number

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#tokens = burst
    this.#filledAtMs = nowMs
  }

  /** Takes one token. @returns 0, or for how many milliseconds there will be none. */
  take(nowMs: number): number {
    if (this.#perSecond === 0) return 0
    const earned = ((nowMs - this.#filledAtMs) * this.#perSecond) / 1000
    this.#tokens = Math.min(this.#burst, this.#tokens + earned)
    this.#filledAtMs = nowMs
    if (this.#tokens >= 1) {
      this.#tokens -= 1
      return 0
    }
    return Math.ceil(((1 - this.#tokens) * 1000) / this.#perSecond)
  }
}
