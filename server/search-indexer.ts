import type { Clock } from './clock.ts'
import { StorageUnavailable } from './storage/storage-unavailable.ts'
import type { Search, Stretch } from './storage/store.ts'

/** As many messages as one stretch of the index holds. */
const FULL = 128
/** A few messages wait so long for others to share their stretch; meanwhile a search reads them one by one. */
const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 1_000
/** When everybody has just come back after a restart, there is other work to do. */
const FIRST_SCAN_MS = 1_000
/** Other servers write too, and a message whose commit nobody heard of is there all the same. */
const SCAN_EVERY_MS = 600_000
const RETRY_MS = 1_000
/** Filed in one transaction, behind which a batch of the journal may have to wait: about a millisecond. */
const STRETCHES_AT_ONCE = 2
/** So many messages wait for their commit only where the server is as busy as it can be. Then the pauses are so many times as long: what is not indexed can wait. */
const BUSY_DEPTH = 200
const BUSY_REST = 4
/** On SQLite the index is written by the thread that writes for the journal, which keeps four fifths of it; MariaDB writes both at once. */
export const restOn = (databaseUrl: string): number => (databaseUrl.startsWith('sqlite:') ? 4 : 2)

export interface IndexerParts {
  clock: Clock
  /** After a transaction the database is left alone for so many times as long. */
  rest: number
  journalDepth(): number
  storage: Pick<Search, 'behindIndex' | 'nextStretch' | 'fileStretches' | 'tidyIndex'>
  indexed(messages: number): void
  failed(error: unknown): void
}

/**
 * Brings messages into the search index, behind their commit. How far it has got is in the database, with the index, so nothing needs to be kept here: what a crash
 * or an outage makes it forget, a scan of all conversations finds again.
 */
export class SearchIndexer {
  readonly #parts: IndexerParts
  /** Messages by conversation since it was last looked at; the longest waiting first. */
  readonly #fresh = new Map<number, { count: number; sinceMs: number }>()
  readonly #due = new Set<number>()
  readonly #timers: NodeJS.Timeout[] = []
  #isWorking = false
  #isStopped = false

  constructor(parts: IndexerParts) {
    this.#parts = parts
  }

  /** Conversations with something to index now. */
  get due(): number {
    return this.#due.size
  }

  start(): void {
    this.#timers.push(setInterval(() => this.#look(), LOOK_EVERY_MS).unref())
    this.#timers.push(setInterval(() => this.scan(), SCAN_EVERY_MS).unref())
    this.#timers.push(setTimeout(() => this.scan(), FIRST_SCAN_MS).unref())
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#timers) clearInterval(timer)
  }

  /** A message was committed. Called for each: nothing but a look into a map. */
  stored(conversationId: number): void {
    const fresh = this.#fresh.get(conversationId)
    if (fresh === undefined) {
      this.#fresh.set(conversationId, { count: 1, sinceMs: this.#parts.clock.monotonicMs() })
      return
    }
    fresh.count += 1
    if (fresh.count === FULL) this.#add(conversationId)
  }

  /** Finds all that is not in the index: of a database that is older than it, or from before a crash. */
  scan(): void {
    void this.#scan().catch((error: unknown) => this.#failed(error))
  }

  async #scan(): Promise<void> {
    let next: number | undefined = 0
    while (next !== undefined && !this.#isStopped) {
      const { conversationIds, next: after } = await this.#parts.storage.behindIndex(next)
      for (const id of conversationIds) this.#add(id)
      next = after
    }
  }

  #look(): void {
    const beforeMs = this.#parts.clock.monotonicMs() - PATIENCE_MS
    for (const [conversationId, { sinceMs }] of this.#fresh) {
      if (sinceMs > beforeMs) return
      this.#add(conversationId)
    }
  }

  #add(conversationId: number): void {
    this.#fresh.delete(conversationId)
    this.#due.add(conversationId)
    if (!this.#isWorking) void this.#work()
  }

  async #work(): Promise<void> {
    this.#isWorking = true
    while (this.#due.size > 0 && !this.#isStopped) {
      await pause(await this.#index(this.#take()))
    }
    this.#isWorking = false
  }

  /** What comes for a conversation from here on makes it due again. */
  #take(): number[] {
    const taken: number[] = []
    for (const id of this.#due) {
      if (taken.length === STRETCHES_AT_ONCE) break
      taken.push(id)
      this.#due.delete(id)
    }
    return taken
  }

  /** The next stretch of each. @returns for how long to leave the database alone */
  async #index(conversationIds: readonly number[]): Promise<number> {
    const { clock, rest, storage } = this.#parts
    const share = Math.floor(STRETCHES_AT_ONCE / conversationIds.length)
    try {
      const stretches: Stretch[] = []
      for (const id of conversationIds) {
        // One each; of a conversation that is alone several.
        let stretch = await storage.nextStretch(id)
        for (let left = share; stretch !== undefined; left -= 1) {
          stretches.push(stretch)
          if (stretch.isNewest || left === 1) break
          stretch = await storage.nextStretch(id, stretch.lastSeq)
        }
      }
      const startedMs = clock.monotonicMs()
      if (stretches.length > 0) {
        await storage.fileStretches(stretches)
        // By itself, so that a batch of the journal may go between.
        await storage.tidyIndex()
      }
      const tookMs = clock.monotonicMs() - startedMs
      this.#done(stretches)
      return rest * tookMs * (this.#parts.journalDepth() >= BUSY_DEPTH ? BUSY_REST : 1)
    } catch (error) {
      this.#failed(error)
      // An outage passes. Anything else would only come again: the next scan tries it.
      if (error instanceof StorageUnavailable) for (const id of conversationIds) this.#due.add(id)
      return RETRY_MS
    }
  }

  #done(stretches: readonly Stretch[]): void {
    const newest = new Map(stretches.map((stretch) => [stretch.conversationId, stretch]))
    for (const { conversationId, isNewest } of newest.values()) {
      // Behind all others: no conversation waits for the end of a long one.
      if (!isNewest) this.#due.add(conversationId)
    }
    this.#parts.indexed(stretches.reduce((sum, one) => sum + one.lastSeq - one.firstSeq + 1, 0))
  }

  #failed(error: unknown): void {
    if (!this.#isStopped) this.#parts.failed(error)
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
