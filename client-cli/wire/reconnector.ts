import { setTimeout as pause } from 'node:timers/promises'
import type { ByeCode, ErrorCode } from '../../protocol/error-codes.ts'
import { Backoff } from './backoff.ts'
import { asClientError, ChatClientError, type ClientErrorCode } from './chat-client-error.ts'
import type { Address, Ending } from './connection.ts'
import { type Credentials, openSession, type Session } from './session.ts'
import type { Timing } from './timing.ts'

export interface ReconnectorOptions {
  address: Address
  timing: Timing
  random: () => number
  /** Aborted when the client closes. */
  signal: AbortSignal
  askCredentials(refusal: ChatClientError): Promise<Credentials | undefined>
  onWaiting(reason: string, pauseMs: number): void
}

/** Who was sent away by an operator shall not come back by itself. */
const FINAL_CODES: ReadonlySet<ClientErrorCode> = new Set<ErrorCode | ByeCode>(['kicked', 'banned'])
/** The server does not believe us: somebody has to say who we are. */
const REFUSED_CODES: ReadonlySet<ClientErrorCode> = new Set<ErrorCode>([
  'bad_token',
  'bad_credentials',
  'bad_request',
])

/** Opens sessions: the first one, and another one whenever the last has ended. */
export class Reconnector {
  readonly #options: ReconnectorOptions
  readonly #backoff: Backoff
  #credentials: Credentials | undefined
  #openedAt = 0

  constructor(options: ReconnectorOptions) {
    this.#options = options
    this.#backoff = new Backoff(options.timing, options.random)
  }

  /** Tries once. @throws ChatClientError */
  async open(credentials: Credentials): Promise<Session> {
    const { address, timing, signal } = this.#options
    const session = await openSession(address, timing, credentials, signal)
    // From here on the token will do, and the password is forgotten.
    this.#credentials = { token: session.login.token }
    this.#openedAt = performance.now()
    return session
  }

  /**
   * Tries until it succeeds; `undefined` when the client has been closed.
   * @throws ChatClientError when there is no coming back
   */
  async reopen(ending: Ending): Promise<Session | undefined> {
    const { timing, signal, onWaiting } = this.#options
    if (performance.now() - this.#openedAt >= timing.goodSessionMs) this.#backoff.reset()
    let failure = failureOf(ending)
    while (!signal.aborted) {
      if (FINAL_CODES.has(failure.code)) throw failure
      if (REFUSED_CODES.has(failure.code))
        this.#credentials = await this.#options.askCredentials(failure)
      if (this.#credentials === undefined) throw failure
      const pauseMs = this.#backoff.next(failure.retryAfterMs)
      onWaiting(failure.message, pauseMs)
      try {
        await pause(pauseMs, undefined, { signal })
        return await this.open(this.#credentials)
      } catch (error) {
        failure = asClientError(error)
      }
    }
    return undefined
  }
}

function failureOf({ reason, bye }: Ending): ChatClientError {
  if (bye === undefined) return new ChatClientError('connection_lost', { message: reason })
  const { code, message, retryAfterMs } = bye
  return new ChatClientError(code, { message, ...(retryAfterMs !== undefined && { retryAfterMs }) })
}
