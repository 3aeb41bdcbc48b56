/** Counts by name, the names coming from outside: bounded, so that a broken server cannot fill the memory. */
export class Tally {
  readonly #counts = new Map<string, number>()
  readonly #maxNames = 50

  add(name: string, count = 1): void {
    const isRoom = this.#counts.size < this.#maxNames || this.#counts.has(name)
    const key = isRoom ? name : 'others'
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
  }

  addAll(counts: Readonly<Record<string, number>>): void {
    for (const [name, count] of Object.entries(counts)) this.add(name, count)
  }

  get total(): number {
    return [...this.#counts.values()].reduce((a, b) => a + b, 0)
  }

  /** The most frequent first. */
  toObject(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort((a, b) => b[1] - a[1]))
  }
}
