import { encodeError } from '../../protocol/encode.ts'
import type { Clock } from '../clock.ts'
import type { ListenConfig, RateConfig } from '../config.ts'
import type { Directory } from '../directory/directory.ts'
import { announcePresence } from '../directory/presence.ts'
import type { Logger } from '../log.ts'
import type { Tally } from '../metrics/tally.ts'
import type { Dispatcher } from './dispatcher.ts'
import { Session, type SessionHost, type Wire } from './session.ts'
import { SessionRegistry } from './session-registry.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Usage } from './usage.ts'

const PENDING_RETRY_MS = 1_000

/** A connection that tells a session what it receives. */
export interface ListeningWire extends Wire {
  listen(session: Session): void
}

export interface FrontDeskParts {
  config: Pick<ListenConfig, 'maxPendingPerAddress'> & RateConfig
  clock: Clock
  log: Logger
  tally: Tally
  directory: Directory
  usage: Usage
  dispatcher: Dispatcher
}

/** Where connections become sessions, and where sessions end. */
export class FrontDesk {
  readonly registry = new SessionRegistry()
  readonly #parts: FrontDeskParts
  readonly #host: SessionHost
  #nextId = 1

  constructor(parts: FrontDeskParts) {
    this.#parts = parts
    const { clock, tally } = parts
    this.#host = {
      line: (session, line) => parts.dispatcher.dispatch(session, line),
      tally,
      monotonicMs: () => clock.monotonicMs(),
      closed: (session) => this.#closed(session),
    }
  }

  accept(wire: ListeningWire): void {
    const { config, clock, tally } = this.#parts
    const { maxPendingPerAddress: max } = config
    if (max > 0 && this.registry.pendingFrom(wire.remoteAddress) >= max) {
      tally.turnedAway += 1
      return turnAway(wire)
    }
    tally.accepted += 1
    const nowMs = clock.monotonicMs()
    const bucket = new TokenBucket(config.framesPerSecond, config.frameBurst, nowMs)
    const session = new Session(this.#nextId, wire, bucket, nowMs, this.#host)
    this.#nextId += 1
    wire.listen(session)
    this.registry.add(session)
  }

  #closed(session: Session): void {
    const { directory, tally, usage, log } = this.#parts
    this.registry.remove(session)
    const reason = session.closeReason ?? 'client_closed'
    tally.closes.add(reason)
    const { user } = session
    log.debug({ session: session.id, user: user?.name, reason }, 'session closed')
    if (user === undefined || !directory.detach(user, session)) return
    usage.userLeft(user.id)
    announcePresence(directory, user, 'offline')
  }
}

/** One address may not take all the places of those who have not said yet who they are. */
function turnAway(wire: Wire): void {
  const message = 'Too many connections from this address have not logged in.'
  wire.end(
    encodeError({ type: 'error', code: 'busy', message, retryAfterMs: PENDING_RETRY_MS }),
    'busy',
  )
}
