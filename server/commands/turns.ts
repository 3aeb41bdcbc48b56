/**
 * One after another for the same key. What the database answers is then also the order in which memory learns of it: of two changes to one friendship
 * the later one wins in both.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()
  readonly #isOutage: (error: unknown) => boolean

  /** `isOutage`: a failure that whoever waits behind would only meet again, after as long a wait of their own. */
  constructor(isOutage: (error: unknown) => boolean = () => false) {
    this.#isOutage = isOutage
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const mine = before.then(work, (error: unknown) => {
      if (this.#isOutage(error)) throw error
      // Any other failure is the business of whoever met it.
      return work()
    })
    this.#last.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key)
    }
  }
}
