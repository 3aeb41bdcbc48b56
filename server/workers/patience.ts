/** Nothing at all was answered in that time. */
export const SILENCE = Symbol('silence')
/** Others were answered: there is more to do than can be done in that time. */
export const CROWD = Symbol('crowd')

/** How long work may take that shares its threads with others of its kind, and what it means when that was not enough: a queue that is long is no outage. */
export class Patience {
  readonly #ms: number
  #answeredMs = Number.NEGATIVE_INFINITY

  constructor(ms: number) {
    this.#ms = ms
  }

  /** Some work of this kind was done. */
  answered(): void {
    this.#answeredMs = performance.now()
  }

  /** Rejects as the work does. */
  async wait<T>(work: Promise<T>): Promise<T | typeof SILENCE | typeof CROWD> {
    const startedMs = performance.now()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<typeof SILENCE | typeof CROWD>((resolve) => {
      const end = (): void => resolve(this.#answeredMs > startedMs ? CROWD : SILENCE)
      timer = setTimeout(end, this.#ms)
    })
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
