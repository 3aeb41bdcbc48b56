import { within } from '../within.ts'
import { ChatClientError } from './chat-client-error.ts'
import type { Session } from './session.ts'

/** The session that is there now, if one is; whoever needs one may wait for the next. */
export class SessionSlot {
  readonly #waiters = new Set<(session: Session) => void>()
  #session: Session | undefined

  get current(): Session | undefined {
    return this.#session
  }

  fill(session: Session): void {
    this.#session = session
    for (const wake of this.#waiters) wake(session)
    this.#waiters.clear()
  }

  empty(): void {
    this.#session = undefined
  }

  /** @throws ChatClientError `connection_lost` when there is none */
  now(): Session {
    if (this.#session === undefined) throw new ChatClientError('connection_lost')
    return this.#session
  }

  /** The session, or the next one if it comes soon. @throws ChatClientError `offline` */
  async soon(atMostMs: number): Promise<Session> {
    if (this.#session) return this.#session
    let wake: (session: Session) => void = () => undefined
    const next = new Promise<Session>((resolve) => {
      wake = resolve
    })
    this.#waiters.add(wake)
    const isInTime = await within(next, atMostMs)
    this.#waiters.delete(wake)
    if (!isInTime) throw new ChatClientError('offline')
    return await next
  }
}
