/** Something that has gathered bytes to write. */
export interface Flushable {
  flush(): void
}

/**
 * One write per socket and turn of the event loop: whoever has something to say registers once, and all are flushed when the sockets that had
 * something to read have been read. Writing is the dearest thing the generator does (a system call and the kernel's whole way to the peer),
 * so what one turn makes for a socket goes in one piece.
 */
export class Outbox {
  #waiting: Flushable[] = []
  #spare: Flushable[] = []
  readonly #flush = () => this.flush()

  add(link: Flushable): void {
    if (this.#waiting.length === 0) setImmediate(this.#flush)
    this.#waiting.push(link)
  }

  /** At once, for whoever knows that nothing more will come in this turn. */
  flush(): void {
    const links = this.#waiting
    this.#waiting = this.#spare
    for (const link of links) link.flush()
    links.length = 0
    this.#spare = links
  }
}
