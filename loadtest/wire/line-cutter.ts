const NEWLINE = 0x0a

/** Called with `bytes[start, end)`, the newline left out. */
export type LineReader = (bytes: Buffer, start: number, end: number) => void

/** Cuts bytes into lines without copying them, but for what a chunk leaves of a line. */
export class LineCutter {
  readonly #read: LineReader
  #rest: Buffer | undefined

  constructor(read: LineReader) {
    this.#read = read
  }

  feed(bytes: Buffer, length: number): void {
    let start = 0
    if (this.#rest !== undefined) {
      const end = lineEnd(bytes, 0, length)
      const whole = Buffer.concat([this.#rest, bytes.subarray(0, end === -1 ? length : end)])
      this.#rest = end === -1 ? whole : undefined
      if (end === -1) return
      this.#read(whole, 0, whole.length)
      start = end + 1
    }
    while (start < length) {
      const end = lineEnd(bytes, start, length)
      if (end === -1) {
        // The buffer is the socket's, and its next bytes will overwrite these.
        this.#rest = Buffer.from(bytes.subarray(start, length))
        return
      }
      this.#read(bytes, start, end)
      start = end + 1
    }
  }
}

/** What stands behind `length` is left over from earlier reads. */
function lineEnd(bytes: Buffer, start: number, length: number): number {
  const end = bytes.indexOf(NEWLINE, start)
  return end < length ? end : -1
}
