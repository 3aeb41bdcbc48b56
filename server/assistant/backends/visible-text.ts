const OPEN = ['<think>', '<thinking>']
const CLOSE = ['</think>', '</thinking>']
const TAGS = [...OPEN, ...CLOSE]
const LONGEST = Math.max(...TAGS.map((tag) => tag.length))

/**
 * The part of an answer that is meant for people, gathered as it comes: what stands between `<think>` and `</think>` is left out, and so is
 * all before a `</think>` that nothing opened, because some models are started inside one. A tag may come in pieces.
 */
export class VisibleText {
  #text = ''
  #isThinking = false
  #hasThought = false
  /** What may be the beginning of a tag. */
  #held = ''

  get text(): string {
    return this.#text
  }

  push(piece: string): void {
    let rest = this.#held + piece
    this.#held = ''
    for (;;) {
      const at = rest.indexOf('<')
      if (at < 0) return this.#show(rest)
      this.#show(rest.slice(0, at))
      rest = rest.slice(at)
      const begin = rest.slice(0, LONGEST).toLowerCase()
      const tag = TAGS.find((one) => begin.startsWith(one))
      if (tag !== undefined) {
        this.#meet(tag)
        rest = rest.slice(tag.length)
      } else if (TAGS.some((one) => one.startsWith(begin))) {
        this.#held = rest
        return
      } else {
        this.#show('<')
        rest = rest.slice(1)
      }
    }
  }

  /** Nothing follows: what looked like the beginning of a tag was text. */
  end(): void {
    this.#show(this.#held)
    this.#held = ''
  }

  #meet(tag: string): void {
    if (OPEN.includes(tag)) {
      this.#isThinking = true
    } else {
      if (!this.#isThinking && !this.#hasThought) this.#text = ''
      this.#isThinking = false
    }
    this.#hasThought = true
  }

  #show(text: string): void {
    if (!this.#isThinking) this.#text += text
  }
}
