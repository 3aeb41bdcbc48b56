import { duplexPair } from 'node:stream'
import type { Test } from 'tap'
import { Doubts } from '../../commands/doubts.ts'
import type { Services } from '../../commands/services.ts'
import { Turns } from '../../commands/turns.ts'
import { Cursors } from '../../directory/cursors.ts'
import { Directory } from '../../directory/directory.ts'
import type { Entry } from '../../journal/entry.ts'
import { NameCounts } from '../../metrics/name-counts.ts'
import { Tally } from '../../metrics/tally.ts'
import { Connection } from '../../net/connection.ts'
import { Outbox } from '../../net/outbox.ts'
import { Dispatcher } from '../../sessions/dispatcher.ts'
import { FrontDesk, type FrontDeskParts } from '../../sessions/front-desk.ts'
import { LoginThrottle } from '../../sessions/login-throttle.ts'
import type { Session } from '../../sessions/session.ts'
import { Usage } from '../../sessions/usage.ts'
import { isOutage, underWay } from '../../storage/storage-unavailable.ts'
import { ASSISTANT_ID, type LoginState, type Person } from '../../storage/store.ts'
import type { StorageApi } from '../../workers/storage-api.ts'
import { Client } from './client.ts'
import { TurnedClock } from './turned-clock.ts'

export const ASSISTANT: Person = {
  id: ASSISTANT_ID,
  name: 'assistant',
  nickname: '小助手',
  bio: '',
}

interface Settings {
  rate?: number
  burst?: number
  maxPending?: number
  directMessages?: 'friends' | 'anyone'
}

/**
 * Everything between a socket and the database, put together by hand: what the database answers is the test's, messages stop at the
 * journal, and the clock stands still.
 */
export class Bench {
  readonly clock = new TurnedClock()
  readonly directory = new Directory(this.clock)
  readonly outbox = new Outbox()
  readonly cursors: Cursors
  readonly services: Services
  readonly desk: FrontDesk
  /** What the database answers; a method that is not here must not be asked. */
  readonly storage: Partial<StorageApi> = {}
  /** What reached the journal. */
  readonly submitted: Entry[] = []
  readonly errors: string[] = []
  readonly closes: string[] = []
  /** What the log would say of requests that failed. */
  readonly failures: unknown[] = []
  readonly tally = Object.assign(new Tally(), {
    errors: new Remembered(this.errors),
    closes: new Remembered(this.closes),
  })
  isLettingIn = true

  constructor(t: Test, settings: Settings = {}) {
    const { clock, directory } = this
    const storage = this.#storage()
    this.cursors = new Cursors((rows) => storage.saveCursors(rows), notSaved)
    const usage = new Usage(storage, clock, notSaved)
    t.teardown(() => {
      this.cursors.stop()
      usage.stop()
    })
    this.services = this.#open(storage, usage, settings.directMessages ?? 'friends')
    this.desk = new FrontDesk({
      config: {
        maxPendingPerAddress: settings.maxPending ?? 0,
        framesPerSecond: settings.rate ?? 0,
        frameBurst: settings.burst ?? 0,
      },
      clock,
      log: { debug: () => {} } as unknown as FrontDeskParts['log'],
      tally: this.tally,
      directory,
      usage,
      dispatcher: this.#dispatcher(),
    })
  }

  get resyncs(): number {
    return this.tally.resyncs
  }

  /** The requests that were carried out, each as often as it came. */
  get requests(): string[] {
    return [...this.tally.commands].flatMap(([type, { came }]) => new Array(came).fill(type))
  }

  /** A connection that has just been made, and is not read from yet. */
  connect(): Client {
    // The other end takes nothing beforehand: what was sent leaves when it is read there.
    const ends = duplexPair({ readableHighWaterMark: 0 })
    this.desk.accept(new Connection(ends[1], this.outbox))
    const session = [...this.desk.registry].at(-1) as Session
    return new Client(session, ends)
  }

  /** A client that is logged in and listens. */
  join(state: LoginState): Client {
    return this.joinSilently(state).listen()
  }

  /** The same without reading anything. */
  joinSilently(state: LoginState): Client {
    const client = this.connect()
    const { session } = client
    session.user = this.directory.attach(state, session).user
    session.tokenHash = new Uint8Array(32).fill(session.id)
    this.desk.registry.authenticated(session)
    return client
  }

  sweep(): void {
    this.desk.registry.sweep(this.clock.monotonicMs())
  }

  #open(storage: StorageApi, usage: Usage, directMessages: 'friends' | 'anyone'): Services {
    const { clock, directory, cursors, submitted } = this
    return {
      access: { registration: 'open', directMessages },
      clock,
      serverName: 'teahouse/test',
      directory,
      journal: {
        submit: (entry: Entry) => void submitted.push(entry),
      } as unknown as Services['journal'],
      cursors,
      storage,
      credentials: {
        hash: async (password) => `hash of ${password}`,
        verify: async (hash, password) => hash === `hash of ${password}`,
      },
      throttle: new LoginThrottle(clock),
      usage,
      turns: new Turns(isOutage),
      doubts: new Doubts({ directory, storage, isOutage, underWay }),
      assistant: ASSISTANT,
      isLettingIn: () => this.isLettingIn,
      loggedIn: (session) => this.desk.registry.authenticated(session),
    }
  }

  #dispatcher(): Dispatcher {
    return new Dispatcher({
      services: this.services,
      tally: this.tally,
      failed: (_session, _type, error) => this.failures.push(error),
    })
  }

  #storage(): StorageApi {
    return new Proxy({} as StorageApi, {
      get: (_target, method: keyof StorageApi) =>
        this.storage[method] ??
        (() => Promise.reject(new Error(`nobody said what ${method} answers`))),
    })
  }
}

/** Counts that also know in which order they came. */
class Remembered extends NameCounts {
  readonly #names: string[]

  constructor(names: string[]) {
    super([])
    this.#names = names
  }

  override add(name: string): void {
    super.add(name)
    this.#names.push(name)
  }
}

function notSaved(error: unknown): void {
  throw error
}
