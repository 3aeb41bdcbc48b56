import { BackendTrouble } from './trouble.ts'

/** An event carries a few words of an answer; JSON of this size is parsed within a millisecond or two. */
const MAX_EVENT_CHARACTERS = 262_144

/** Cuts a stream of server-sent events into their data. Other fields, and comments, are skipped. */
export class EventStream {
  readonly #decoder = new TextDecoder()
  /** Pieces of the line that is not finished: put together once, however small they come. */
  #line: string[] = []
  #data: string[] = []
  #characters = 0
  /** A line ended with \r at the end of a piece: a \n that follows belongs to it. */
  #isAfterReturn = false

  /** @returns the data of the events that end in this piece. @throws BackendTrouble when one is too long */
  push(chunk: Uint8Array): string[] {
    return this.#take(this.#decoder.decode(chunk, { stream: true }))
  }

  /** An event that the end of the stream has cut short counts if its data is whole; JSON shows whether it is. */
  end(): string[] {
    const events = this.#take(this.#decoder.decode())
    this.#endLine(events)
    this.#endLine(events)
    return events
  }

  #take(text: string): string[] {
    const events: string[] = []
    let rest = text
    if (this.#isAfterReturn && rest !== '') {
      if (rest.startsWith('\n')) rest = rest.slice(1)
      this.#isAfterReturn = false
    }
    const lines = rest.split(/\r\n|\n|\r/)
    for (const [i, piece] of lines.entries()) {
      if (i > 0) this.#endLine(events)
      if (piece === '') continue
      this.#characters += piece.length
      if (this.#characters > MAX_EVENT_CHARACTERS) {
        throw new BackendTrouble('garbled', 'an event that does not end')
      }
      this.#line.push(piece)
    }
    this.#isAfterReturn = rest.endsWith('\r')
    return events
  }

  #endLine(events: string[]): void {
    const line = this.#line.join('')
    this.#line = []
    if (line === '') {
      if (this.#data.length > 0) events.push(this.#data.join('\n'))
      this.#data = []
      this.#characters = 0
    } else if (line.startsWith('data:')) {
      this.#data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
    } else {
      this.#characters -= line.length
    }
  }
}
