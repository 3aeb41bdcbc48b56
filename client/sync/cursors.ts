import { foldName } from '../../protocol/names.ts'
import { asClientError } from '../wire/chat-client-error.ts'
import type { Timing } from '../wire/timing.ts'

export type CursorKind = 'received' | 'read'

export interface CursorsPort {
  /** Tells the server; rejects with a ChatClientError. */
  report(kind: CursorKind, chat: string, seq: number): Promise<unknown>
}

interface Cursor {
  kind: CursorKind
  chat: string
  wanted: number
  confirmed: number
}

/** Reports of one round. With the spacing between rounds it leaves half of the server's rate limit to the person. */
const MAX_PER_ROUND = 5

/**
 * How far this user has received and read each chat. Both mean "all up to seq", so that one report covers a burst, a newer one
 * makes an older one needless, and losing one does no harm.
 */
export class Cursors {
  readonly #port: CursorsPort
  readonly #timing: Timing
  readonly #cursors = new Map<string, Cursor>()
  // In the order in which they became due.
  readonly #due = new Set<Cursor>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #round: Promise<number> | undefined
  #lastRoundAt = 0
  #online = false

  constructor(port: CursorsPort, timing: Timing) {
    this.#port = port
    this.#timing = timing
  }

  /** Moves forward only; what the server has already is not told again. */
  move(kind: CursorKind, chat: string, seq: number): void {
    const cursor = this.#cursor(kind, chat)
    if (seq <= cursor.wanted) return
    cursor.wanted = seq
    this.#due.add(cursor)
    this.#schedule()
  }

  /** What the server said at log-in that it has. */
  learn(kind: CursorKind, chat: string, seq: number): void {
    const cursor = this.#cursor(kind, chat)
    cursor.wanted = Math.max(cursor.wanted, seq)
    cursor.confirmed = Math.max(cursor.confirmed, seq)
    if (cursor.confirmed === cursor.wanted) this.#due.delete(cursor)
  }

  resume(): void {
    this.#online = true
    this.#schedule()
  }

  suspend(): void {
    this.#online = false
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Reports what is due without waiting for the next round; ends early where the server asks for patience. */
  async flush(): Promise<void> {
    while (this.#online && this.#due.size > 0) {
      clearTimeout(this.#timer)
      this.#timer = undefined
      if ((await (this.#round ?? this.#startRound())) > 0) return
    }
  }

  #cursor(kind: CursorKind, chat: string): Cursor {
    const key = `${kind} ${foldName(chat)}`
    let cursor = this.#cursors.get(key)
    if (cursor === undefined) {
      cursor = { kind, chat, wanted: 0, confirmed: 0 }
      this.#cursors.set(key, cursor)
    }
    return cursor
  }

  #schedule(atLeastMs = 0): void {
    if (!this.#online || this.#timer || this.#round || this.#due.size === 0) return
    const sinceLastMs = performance.now() - this.#lastRoundAt
    const { cursorDelayMs, cursorSpacingMs } = this.#timing
    const delayMs = Math.max(cursorDelayMs, cursorSpacingMs - sinceLastMs, atLeastMs)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#startRound()
    }, delayMs)
  }

  #startRound(): Promise<number> {
    const cursors = [...this.#due].slice(0, MAX_PER_ROUND)
    this.#round = Promise.all(cursors.map((cursor) => this.#report(cursor))).then((pausesMs) => {
      const pauseMs = Math.max(...pausesMs)
      this.#round = undefined
      this.#lastRoundAt = performance.now()
      this.#schedule(pauseMs)
      return pauseMs
    })
    return this.#round
  }

  /** Resolves with how long to wait before trying again, 0 when it is done. */
  async #report(cursor: Cursor): Promise<number> {
    const seq = cursor.wanted
    this.#due.delete(cursor)
    try {
      await this.#port.report(cursor.kind, cursor.chat, seq)
      cursor.confirmed = Math.max(cursor.confirmed, seq)
      return 0
    } catch (error) {
      const { code, isRetryable, retryAfterMs } = asClientError(error)
      // Anything else says that this chat has no cursor of ours (any more): nothing to tell.
      if (!isRetryable && code !== 'connection_lost') return 0
      if (cursor.confirmed < cursor.wanted) this.#due.add(cursor)
      return retryAfterMs ?? 0
    }
  }
}
