import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Read when Prometheus asks, so that they cost nothing in between. */
export interface Gauges {
  connections(): number
  sessions(): number
  usersOnline(): number
  journalDepth(): number
  storageQueue(): number
  credentialsQueue(): number
  databaseUp(): boolean
}

/** From a tenth of a millisecond, what SQLite takes on a good disk, to a second, when something is wrong. */
const SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]
const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]

/**
 * All that Prometheus can ask. What happens per message is counted in plain numbers, which are handed over when it is read: a labelled counter takes as
 * long as routing the message does.
 */
export class Metrics {
  readonly #registry = new Registry()
  /** Plain tallies of the hot path. */
  readonly tally = { committed: 0, duplicates: 0, delivered: 0 }
  readonly requests = new Map<string, number>()
  readonly commitSeconds: Histogram
  readonly batchSize: Histogram
  readonly loginSeconds: Histogram<'kind'>
  readonly errors: Counter<'code'>
  readonly closes: Counter<'reason'>
  readonly resyncs: Counter

  constructor(gauges: Gauges) {
    collectDefaultMetrics({ register: this.#registry })
    this.commitSeconds = this.#histogram(
      'commit_seconds',
      'Time the database took to commit a batch.',
      SECONDS,
    )
    this.batchSize = this.#histogram(
      'batch_messages',
      'Messages in a committed batch.',
      BATCH_SIZES,
    )
    this.loginSeconds = this.#loginHistogram()
    this.errors = this.#labelled('errors_total', 'Error replies, by code.', 'code')
    this.closes = this.#labelled('closes_total', 'Closed connections, by reason.', 'reason')
    this.resyncs = this.#counter('resyncs_total', 'Slow sessions that were told to pull.')
    this.#tallies()
    this.#gauges(gauges)
  }

  requestCame(type: string): void {
    this.requests.set(type, (this.requests.get(type) ?? 0) + 1)
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name: `teahouse_${name}`, help, registers: [this.#registry] })
  }

  #labelled<L extends string>(name: string, help: string, label: L): Counter<L> {
    const registers = [this.#registry]
    return new Counter({ name: `teahouse_${name}`, help, labelNames: [label], registers })
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name: `teahouse_${name}`, help, buckets, registers: [this.#registry] })
  }

  #loginHistogram(): Histogram<'kind'> {
    return new Histogram({
      name: 'teahouse_login_seconds',
      help: 'Time from the request to being logged in, by password or token.',
      labelNames: ['kind'],
      buckets: SECONDS,
      registers: [this.#registry],
    })
  }

  #tallies(): void {
    const { tally } = this
    this.#tallied('messages_committed_total', 'Messages stored.', () => tally.committed)
    this.#tallied(
      'duplicates_total',
      'Messages sent again and not stored again.',
      () => tally.duplicates,
    )
    this.#tallied('messages_delivered_total', 'Messages handed to sessions.', () => tally.delivered)
    const { requests } = this
    new Counter({
      name: 'teahouse_requests_total',
      help: 'Requests, by type.',
      labelNames: ['type'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [type, count] of requests) this.inc({ type }, count)
      },
    })
  }

  #tallied(name: string, help: string, read: () => number): void {
    new Counter({
      name: `teahouse_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  }

  #gauges(gauges: Gauges): void {
    const gauge = (name: string, help: string, read: () => number): void => {
      new Gauge({
        name: `teahouse_${name}`,
        help,
        registers: [this.#registry],
        collect() {
          this.set(read())
        },
      })
    }
    gauge('connections', 'Open connections.', gauges.connections)
    gauge('sessions', 'Connections that have logged in.', gauges.sessions)
    gauge('users_online', 'Users with at least one session.', gauges.usersOnline)
    gauge('journal_depth', 'Messages that wait for their commit.', gauges.journalDepth)
    gauge('storage_queue', 'Requests that wait for a storage worker.', gauges.storageQueue)
    gauge('credentials_queue', 'Passwords that wait to be checked.', gauges.credentialsQueue)
    gauge('database_up', '1 when the database answered last.', () => Number(gauges.databaseUp()))
  }
}
