import type { Clock } from '../clock.ts'
import type { TokenUse } from '../storage/store.ts'

/** "Tokens last 30 days from their last use." */
export const TOKEN_LIFE_MS = 30 * 24 * 3_600_000
/** A use is written down when the last one noted is older than this: 30 days need no finer measure. */
const TOUCH_AFTER_MS = 3_600_000
const SAVE_EVERY_MS = 1_000

interface UsageStore {
  touchTokens(tokens: readonly TokenUse[]): Promise<void>
  saveSeen(seen: readonly { userId: number; at: number }[]): Promise<void>
}

/** When tokens were used and users last seen: gathered, and written about once a second. */
export class Usage {
  readonly #store: UsageStore
  readonly #clock: Clock
  readonly #onSaveFailed: (error: unknown) => void
  readonly #timer: NodeJS.Timeout
  #tokens = new Map<string, TokenUse>()
  #seen = new Map<number, number>()

  constructor(store: UsageStore, clock: Clock, onSaveFailed: (error: unknown) => void) {
    this.#store = store
    this.#clock = clock
    this.#onSaveFailed = onSaveFailed
    this.#timer = setInterval(() => void this.save(), SAVE_EVERY_MS).unref()
  }

  tokenUsed(hash: Uint8Array, lastUsedAt: number): void {
    const at = this.#clock.now()
    if (at - lastUsedAt < TOUCH_AFTER_MS) return
    const key = Buffer.from(hash).toString('latin1')
    this.#tokens.set(key, { hash, at, expiresAt: at + TOKEN_LIFE_MS })
  }

  userLeft(userId: number): void {
    this.#seen.set(userId, this.#clock.now())
  }

  /** Never rejects: what could not be written is tried again with the next. */
  async save(): Promise<void> {
    const tokens = this.#tokens
    const seen = this.#seen
    if (tokens.size === 0 && seen.size === 0) return
    this.#tokens = new Map()
    this.#seen = new Map()
    try {
      if (tokens.size > 0) await this.#store.touchTokens([...tokens.values()])
      if (seen.size > 0) {
        await this.#store.saveSeen([...seen].map(([userId, at]) => ({ userId, at })))
      }
    } catch (error) {
      this.#tokens = new Map([...tokens, ...this.#tokens])
      this.#seen = new Map([...seen, ...this.#seen])
      this.#onSaveFailed(error)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
