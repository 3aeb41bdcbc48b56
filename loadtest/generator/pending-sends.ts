/**
 * The sends of one user that have no answer yet, in columns: a ring in which a send's place follows from its id. Nothing is allocated for a
 * message, and its answer is found without a look-up.
 */
export class PendingSends {
  readonly limit: number
  count = 0
  readonly intendedUs: Float64Array
  readonly n: Int32Array
  /** Which of the user's memberships. */
  readonly membership: Int32Array
  /** The id that a slot holds; 0 for none. */
  readonly #ids: Float64Array
  readonly #mask: number
  #nextId = 1

  constructor(limit: number) {
    this.limit = limit
    // Twice the limit, so that one answer that comes late does not at once block the slot that the next send needs.
    const slots = 2 ** Math.ceil(Math.log2(limit * 2))
    this.#mask = slots - 1
    this.#ids = new Float64Array(slots)
    this.intendedUs = new Float64Array(slots)
    this.n = new Int32Array(slots)
    this.membership = new Int32Array(slots)
  }

  get hasRoom(): boolean {
    return this.count < this.limit && this.#ids[this.#nextId & this.#mask] === 0
  }

  /** Only while `hasRoom`. @returns the id of the request */
  add(membership: number, n: number, intendedUs: number): number {
    const id = this.#nextId++
    const slot = id & this.#mask
    this.#ids[slot] = id
    this.membership[slot] = membership
    this.n[slot] = n
    this.intendedUs[slot] = intendedUs
    this.count++
    return id
  }

  /** The slot that the send with this id had, its columns still to be read; -1 when no send waits for this answer. */
  take(id: number): number {
    const slot = id & this.#mask
    if (this.#ids[slot] !== id || id === 0) return -1
    this.#ids[slot] = 0
    this.count--
    return slot
  }

  /** Those that wait, in the order in which they were sent. */
  forEach(visit: (id: number, slot: number) => void): void {
    const slots = this.#mask + 1
    for (let id = Math.max(1, this.#nextId - slots); id < this.#nextId; id++) {
      const slot = id & this.#mask
      if (this.#ids[slot] === id) visit(id, slot)
    }
  }
}
