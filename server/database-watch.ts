import type { Logger } from './log.ts'
import { ASSISTANT_ID } from './storage/store.ts'

const PING_WHEN_UP_MS = 5_000
const PING_WHEN_DOWN_MS = 1_000

/** What a request was. A disk that is full, or a database that is locked or was made read-only, goes on answering every `read`. */
export type Asked = 'read' | 'write'

/** What it asks by itself, one small request of each kind. Both report to `heard`. */
export interface Pings {
  ping(): Promise<void>
  saveSeen(seen: readonly { userId: number; at: number }[]): Promise<void>
}

/** Whether the database is there: by every answer that it gives, and by asking when nobody else does. What fails counts until a request of the same kind succeeds. */
export class DatabaseWatch {
  readonly #log: Logger
  #cameBack = (): void => {}
  readonly #down = new Set<Asked>()
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  #pingMs: number | undefined

  constructor(log: Logger) {
    this.#log = log
  }

  get isUp(): boolean {
    return this.#down.size === 0
  }

  /** How long the last reading ping took that was answered. */
  get pingMs(): number | undefined {
    return this.#pingMs
  }

  /** The outcome of a request to the database. */
  readonly heard = (asked: Asked, isUp: boolean): void => {
    const wasUp = this.isUp
    if (isUp) this.#down.delete(asked)
    else this.#down.add(asked)
    if (this.isUp === wasUp) return
    if (wasUp) {
      this.#log.error(
        { asked },
        'the database does not answer; requests are told "unavailable" until it is back',
      )
      return
    }
    this.#log.warn('the database is back')
    this.#cameBack()
  }

  /** `cameBack` is called when the database answers again after an outage. */
  start(pings: Pings, cameBack: () => void): void {
    this.#cameBack = cameBack
    const again = (): void => {
      if (this.#isStopped) return
      this.#timer = setTimeout(ask, this.isUp ? PING_WHEN_UP_MS : PING_WHEN_DOWN_MS).unref()
    }
    const ask = (): void => {
      const startedMs = performance.now()
      const answered = (): void => {
        this.#pingMs = performance.now() - startedMs
      }
      const asked = [pings.ping().then(answered)]
      // Writing costs something, and is done only to learn that it works again. Nobody asks when the assistant was last here; and it must be another value, or nothing is written.
      if (this.#down.has('write')) {
        asked.push(pings.saveSeen([{ userId: ASSISTANT_ID, at: Date.now() }]))
      }
      // Failures have been heard already.
      void Promise.allSettled(asked).then(again)
    }
    again()
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }
}
