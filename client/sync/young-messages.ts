import type { Message } from '../../protocol/entities.ts'
import { MAX_PAGE, RECALL_WINDOW_MS } from '../../protocol/limits.ts'
import { foldName } from '../../protocol/names.ts'

/** Where messages may have been taken back unheard: those after `after`, `count` of them at most. */
export interface Doubtful {
  readonly chat: string
  readonly after: number
  readonly count: number
}

interface Young {
  readonly seq: number
  readonly heardAt: number
  readonly at: number
}

/** More chats than anybody talks in within three minutes. */
const MAX_CHATS = 32
/** A connection that is dead is noticed after a while; what was recalled meanwhile was not heard either. */
const UNNOTICED_MS = 60_000
const YOUNG_MS = RECALL_WINDOW_MS + UNNOTICED_MS

/**
 * Messages that this client has handed on and that can still be taken back, so that after an absence exactly those are asked for again.
 * No clock of the server's is needed: what was heard so long ago was written no later than that, and a message so much older than
 * another one (`at`) was so already when that was written.
 */
export class YoungMessages {
  // The chat with the newest message last.
  readonly #byChat = new Map<string, { chat: string; messages: Young[] }>()
  #newestAt = 0

  note(chat: string, messages: readonly Message[]): void {
    const now = performance.now()
    for (const { at } of messages) this.#newestAt = Math.max(this.#newestAt, at)
    const key = foldName(chat)
    const before = this.#byChat.get(key)?.messages ?? []
    const bySeq = new Map(before.map((young) => [young.seq, young]))
    for (const { seq, at, recalled } of messages) {
      if (recalled) bySeq.delete(seq)
      // Heard again, it is no younger.
      else if (!bySeq.has(seq)) bySeq.set(seq, { seq, at, heardAt: now })
    }
    const young = [...bySeq.values()]
      .filter((one) => this.#isYoung(one, now))
      .sort((a, b) => a.seq - b.seq)
      .slice(-MAX_PAGE)
    this.#byChat.delete(key)
    if (young.length > 0) this.#byChat.set(key, { chat, messages: young })
    const [oldest] = this.#byChat.keys()
    if (this.#byChat.size > MAX_CHATS && oldest !== undefined) this.#byChat.delete(oldest)
  }

  /** It was taken back. @returns whether it was one of these */
  forget(chat: string, seq: number): boolean {
    const known = this.#byChat.get(foldName(chat))
    const index = known?.messages.findIndex((young) => young.seq === seq) ?? -1
    if (index !== -1) known?.messages.splice(index, 1)
    return index !== -1
  }

  /** What this client would not know of if it has heard nothing since then (`performance.now`). */
  doubtfulSince(lostAt: number): Doubtful[] {
    return [...this.#byChat.values()].flatMap(({ chat, messages }) => {
      const young = messages.filter((one) => this.#isYoung(one, lostAt))
      const first = young[0]
      const last = young.at(-1)
      if (first === undefined || last === undefined) return []
      return [{ chat, after: first.seq - 1, count: Math.min(MAX_PAGE, last.seq - first.seq + 1) }]
    })
  }

  #isYoung({ heardAt, at }: Young, now: number): boolean {
    return heardAt > now - YOUNG_MS && at > this.#newestAt - YOUNG_MS
  }
}
