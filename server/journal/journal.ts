import { ChatError } from '../chat-error.ts'
import type { Clock } from '../clock.ts'
import type { Entry } from './entry.ts'
import { Lane, type LaneHost } from './lane.ts'

/** Beyond this, in one lane, a client is told `busy`: some seconds of work at full speed. */
const MAX_DEPTH = 50_000
const MAX_CHARACTERS = 32 * 1024 * 1024
const EXPIRE_EVERY_MS = 250
const BUSY_RETRY_MS = 1_000

export type JournalHost = Omit<LaneHost, 'idle' | 'monotonicMs'>

/** Brings messages to the database, in order, many at a time, and reports each once it is committed [G-1]. */
export class Journal {
  readonly #clock: Clock
  readonly #lanes: Lane[]
  readonly #timer: NodeJS.Timeout
  #finished: (() => void) | undefined
  #isClosed = false

  constructor(laneCount: number, host: JournalHost, clock: Clock) {
    this.#clock = clock
    const laneHost: LaneHost = {
      ...host,
      failed: (error, entries) => {
        // The lanes that were idle have met the same outage without noticing.
        if (host.isOutage(error)) for (const lane of this.#lanes) lane.forgetHeads()
        host.failed(error, entries)
      },
      idle: () => this.#settled(),
      monotonicMs: () => clock.monotonicMs(),
    }
    this.#lanes = Array.from({ length: laneCount }, () => new Lane(laneHost))
    this.#timer = setInterval(() => this.#expire(), EXPIRE_EVERY_MS).unref()
  }

  /** Messages that wait for their commit. */
  get depth(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.depth, 0)
  }

  /** @throws ChatError `busy` when too much is waiting already, `shutting_down` after the end; then nothing was done */
  submit(entry: Entry): void {
    if (this.#isClosed) throw new ChatError('shutting_down')
    const lane = this.#lanes[entry.chat.conversation.id % this.#lanes.length] as Lane
    if (lane.depth >= MAX_DEPTH || lane.openCharacters >= MAX_CHARACTERS) {
      throw new ChatError('busy', { retryAfterMs: BUSY_RETRY_MS })
    }
    lane.add(entry)
  }

  /** Resolves when nothing waits any more, at the latest when the last sender has been told `unavailable`. */
  async finish(): Promise<void> {
    if (this.depth > 0) {
      await new Promise<void>((resolve) => {
        this.#finished = resolve
      })
    }
    clearInterval(this.#timer)
  }

  /** The database is about to be let go: whoever still waits is told `unavailable`, however long they would have waited, and nothing is tried again. */
  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
    for (const lane of this.#lanes) lane.close()
  }

  #expire(): void {
    const nowMs = this.#clock.monotonicMs()
    for (const lane of this.#lanes) lane.expire(nowMs)
    this.#settled()
  }

  #settled(): void {
    if (this.#finished !== undefined && this.depth === 0) this.#finished()
  }
}
