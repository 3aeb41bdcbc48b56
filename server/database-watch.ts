import type { Logger } from './log.ts'

const PING_WHEN_UP_MS = 5_000
const PING_WHEN_DOWN_MS = 1_000

/** Whether the database is there: by every answer that it gives, and by asking when nobody else does. */
export class DatabaseWatch {
  readonly #log: Logger
  #cameBack = (): void => {}
  #isUp = true
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  #pingMs: number | undefined

  constructor(log: Logger) {
    this.#log = log
  }

  get isUp(): boolean {
    return this.#isUp
  }

  /** How long the last ping took that was answered. */
  get pingMs(): number | undefined {
    return this.#pingMs
  }

  /** The outcome of a request to the database. */
  heard(isUp: boolean): void {
    if (isUp === this.#isUp) return
    this.#isUp = isUp
    if (!isUp) {
      this.#log.error(
        'the database does not answer; requests are told "unavailable" until it is back',
      )
      return
    }
    this.#log.warn('the database is back')
    this.#cameBack()
  }

  /** `ping` reports to `heard` by itself. `cameBack` is called when the database answers again after an outage. */
  start(ping: () => Promise<void>, cameBack: () => void): void {
    this.#cameBack = cameBack
    const again = (): void => {
      if (this.#isStopped) return
      this.#timer = setTimeout(ask, this.#isUp ? PING_WHEN_UP_MS : PING_WHEN_DOWN_MS).unref()
    }
    const ask = (): void => {
      const startedMs = performance.now()
      const answered = (): void => {
        this.#pingMs = performance.now() - startedMs
        again()
      }
      // Its failure has been heard already.
      void ping().then(answered, again)
    }
    again()
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }
}
