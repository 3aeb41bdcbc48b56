const BITS = 32

/** A set of small whole numbers at one bit each; it grows to the highest that was added. */
export class Bitmap {
  #words = new Int32Array(1)

  has(bit: number): boolean {
    const word = bit >>> 5
    return word < this.#words.length && ((this.#words[word] as number) & (1 << (bit & 31))) !== 0
  }

  /** @returns whether it was new */
  add(bit: number): boolean {
    const word = bit >>> 5
    if (word >= this.#words.length) this.#grow(word + 1)
    const before = this.#words[word] as number
    const after = before | (1 << (bit & (BITS - 1)))
    this.#words[word] = after
    return after !== before
  }

  #grow(words: number): void {
    const grown = new Int32Array(Math.max(words, this.#words.length * 2))
    grown.set(this.#words)
    this.#words = grown
  }
}
