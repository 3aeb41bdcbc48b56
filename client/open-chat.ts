import type { Message } from '../protocol/entities.ts'
import { asRecalled } from './as-recalled.ts'

/** Live messages that may wait while the history of the chat being opened is on its way. */
const MAX_EARLY = 500

/**
 * The chat that is open: history first, then live messages, none of them twice. What comes live while the history is still on its way
 * waits for it; what both bring is shown by the history.
 */
export class OpenChat {
  #chat: string
  #early: Message[] | undefined = []
  #oldest: number | undefined
  #newest = 0

  constructor(chat: string) {
    this.#chat = chat
  }

  /** As it was typed, and as the server writes it once the history has come. */
  get chat(): string {
    return this.#chat
  }

  /** Where the next older page ends; `undefined` when nothing has been shown yet. */
  get oldest(): number | undefined {
    return this.#oldest
  }

  /** The newest `seq` that was shown, 0 before the first. */
  get newest(): number {
    return this.#newest
  }

  /** The newest page has come; what is to be shown after it. */
  start(chat: string, page: readonly Message[]): Message[] {
    this.#chat = chat
    this.#oldest = page[0]?.seq
    this.#newest = page.at(-1)?.seq ?? 0
    const early = this.#early ?? []
    this.#early = undefined
    return early.filter((message) => this.take(message))
  }

  /** A message was taken back, perhaps one that waits here. */
  recall(seq: number): void {
    this.#early = this.#early?.map((message) =>
      message.seq === seq ? asRecalled(message) : message,
    )
  }

  older(page: readonly Message[]): void {
    this.#oldest = page[0]?.seq ?? this.#oldest
  }

  /** Whether a live message is to be shown now. */
  take(message: Message): boolean {
    if (this.#early) {
      // What is dropped here is the oldest, which the history that is coming has as well.
      if (this.#early.push(message) > MAX_EARLY) this.#early.shift()
      return false
    }
    if (message.seq <= this.#newest) return false
    this.#newest = message.seq
    this.#oldest ??= message.seq
    return true
  }
}
