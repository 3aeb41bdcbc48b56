import { createInterface, type Interface } from 'node:readline'

/** The lines of a stream, pulled one by one; the stream is held back while nobody pulls. */
export class InputLines {
  readonly #reader: Interface
  readonly #lines: AsyncIterator<string>
  #peeked: Promise<string | undefined> | undefined
  #isClosed = false

  constructor(input: NodeJS.ReadableStream) {
    this.#reader = createInterface({
      input,
      crlfDelay: Number.POSITIVE_INFINITY,
      terminal: false,
    })
    this.#lines = this.#reader[Symbol.asyncIterator]()
  }

  /** `undefined` at the end of the input, and whenever asked again. */
  next(): Promise<string | undefined> {
    const line = this.peek()
    this.#peeked = undefined
    return line
  }

  /** The line that `next` will give. */
  peek(): Promise<string | undefined> {
    this.#peeked ??= this.#read()
    return this.#peeked
  }

  /** Ends the lines here, for whoever waits for one as well, and lets go of the stream. */
  close(): void {
    this.#isClosed = true
    this.#reader.close()
  }

  async #read(): Promise<string | undefined> {
    try {
      const { done, value } = await this.#lines.next()
      return done === true || this.#isClosed ? undefined : value
    } catch {
      // An input that breaks has ended.
      return undefined
    }
  }
}
