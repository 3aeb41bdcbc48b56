import { Bitmap } from './bitmap.ts'

/** The first sight of this number. */
export const NEW = 0
/** Another member saw, or the sender was told, the same. */
export const SAME = 1
/** Another message was seen under this number. */
export const DIFFERENT = 2
/** This message was seen under another number. */
export const STORED_TWICE = 3
export type Sight = typeof NEW | typeof SAME | typeof DIFFERENT | typeof STORED_TWICE

const CHUNK = 256
/** How many fingerprints of a conversation are kept: 256 kB, beyond which the oldest chunk goes. */
const MAX_CHUNKS = 256

/**
 * What the users of one thread know of a conversation: which message stands under which seq. A member's push, a sender's acknowledgement and
 * a page of history are all statements of that kind, and they must agree. Four bytes a message, the newest 60,000 or so.
 */
export class ConversationLog {
  /** Messages up to here were there before the run. Set by the first member that learns it. */
  base = -1
  /** The highest seq that anyone here knows of. */
  head = 0
  /** Numbers under which different messages were seen, counted once each. */
  readonly contested = new Set<number>()
  /** Fingerprints by chunk of seqs; 0 is "not known". */
  readonly #chunks = new Map<number, Int32Array>()
  /** The chunk that was used last: nearly always the one that is wanted. */
  #current: Int32Array | undefined
  #currentNumber = -1
  /** Which messages of a sender have been seen, by their n. */
  readonly #stored = new Map<number, Bitmap>()

  /** @param sender and n only of messages of this run; `sender` -1 for others */
  note(seq: number, fingerprint: number, sender: number, n: number): Sight {
    if (seq > this.head) this.head = seq
    const chunk = this.#chunk(seq)
    if (chunk === undefined) return SAME
    const place = seq % CHUNK
    const known = chunk[place]
    if (known !== 0) return known === fingerprint ? SAME : DIFFERENT
    chunk[place] = fingerprint
    if (sender < 0) return NEW
    return this.#storedBy(sender).add(n) ? NEW : STORED_TWICE
  }

  #storedBy(sender: number): Bitmap {
    const known = this.#stored.get(sender)
    if (known !== undefined) return known
    const stored = new Bitmap()
    this.#stored.set(sender, stored)
    return stored
  }

  /** The kept fingerprints from `from` on, one for each seq up to `head`. */
  fingerprints(): { from: number; prints: Int32Array } {
    const first = Math.min(...this.#chunks.keys())
    const from = Math.max(this.base + 1, Number.isFinite(first) ? first * CHUNK : this.base + 1)
    const prints = new Int32Array(Math.max(0, this.head - from + 1))
    for (let i = 0; i < prints.length; i++) {
      const seq = from + i
      prints[i] = this.#chunks.get(Math.floor(seq / CHUNK))?.[seq % CHUNK] ?? 0
    }
    return { from, prints }
  }

  /** undefined for one so old that it is no longer kept. */
  #chunk(seq: number): Int32Array | undefined {
    const number = Math.floor(seq / CHUNK)
    if (number === this.#currentNumber) return this.#current
    const chunk = this.#chunks.get(number) ?? this.#makeChunk(number)
    if (chunk === undefined) return undefined
    this.#current = chunk
    this.#currentNumber = number
    return chunk
  }

  #makeChunk(number: number): Int32Array | undefined {
    const oldest = Math.floor(this.head / CHUNK) - MAX_CHUNKS + 1
    if (number < oldest) return undefined
    const chunk = new Int32Array(CHUNK)
    this.#chunks.set(number, chunk)
    for (const other of this.#chunks.keys()) if (other < oldest) this.#chunks.delete(other)
    return chunk
  }
}
