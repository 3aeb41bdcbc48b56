import { write, writeSync } from 'node:fs'

/** What waits while the disk or the reader is slow: some ten thousand lines. Beyond it lines are left out. */
const MAX_WAITING_CHARACTERS = 2_097_152
/** Until a pipe that was full may have been read. */
const RETRY_MS = 100
const FULL_PIPE = new Set(['EAGAIN', 'EBUSY'])

/**
 * Where log lines go: a file descriptor, written behind the main thread's back, because a reader who is stuck must not stop the chat. Nor may a disk that is full, or a reader
 * who has gone: what cannot be written is left out, and the next line is tried again. The one that pino brings for this ends the process at the first such error, and on
 * the way out tries for ever.
 */
export class LogDestination {
  readonly #fd: number
  readonly #leftOut: (lines: number) => void
  #waiting: string[] = []
  #waitingCharacters = 0
  /** Of what is being written; undefined: nothing is. */
  #rest: Buffer | undefined
  #isPipeFull = false
  #lost = 0

  /** `leftOut` is told how many lines were lost, once the next one could be written. */
  constructor(fd: number, leftOut: (lines: number) => void) {
    this.#fd = fd
    this.#leftOut = leftOut
    process.on('exit', this.flushSync)
  }

  write(line: string): void {
    if (this.#waitingCharacters + line.length > MAX_WAITING_CHARACTERS) {
      this.#lost += 1
      return
    }
    this.#waiting.push(line)
    this.#waitingCharacters += line.length
    if (this.#rest === undefined) this.#writeNext()
  }

  /** All that waits, and without waiting: the process ends. What is under way goes its own way. */
  readonly flushSync = (): void => {
    let rest = Buffer.from(this.#take())
    if (this.#isPipeFull && this.#rest !== undefined) rest = Buffer.concat([this.#rest, rest])
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#fd, rest))
    } catch {
      // There is nobody left to tell.
    }
  }

  #take(): string {
    const text = this.#waiting.join('')
    this.#waiting = []
    this.#waitingCharacters = 0
    return text
  }

  #writeNext(): void {
    if (this.#waiting.length === 0) return
    this.#rest = Buffer.from(this.#take())
    this.#writeRest()
  }

  readonly #writeRest = (): void => {
    this.#isPipeFull = false
    if (this.#rest !== undefined) write(this.#fd, this.#rest, this.#written)
  }

  readonly #written = (error: NodeJS.ErrnoException | null, bytes: number): void => {
    if (this.#rest === undefined) return
    if (error !== null && FULL_PIPE.has(error.code ?? '')) {
      this.#isPipeFull = true
      setTimeout(this.#writeRest, RETRY_MS).unref()
      return
    }
    if (error === null && bytes < this.#rest.length) {
      this.#rest = this.#rest.subarray(bytes)
      return this.#writeRest()
    }
    if (error === null) this.#tellLost()
    else this.#lost += linesIn(this.#rest)
    this.#rest = undefined
    this.#writeNext()
  }

  #tellLost(): void {
    const lines = this.#lost
    if (lines === 0) return
    this.#lost = 0
    this.#leftOut(lines)
  }
}

const linesIn = (text: Buffer): number => text.toString().split('\n').length - 1
