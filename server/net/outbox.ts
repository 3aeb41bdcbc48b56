/** What can be flushed once at the end of a tick. */
export interface Flushable {
  flush(): void
}

/**
 * Connections that have something to write. All that one tick, or one commit, has for a socket leaves in one write: a system call costs more
 * than everything else that is done for a message.
 */
export class Outbox {
  #waiting: Flushable[] = []
  #scheduled = false

  /** Flushed at the end of this tick, unless `flush` comes first. Add a connection once until it was flushed. */
  add(connection: Flushable): void {
    this.#waiting.push(connection)
    if (this.#scheduled) return
    this.#scheduled = true
    // After the poll phase: whatever the other sockets of this turn still cause joins the same write.
    setImmediate(this.#flushScheduled)
  }

  flush(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    for (const connection of waiting) connection.flush()
  }

  readonly #flushScheduled = (): void => {
    this.#scheduled = false
    this.flush()
  }
}
