import type { Figures, PoolFigures } from './figures.ts'
import type { HistogramTally } from './histogram-tally.ts'

export interface MetricRow {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  /** Few values each, and never a user, a room or an address. */
  readonly labels: readonly string[]
  read(figures: Figures): Iterable<Reading>
}

/** The values of the row's labels, in order, and what they have. */
export type Reading = readonly [labels: readonly string[], value: number | HistogramTally]

/** Every metric of ours, in the order in which a message meets them. docs/monitoring.md shows the same table; a test compares them. */
export const METRICS: Readonly<Record<string, MetricRow>> = {
  teahouse_info: {
    ...gauge('Always 1; its labels say which server this is.', () => undefined),
    labels: ['version', 'database'],
    read: ({ version, databaseKind }) => [[[version, databaseKind], 1]],
  },

  // Who is there.
  teahouse_connections: by('transport', 'gauge', 'Open connections.', (f) => f.connections),
  teahouse_http_connections: gauge(
    'Open connections that speak HTTP, WebSockets not among them.',
    (f) => f.httpConnections,
  ),
  teahouse_connections_max: gauge(
    'Connections that the limit on open files leaves room for.',
    (f) => (Number.isFinite(f.maxConnections) ? f.maxConnections : undefined),
  ),
  teahouse_connections_accepted_total: counter('Connections taken in.', (f) => f.tally.accepted),
  teahouse_connections_turned_away_total: counter(
    'Connections refused because too many of their address had not logged in.',
    (f) => f.tally.turnedAway,
  ),
  teahouse_accept_failures_total: counter(
    'Connections for which the system had no room.',
    (f) => f.acceptFailures,
  ),
  teahouse_sessions: gauge('Connections that have logged in.', (f) => f.sessions),
  teahouse_users_online: gauge('Users with at least one session.', (f) => f.usersOnline),
  teahouse_login_seconds: histogram(
    'kind',
    'From the login frame to being logged in, by password or by token.',
    (f) => Object.entries(f.tally.loginSeconds),
  ),
  teahouse_closes_total: by(
    'reason',
    'counter',
    'Closed connections, by goodbye or other end; "http" went on as HTTP, "tls_required" spoke lines where TLS is, "no_tls" TLS where none is.',
    (f) => f.tally.closes,
  ),

  teahouse_http_responses_total: by(
    'class',
    'counter',
    'Answers to HTTP requests; 1xx are WebSockets that were opened.',
    (f) => f.tally.httpAnswers,
  ),
  teahouse_upgrades_refused_total: by(
    'reason',
    'counter',
    'WebSockets that were not opened.',
    (f) => f.tally.upgradesRefused,
  ),

  // What they ask.
  teahouse_frames_in_total: by(
    'type',
    'counter',
    'Frames read, by request; "refused" are those over the rate and those that are no request.',
    framesIn,
  ),
  teahouse_command_seconds: histogram(
    'type',
    'From the frame to its reply; of a send, to its commit, and only where it was stored.',
    commandSeconds,
  ),
  teahouse_errors_total: by('code', 'counter', 'Error replies.', (f) => f.tally.errors),
  teahouse_rate_limited_total: by(
    'limit',
    'counter',
    'Refusals because somebody was too fast: frames of a session, or logins of an address.',
    ({ tally }) => [
      ['frames', tally.rateLimited],
      ['logins', Math.max(0, tally.errors.of('rate_limited') - tally.rateLimited)],
    ],
  ),

  // The journal and the database.
  teahouse_journal_depth: gauge('Messages that wait for their commit.', (f) => f.journalDepth),
  teahouse_batch_messages: histogram(undefined, 'Messages in a committed batch.', (f) => [
    ['', f.tally.batchSize],
  ]),
  teahouse_commit_seconds: histogram(
    undefined,
    'From handing a batch to its worker to hearing that it is committed.',
    (f) => [['', f.tally.commitSeconds]],
  ),
  teahouse_failed_batches_total: counter(
    'Batches that the database did not take; after an outage they are tried again.',
    (f) => f.tally.failedBatches,
  ),
  teahouse_messages_committed_total: counter('Messages stored.', (f) => f.tally.committed),
  teahouse_duplicates_total: counter(
    'Messages sent again and not stored again.',
    (f) => f.tally.duplicates,
  ),
  teahouse_messages_indexed_total: counter(
    'Messages that came into the search index.',
    (f) => f.tally.indexed,
  ),
  teahouse_index_due: gauge(
    'Conversations with messages to bring into the search index.',
    (f) => f.indexDue,
  ),
  teahouse_database_up: gauge(
    '1 if the database answers and takes writes, 0 if it does not.',
    (f) => Number(f.databaseUp),
  ),
  teahouse_database_ping_seconds: gauge('What the last ping of the database took.', (f) =>
    f.databasePingMs === undefined ? undefined : f.databasePingMs / 1000,
  ),
  teahouse_pool_places: ofPools('gauge', 'Tasks that a pool can do side by side.', (p) => p.places),
  teahouse_pool_queue: ofPools('gauge', 'Requests that wait for a place.', (p) => p.queue),
  teahouse_pool_tasks_total: ofPools('counter', 'Tasks done.', (p) => p.tasks),
  teahouse_pool_busy_seconds_total: ofPools(
    'counter',
    'Time that the places were taken, added up; its rate by the places is the utilisation.',
    (p) => p.busySeconds,
  ),

  // What goes out.
  teahouse_fan_outs_total: counter('Messages handed to anybody.', (f) => f.tally.fanOuts),
  teahouse_messages_delivered_total: counter(
    'Copies of messages for sessions, withheld ones among them.',
    (f) => f.tally.delivered,
  ),
  teahouse_messages_withheld_total: counter(
    'Copies that a slow session was not given, and pulls later.',
    (f) => f.tally.withheld,
  ),
  teahouse_frames_out_total: by('type', 'counter', 'Frames handed to connections.', framesOut),
  teahouse_unsent_bytes: gauge(
    'Bytes for clients that the system has not taken yet.',
    (f) => f.unsentBytes,
  ),
  teahouse_unsent_bytes_max: gauge(
    'The same of the one connection that has most.',
    (f) => f.maxUnsentBytes,
  ),
  teahouse_sessions_lagging: gauge(
    'Sessions that read too slowly to be pushed to.',
    (f) => f.lagging,
  ),
  teahouse_resyncs_total: counter('Slow sessions that were told to pull.', (f) => f.tally.resyncs),

  // The process.
  teahouse_event_loop_delay_seconds: histogram(
    undefined,
    'How long the main thread kept waiting what happened, had something happened every 50 ms.',
    (f) => [['', f.loopDelaySeconds]],
  ),
  teahouse_event_loop_busy_seconds_total: counter(
    'Time that the main thread has worked.',
    (f) => f.loopBusySeconds,
  ),
  teahouse_data_free_bytes: gauge(
    'What may still be written to the disk of the data.',
    (f) => f.disk?.freeBytes,
  ),
  teahouse_data_size_bytes: gauge('Size of the disk of the data.', (f) => f.disk?.sizeBytes),
  teahouse_scrape_seconds: gauge('What the scrape before this one took.', (f) => f.scrapeSeconds),
}

type Read<T> = (figures: Figures) => T

function gauge(help: string, read: Read<number | undefined>): MetricRow {
  return plain('gauge', help, read)
}

function counter(help: string, read: Read<number>): MetricRow {
  return plain('counter', help, read)
}

/** Undefined is no reading, which is not 0. */
function plain(type: 'counter' | 'gauge', help: string, read: Read<number | undefined>): MetricRow {
  return {
    type,
    help,
    labels: [],
    read: (figures) => {
      const value = read(figures)
      return value === undefined ? [] : [[[], value]]
    },
  }
}

function by(
  label: string,
  type: 'counter' | 'gauge',
  help: string,
  read: Read<Iterable<readonly [string, number]>>,
): MetricRow {
  return {
    type,
    help,
    labels: [label],
    read: (figures) => Array.from(read(figures), ([name, value]) => [[name], value]),
  }
}

function ofPools(
  type: 'counter' | 'gauge',
  help: string,
  read: (pool: PoolFigures) => number,
): MetricRow {
  return by('pool', type, help, ({ pools }) => pools.map((pool) => [pool.name, read(pool)]))
}

function histogram(
  label: string | undefined,
  help: string,
  read: Read<Iterable<readonly [string, HistogramTally]>>,
): MetricRow {
  return {
    type: 'histogram',
    help,
    labels: label === undefined ? [] : [label],
    read: (figures) =>
      Array.from(read(figures), ([name, tally]) => [label === undefined ? [] : [name], tally]),
  }
}

function framesIn({ tally }: Figures): [string, number][] {
  const known = Array.from(tally.commands, ([type, { came }]): [string, number] => [type, came])
  const requests = known.reduce((sum, [, came]) => sum + came, 0)
  return [...known, ['refused', tally.framesIn - requests]]
}

/** Of what was asked at least once: thirty empty histograms would be half of the page. */
function commandSeconds({ tally }: Figures): [string, HistogramTally][] {
  return [...tally.commands]
    .filter(([, { came }]) => came > 0)
    .map(([type, { seconds }]) => [type, seconds])
}

function framesOut({ tally }: Figures): [string, number][] {
  const errors = tally.errors.total
  return [
    ['ok', tally.replies - errors],
    ['error', errors],
    ['msg', tally.delivered - tally.withheld],
    ...tally.events,
  ]
}
