import type { ByeCode } from '../../protocol/error-codes.ts'
import type { Session } from './session.ts'

/** Who has not logged in by then has no business here. */
const AUTH_TIMEOUT_MS = 10_000
const PING_AFTER_MS = 30_000
const IDLE_TIMEOUT_MS = 60_000
const SLOW_READER_TIMEOUT_MS = 30_000

/** All connections, logged in or not, and the clocks that run on them. One sweep a second serves all: a timer each would be memory. */
export class SessionRegistry {
  readonly #sessions = new Set<Session>()
  readonly #pendingByAddress = new Map<string, number>()

  get size(): number {
    return this.#sessions.size
  }

  [Symbol.iterator](): IterableIterator<Session> {
    return this.#sessions.values()
  }

  pendingFrom(address: string): number {
    return this.#pendingByAddress.get(address) ?? 0
  }

  add(session: Session): void {
    this.#sessions.add(session)
    this.#countPending(session, 1)
  }

  /** It logged in: it no longer counts against its address. */
  authenticated(session: Session): void {
    this.#countPending(session, -1)
  }

  remove(session: Session): void {
    if (!this.#sessions.delete(session)) return
    if (session.user === undefined) this.#countPending(session, -1)
  }

  #countPending(session: Session, change: number): void {
    const address = session.wire.remoteAddress
    const count = this.pendingFrom(address) + change
    if (count > 0) this.#pendingByAddress.set(address, count)
    else this.#pendingByAddress.delete(address)
  }

  sweep(nowMs: number): void {
    for (const session of this.#sessions) {
      session.swept()
      const code = overdue(session, nowMs)
      if (code !== undefined) {
        session.bye(code)
      } else if (!session.wasPinged && nowMs - session.lastHeardMs >= PING_AFTER_MS) {
        session.ping()
      }
    }
  }

  byeAll(code: ByeCode, retryAfterMs: () => number): void {
    for (const session of this.#sessions) session.bye(code, retryAfterMs())
  }
}

function overdue(session: Session, nowMs: number): ByeCode | undefined {
  if (session.user === undefined && nowMs - session.openedAtMs >= AUTH_TIMEOUT_MS) {
    return 'auth_timeout'
  }
  if (nowMs - session.lastHeardMs >= IDLE_TIMEOUT_MS) return 'idle'
  if (session.slowSinceMs > 0 && nowMs - session.slowSinceMs >= SLOW_READER_TIMEOUT_MS) {
    return 'slow_reader'
  }
  return undefined
}
