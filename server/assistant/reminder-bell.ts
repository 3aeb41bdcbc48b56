import type { Clock } from '../clock.ts'
import type { ReminderRecord } from '../storage/reminder-records.ts'
import type { StorageApi } from '../workers/storage-api.ts'

/** How far it looks ahead; also how soon it looks again after a failure, or learns of what another server has made. */
const LOOK_AHEAD_MS = 60_000
const AT_ONCE = 100

export interface BellHost {
  clock: Clock
  storage: Pick<StorageApi, 'nextReminders' | 'deleteReminder'>
  /** Says it. Resolves when that is committed, by us or by somebody else before. */
  ring(reminder: ReminderRecord): Promise<void>
  failed(error: unknown): void
}

/**
 * Rings when a reminder is due; what became due while nobody rang, at once. A reminder stays in the database until it has been said, and is said
 * under a cid of its own, so that it is said once whatever happens in between [G-2].
 */
export class ReminderBell {
  readonly #host: BellHost
  #timer: NodeJS.Timeout | undefined
  /** Monotonic: when the timer fires. */
  #nextMs = Number.POSITIVE_INFINITY
  #isLooking = false
  #isAskedAgain = false
  #isStopped = false

  constructor(host: BellHost) {
    this.#host = host
  }

  /** Looks what is due, now and from then on. Call at start-up, and when the database is back. */
  look(): void {
    if (this.#isStopped) return
    // Also when the timer brought us here in the middle of a look: else the next one would seem to be set already.
    this.#nextMs = Number.POSITIVE_INFINITY
    clearTimeout(this.#timer)
    if (this.#isLooking) {
      this.#isAskedAgain = true
      return
    }
    this.#isLooking = true
    void this.#lookNow()
  }

  /** A reminder is kept that was not there when it last looked. */
  made(dueAt: number): void {
    this.#lookIn(dueAt - this.#host.clock.now())
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  async #lookNow(): Promise<void> {
    const { clock, failed } = this.#host
    let waitMs = LOOK_AHEAD_MS
    try {
      waitMs = Math.min(waitMs, await this.#ringDue(clock.now()))
    } catch (error) {
      if (!this.#isStopped) failed(error)
    }
    this.#isLooking = false
    this.#lookIn(this.#isAskedAgain ? 0 : waitMs)
    this.#isAskedAgain = false
  }

  /** @returns how long until the next one, or until it is time to look again. */
  async #ringDue(now: number): Promise<number> {
    const { storage, ring } = this.#host
    const next = await storage.nextReminders(now + LOOK_AHEAD_MS, AT_ONCE)
    const due = next.filter(({ dueAt }) => dueAt <= now)
    // Of one user one after another, so that they are said in the order in which they became due.
    const turns = new Map<number, Promise<void>>()
    const work = due.map((reminder) => {
      const turn = (turns.get(reminder.userId) ?? Promise.resolve()).then(async () => {
        await ring(reminder)
        await storage.deleteReminder(reminder.id)
      })
      // One that could not be said holds up no other.
      turns.set(
        reminder.userId,
        turn.catch(() => {}),
      )
      return turn
    })
    const outcomes = await Promise.allSettled(work)
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    if (due.length === AT_ONCE) return 0
    return (next[due.length]?.dueAt ?? Number.POSITIVE_INFINITY) - now
  }

  /** Sooner than it would have; a clock that was set shows when it looks. */
  #lookIn(ms: number): void {
    if (this.#isStopped) return
    const waitMs = Math.min(Math.max(ms, 0), LOOK_AHEAD_MS)
    const atMs = this.#host.clock.monotonicMs() + waitMs
    if (atMs >= this.#nextMs) return
    this.#nextMs = atMs
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.look(), waitMs).unref()
  }
}
