import { isUtf8 } from 'node:buffer'
import { ProtocolError } from './protocol-error.ts'

const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
const FIRST_PARTIAL_BYTES = 1024

/**
 * Cuts a byte stream into lines [P-1]. It is pulled, not pushed: `feed` takes a chunk as the socket gave it, `next`
 * hands out one line after another, so that a caller may stop in the middle of a chunk (a login under way, too many
 * sends without an answer) and go on later without a second queue.
 *
 * A whole line inside one chunk is decoded straight from the chunk. What is left at a chunk's end is copied into a
 * buffer that grows by doubling, so that a client that sends byte by byte costs O(n) time and at most twice the frame
 * limit of memory [G-6].
 */
export class LineDecoder {
  readonly #maxBytes: number
  #chunk: Buffer | undefined
  #offset = 0
  #partial: Buffer | undefined
  #partialBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Whether `next` has bytes to look at. Feed only when it has none. */
  get hasInput(): boolean {
    return this.#chunk !== undefined
  }

  feed(chunk: Buffer): void {
    this.#chunk = this.#chunk ? Buffer.concat([this.#chunk.subarray(this.#offset), chunk]) : chunk
    this.#offset = 0
  }

  /**
   * The next line without its end, or `undefined` when more bytes are needed. Blank lines are skipped.
   * @throws ProtocolError `too_large`, after which the stream cannot be used any more [P-2];
   *   `bad_json` for bytes that are not UTF-8, after which the next call goes on behind that line [P-3]
   */
  next(): string | undefined {
    for (;;) {
      const chunk = this.#chunk
      if (chunk === undefined) return undefined
      const start = this.#offset
      const end = chunk.indexOf(NEWLINE, start)
      if (end === -1) {
        this.#keep(chunk.subarray(start))
        this.#chunk = undefined
        return undefined
      }
      this.#offset = end + 1
      if (this.#offset === chunk.length) this.#chunk = undefined

      const line =
        this.#partialBytes > 0 ? this.#joined(chunk, start, end) : this.#text(chunk, start, end)
      if (line !== '') return line
    }
  }

  #joined(chunk: Buffer, start: number, end: number): string {
    this.#keep(chunk.subarray(start, end))
    const bytes = this.#partialBytes
    const partial = this.#partial as Buffer
    this.#partialBytes = 0
    // An idle connection keeps no buffer: at 15,000 of them it would be the largest thing they own.
    this.#partial = undefined
    return this.#text(partial, 0, bytes)
  }

  #text(bytes: Buffer, start: number, end: number): string {
    const stop = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
    if (stop - start > this.#maxBytes) throw new ProtocolError('too_large')
    const text = bytes.toString('utf8', start, stop)
    // Decoding puts U+FFFD where the bytes are no UTF-8; only then is it worth asking whether the client sent that
    // character itself. For a text of one-byte characters the search is a single comparison.
    if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, stop)))
      throw new ProtocolError('bad_json')
    return text
  }

  #keep(rest: Buffer): void {
    const bytes = this.#partialBytes + rest.length
    // One more than the limit is let in: it may turn out to be the \r of the line's end.
    if (bytes > this.#maxBytes + 1) throw new ProtocolError('too_large')
    if (this.#partial === undefined || this.#partial.length < bytes) {
      const grown = Buffer.allocUnsafeSlow(
        Math.max(bytes, this.#partialBytes * 2, FIRST_PARTIAL_BYTES),
      )
      this.#partial?.copy(grown, 0, 0, this.#partialBytes)
      this.#partial = grown
    }
    rest.copy(this.#partial, this.#partialBytes)
    this.#partialBytes = bytes
  }
}
