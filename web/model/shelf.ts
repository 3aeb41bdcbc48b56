/** Where small texts are kept over a reload, by name. A browser may refuse to keep anything: then they last as long as the page. */
export interface Shelf {
  get(key: string): string | undefined
  set(key: string, value: string): void
  remove(key: string): void
  keys(): string[]
}

export class MemoryShelf implements Shelf {
  readonly #values = new Map<string, string>()

  get(key: string): string | undefined {
    return this.#values.get(key)
  }

  set(key: string, value: string): void {
    this.#values.set(key, value)
  }

  remove(key: string): void {
    this.#values.delete(key)
  }

  keys(): string[] {
    return [...this.#values.keys()]
  }
}
