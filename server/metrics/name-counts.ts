/** How often each of a few names was met. Those that are known beforehand start at 0, so that their first time shows as an increase. */
export class NameCounts {
  readonly #counts: Map<string, number>

  constructor(names: Iterable<string>) {
    this.#counts = new Map(Array.from(names, (name) => [name, 0]))
  }

  add(name: string): void {
    this.#counts.set(name, this.of(name) + 1)
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0
  }

  get total(): number {
    let total = 0
    for (const count of this.#counts.values()) total += count
    return total
  }

  [Symbol.iterator](): IterableIterator<[name: string, count: number]> {
    return this.#counts.entries()
  }
}
