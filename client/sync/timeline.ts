import type { Message } from '../../protocol/entities.ts'
import { asRecalled } from '../as-recalled.ts'

/**
 * One conversation as this client has seen it: everything up to `newest` has been handed on, once and in order [G-3];
 * what came too early is held until the gap before it closes. Pure: it neither asks nor waits.
 */
export class Timeline {
  #newest: number | undefined
  #head = 0
  readonly #held = new Map<number, Message>()
  readonly #maxHeld: number

  /** `base`: messages up to this `seq` are history; without it the first message that comes is the first of all. */
  constructor(base: number | undefined, maxHeld: number) {
    this.#newest = base
    this.#maxHeld = maxHeld
  }

  /** `undefined` before the first message of a conversation of which nothing was known. */
  get newest(): number | undefined {
    return this.#newest
  }

  /** Whether the server has messages that have not been handed on [G-4]. */
  get hasGap(): boolean {
    return this.#head > (this.#newest ?? 0)
  }

  get head(): number {
    return this.#head
  }

  /** The server has messages up to this `seq` [P-13]. */
  expect(head: number): void {
    this.#head = Math.max(this.#head, head)
  }

  /** Where to begin in a conversation that this user has just entered. Never goes back. */
  startAt(base: number): Message[] {
    this.#newest = Math.max(this.#newest ?? 0, base)
    this.#head = Math.max(this.#head, base)
    return this.#release()
  }

  /** A message in whatever order; the answer is what can be handed on now. */
  accept(message: Message): Message[] {
    this.#newest ??= message.seq - 1
    if (message.seq <= this.#newest) return []
    this.expect(message.seq)
    if (message.seq !== this.#newest + 1) {
      // What does not fit is let go: the gap will be pulled, and this message with it.
      if (this.#held.size < this.#maxHeld) this.#held.set(message.seq, message)
      return []
    }
    this.#newest = message.seq
    return [message, ...this.#release()]
  }

  /**
   * A page that the server gave for "after `newest`". It is the truth: what is not in it this user cannot see (a private room shows
   * nothing from before the joining), so a hole inside it is no gap. `isLast`: there is nothing behind it. `headWhenAsked` is `head` at the
   * time of asking: what was there then and is not in the last page will never come, but what is newer may still be on its way.
   */
  acceptPage(page: readonly Message[], isLast: boolean, headWhenAsked: number): Message[] {
    const fresh: Message[] = []
    for (const message of page) {
      if (message.seq <= (this.#newest ?? 0)) continue
      this.#newest = message.seq
      this.expect(message.seq)
      fresh.push(message)
    }
    if (isLast) fresh.push(...this.#skipTo(headWhenAsked))
    fresh.push(...this.#release())
    return fresh
  }

  /** A message was taken back: what is still held of it will be handed on without its text. */
  recall(seq: number): void {
    const held = this.#held.get(seq)
    if (held !== undefined) this.#held.set(seq, asRecalled(held))
  }

  #release(): Message[] {
    const released: Message[] = []
    for (const seq of this.#held.keys()) if (seq <= (this.#newest ?? 0)) this.#held.delete(seq)
    for (;;) {
      const next = (this.#newest ?? 0) + 1
      const message = this.#held.get(next)
      if (message === undefined) return released
      this.#held.delete(next)
      this.#newest = next
      released.push(message)
    }
  }

  #skipTo(seq: number): Message[] {
    if (seq <= (this.#newest ?? 0)) return []
    const held = [...this.#held.values()]
      .filter((message) => message.seq > (this.#newest ?? 0) && message.seq <= seq)
      .sort((a, b) => a.seq - b.seq)
    this.#newest = seq
    return held
  }
}
