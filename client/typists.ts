import { foldName } from '../protocol/names.ts'

/** Who said "typing" and then nothing for so long has stopped. Clients say it every few seconds. */
const LASTS_MS = 6_000
const MAX_TYPISTS = 100

/** Who is typing in which chat, until they have stopped, or their message is there. */
export class Typists {
  readonly #onChange: () => void
  readonly #timers = new Map<
    string,
    { chat: string; user: string; timer: ReturnType<typeof setTimeout> }
  >()

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  in(chat: string): string[] {
    const typists = [...this.#timers.values()]
    return typists
      .filter((typist) => foldName(typist.chat) === foldName(chat))
      .map(({ user }) => user)
  }

  started(chat: string, user: string): void {
    const key = `${foldName(chat)} ${foldName(user)}`
    clearTimeout(this.#timers.get(key)?.timer)
    this.#timers.delete(key)
    if (this.#timers.size >= MAX_TYPISTS) return
    const timer = setTimeout(() => this.stopped(chat, user), LASTS_MS)
    this.#timers.set(key, { chat, user, timer })
    this.#onChange()
  }

  stopped(chat: string, user: string): void {
    const key = `${foldName(chat)} ${foldName(user)}`
    clearTimeout(this.#timers.get(key)?.timer)
    if (this.#timers.delete(key)) this.#onChange()
  }

  close(): void {
    for (const { timer } of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }
}
