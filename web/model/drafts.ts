import { foldName } from '../../protocol/names.ts'
import type { Shelf } from './shelf.ts'

/** What was typed in a chat and not sent yet, per user and chat; it is there again after a reload. */
export class Drafts {
  readonly #shelf: Shelf
  readonly #prefix: string
  #isClosed = false

  constructor(shelf: Shelf, user: string) {
    this.#shelf = shelf
    this.#prefix = `draft:${foldName(user)}:`
  }

  get(chat: string): string {
    return this.#shelf.get(this.#key(chat)) ?? ''
  }

  set(chat: string, text: string): void {
    if (this.#isClosed) return
    if (text.trim() === '') this.#shelf.remove(this.#key(chat))
    else this.#shelf.set(this.#key(chat), text)
  }

  /** Forgets all of them, and whatever is being typed still. */
  close(): void {
    this.#isClosed = true
    for (const key of this.#shelf.keys()) if (key.startsWith(this.#prefix)) this.#shelf.remove(key)
  }

  #key(chat: string): string {
    return this.#prefix + foldName(chat)
  }
}
