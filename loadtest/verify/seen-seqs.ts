const FIRST_WINDOW_BITS = 64

/**
 * Which messages of a conversation one member has seen: all up to `contiguous`, and some of those behind it, kept in a ring of
 * bits as wide as the furthest of them needs. In a healthy run that is a handful, so the memory does not grow with the run.
 */
export class SeenSeqs {
  /** Everything up to this seq has been seen. */
  contiguous: number
  /** The highest seq that has been seen. */
  highest: number
  #ring: Int32Array | undefined
  #ringBits = 0

  constructor(base: number) {
    this.contiguous = base
    this.highest = base
  }

  has(seq: number): boolean {
    return seq <= this.contiguous || (seq <= this.highest && this.#bit(seq))
  }

  /** @returns whether it was new */
  add(seq: number): boolean {
    if (seq <= this.contiguous) return false
    if (seq === this.contiguous + 1) {
      if (this.highest < seq) {
        // The usual case by far: the next message, and nothing waits behind it.
        this.contiguous = seq
        this.highest = seq
        return true
      }
      this.contiguous = seq
      this.#close()
      return true
    }
    if (seq <= this.highest && this.#bit(seq)) return false
    if (seq - this.contiguous > this.#ringBits) this.#grow(seq - this.contiguous)
    this.#set(seq)
    if (seq > this.highest) this.highest = seq
    return true
  }

  /** How many of the seqs up to and including `head` have not been seen, the first few of them into `examples`. */
  countMissing(head: number, examples: number[], maxExamples: number): number {
    let missing = 0
    for (let seq = this.contiguous + 1; seq <= head; seq++) {
      if (this.has(seq)) continue
      missing++
      if (examples.length < maxExamples) examples.push(seq)
    }
    return missing
  }

  /** Moves `contiguous` over what had been seen ahead of it. */
  #close(): void {
    while (this.contiguous < this.highest && this.#bit(this.contiguous + 1)) {
      this.contiguous++
      this.#clear(this.contiguous)
    }
  }

  #bit(seq: number): boolean {
    const ring = this.#ring
    if (ring === undefined) return false
    const at = seq & (this.#ringBits - 1)
    return ((ring[at >>> 5] as number) & (1 << (at & 31))) !== 0
  }

  #set(seq: number): void {
    const at = seq & (this.#ringBits - 1)
    const ring = this.#ring as Int32Array
    ring[at >>> 5] = (ring[at >>> 5] as number) | (1 << (at & 31))
  }

  #clear(seq: number): void {
    const at = seq & (this.#ringBits - 1)
    const ring = this.#ring as Int32Array
    ring[at >>> 5] = (ring[at >>> 5] as number) & ~(1 << (at & 31))
  }

  #grow(bits: number): void {
    const seen: number[] = []
    for (let seq = this.contiguous + 1; seq <= this.highest; seq++) {
      if (this.#bit(seq)) seen.push(seq)
    }
    this.#ringBits = Math.max(this.#ringBits, FIRST_WINDOW_BITS)
    while (this.#ringBits < bits) this.#ringBits *= 2
    this.#ring = new Int32Array(this.#ringBits / 32)
    for (const seq of seen) this.#set(seq)
  }
}
