import type { ReplyOf } from '../../protocol/replies.ts'
import type { RequestType } from '../../protocol/requests.ts'
import { pause } from '../pause.ts'
import { within } from '../within.ts'
import { asClientError, ChatClientError } from './chat-client-error.ts'
import type { Fields } from './connection.ts'
import type { Session } from './session.ts'

/** How often a request is tried again by itself when the server says `rate_limited`, `busy` or `unavailable`. */
const MAX_ATTEMPTS = 4

/** The session that is there now, if one is; whoever needs one may wait for the next. */
export class SessionSlot {
  readonly #offlineMs: number
  readonly #closing: AbortSignal
  readonly #waiters = new Set<(session: Session) => void>()
  #session: Session | undefined

  constructor(offlineMs: number, closing: AbortSignal) {
    this.#offlineMs = offlineMs
    this.#closing = closing
  }

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

  /**
   * A request with its reply; waits a little for a session and tries again where the server says so.
   * @throws ChatClientError
   */
  async ask<T extends RequestType>(type: T, fields: Fields<T>): Promise<ReplyOf<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const { connection } = await this.#soon()
      try {
        return await connection.request(type, fields)
      } catch (error) {
        const failure = asClientError(error)
        if (!failure.isRetryable || attempt === MAX_ATTEMPTS) throw failure
        await pause(failure.retryAfterMs ?? 0, this.#closing).catch((cause: unknown) => {
          throw new ChatClientError('closed', { cause })
        })
      }
    }
  }

  /** The session, or the next one if it comes soon. @throws ChatClientError `offline` */
  async #soon(): Promise<Session> {
    if (this.#session) return this.#session
    let wake: (session: Session) => void = () => undefined
    const next = new Promise<Session>((resolve) => {
      wake = resolve
    })
    this.#waiters.add(wake)
    const isInTime = await within(next, this.#offlineMs)
    this.#waiters.delete(wake)
    if (!isInTime) throw new ChatClientError('offline')
    return await next
  }
}
