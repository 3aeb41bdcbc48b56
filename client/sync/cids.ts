const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Ids of messages, unique for ever without asking anybody [P-7]: 96 random bits for this run, and a counter. */
export class Cids {
  // Not randomUUID, which a page has only over https or on localhost.
  readonly #prefix = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('')
  #last = 0

  next(): string {
    this.#last += 1
    return `${this.#prefix}-${this.#last.toString(36)}`
  }

  isOurs(cid: string): boolean {
    return cid.startsWith(`${this.#prefix}-`)
  }
}
