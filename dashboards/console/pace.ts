/** Draws at once when asked to, and what can wait at most once in so many milliseconds. */
export class Pace {
  readonly #leastMs: number
  readonly #draw: () => void
  #drawnAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(leastMs: number, draw: () => void) {
    this.#leastMs = leastMs
    this.#draw = draw
  }

  ask(when: 'now' | 'soon'): void {
    const waitMs = when === 'now' ? 0 : this.#drawnAt + this.#leastMs - performance.now()
    if (waitMs <= 0) this.#drawNow()
    else this.#timer ??= setTimeout(() => this.#drawNow(), waitMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #drawNow(): void {
    this.stop()
    this.#drawnAt = performance.now()
    this.#draw()
  }
}
