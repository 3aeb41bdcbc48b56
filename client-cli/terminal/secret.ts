const MAX_LETTERS = 1_024

const ENTER = '\r\n'
/** Ctrl-C and Ctrl-D. */
const CANCEL = '\x03\x04'
const BACKSPACE = '\x7f\b'
const CTRL_U = '\x15'

/** A password while it is typed: letters, Backspace and Ctrl-U, and nothing that anybody sees. */
export class Secret {
  readonly #done: (typed: string | undefined) => void
  readonly #letters: string[] = []

  constructor(done: (typed: string | undefined) => void) {
    this.#done = done
  }

  /** A key, or letters that came together. */
  press(token: string): void {
    if (token === '') return
    if (ENTER.includes(token)) this.#done(this.#letters.join(''))
    else if (CANCEL.includes(token)) this.cancel()
    else if (BACKSPACE.includes(token)) this.#letters.pop()
    else if (token === CTRL_U) this.#letters.length = 0
    // Arrow keys and their like have no meaning here, and must not become letters of it.
    else if (token >= ' ')
      this.#letters.push(...[...token].slice(0, MAX_LETTERS - this.#letters.length))
  }

  cancel(): void {
    this.#done(undefined)
  }
}
