import type { ByeCode, ErrorCode } from '../../protocol/error-codes.ts'
import { pause } from '../pause.ts'
import { Backoff } from './backoff.ts'
import {
  asClientError,
  ChatClientError,
  type ClientErrorCode,
  serverError,
} from './chat-client-error.ts'
import type { Ending } from './connection.ts'
import { type Credentials, openSession, type Session } from './session.ts'
import type { Timing } from './timing.ts'
import type { OpenWire } from './wire.ts'

/** Why there is no connection, since when (by this side's clock), and how long it is until the next attempt. */
export interface Waiting {
  /** That of the server's `bye`, `connection_lost`, or why the last attempt failed. */
  code: ClientErrorCode
  reason: string
  since: number
  pauseMs: number
}

export interface ReconnectorOptions {
  open: OpenWire
  /** The label under which a user finds this token again. */
  device: string
  timing: Timing
  random: () => number
  /** Aborted when the client closes. */
  signal: AbortSignal
  askCredentials(refusal: ChatClientError): Promise<Credentials | undefined>
  onWaiting(waiting: Waiting): void
  /** The pause is over, and the next attempt begins. */
  onTrying(): void
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
  #hurry: () => void = () => undefined

  constructor(options: ReconnectorOptions) {
    this.#options = options
    this.#backoff = new Backoff(options.timing, options.random)
  }

  /** Tries once. @throws ChatClientError */
  async open(credentials: Credentials): Promise<Session> {
    const { open, timing, device, signal } = this.#options
    const session = await openSession(open, timing, credentials, device, signal)
    // From here on the token will do, and the password is forgotten.
    this.#credentials = { token: session.login.token }
    this.#openedAt = performance.now()
    return session
  }

  /** As `reopen`, for who has been let in by an earlier run. */
  async resume(credentials: Credentials): Promise<Session | undefined> {
    this.#credentials = credentials
    try {
      return await this.open(credentials)
    } catch (error) {
      return await this.#retry(asClientError(error))
    }
  }

  /**
   * Tries until it succeeds; `undefined` when the client has been closed.
   * @throws ChatClientError when there is no coming back
   */
  async reopen(ending: Ending): Promise<Session | undefined> {
    const lastedMs = performance.now() - this.#openedAt
    if (lastedMs >= this.#options.timing.goodSessionMs) this.#backoff.reset()
    return await this.#retry(failureOf(ending))
  }

  async #retry(why: ChatClientError): Promise<Session | undefined> {
    const { signal, onWaiting, onTrying } = this.#options
    const since = Date.now()
    let failure = why
    while (!signal.aborted) {
      if (failure.isFinal || FINAL_CODES.has(failure.code)) throw failure
      if (REFUSED_CODES.has(failure.code))
        this.#credentials = await this.#options.askCredentials(failure)
      if (this.#credentials === undefined) throw failure
      const pauseMs = this.#backoff.next(failure.retryAfterMs)
      onWaiting({ code: failure.code, reason: failure.message, since, pauseMs })
      try {
        await this.#rest(pauseMs, failure.retryAfterMs === undefined)
        onTrying()
        return await this.open(this.#credentials)
      } catch (error) {
        failure = asClientError(error)
      }
    }
    return undefined
  }

  /** The pause is over now: the network is back, or somebody looks. One that the server asked for is kept all the same. */
  hurry(): void {
    this.#hurry()
  }

  async #rest(pauseMs: number, mayHurry: boolean): Promise<void> {
    const hurried = new Promise<void>((resolve) => {
      if (mayHurry) this.#hurry = resolve
    })
    await Promise.race([pause(pauseMs, this.#options.signal), hurried])
    this.#hurry = () => undefined
  }
}

function failureOf({ reason, bye }: Ending): ChatClientError {
  const said = bye && serverError(bye)
  return said ?? new ChatClientError('connection_lost', { message: reason })
}
