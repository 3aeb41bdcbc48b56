import type { Section } from './layout.ts'
import { figure, graph } from './panel.ts'
import { mean, percentile, percentiles, perSecond, perSecondBy, rate, series } from './queries.ts'

/** What one sees from across the room. */
export const atAGlance: Section = {
  title: 'Is all well?',
  width: 3,
  panels: [
    figure('Server', {
      unit: 'none',
      description: 'Whether Prometheus reaches every chosen server.',
      expr: 'min(up{job="teahouse",instance=~"$instance"})',
      strained: [0.5, 1],
      isGoodWhenHigh: true,
      words: { 0: 'down', 1: 'up' },
    }),
    figure('Database', {
      unit: 'none',
      description: 'Whether it answered last.',
      expr: `min(${series('teahouse_database_up')})`,
      strained: [0.5, 1],
      isGoodWhenHigh: true,
      words: { 0: 'away', 1: 'there' },
    }),
    figure('Users online', {
      unit: 'short',
      description: 'Users with at least one session.',
      expr: `sum(${series('teahouse_users_online')})`,
    }),
    figure('Messages stored', {
      unit: 'ops',
      description: 'A second.',
      expr: perSecond('teahouse_messages_committed_total'),
    }),
    figure('Until acknowledged, p99', {
      unit: 's',
      description: 'From the frame of a send to the commit of its message.',
      expr: percentile(99, 'teahouse_command_seconds', 'type="send"'),
      strained: [0.05, 0.25],
    }),
    figure('Waiting for their commit', {
      unit: 'short',
      description: 'Messages in the journal. It should return to zero within a second.',
      expr: `sum(${series('teahouse_journal_depth')})`,
      strained: [1000, 10_000],
    }),
    figure('Main thread, p99', {
      unit: 's',
      description: 'How late it turns to what has happened.',
      expr: percentile(99, 'teahouse_event_loop_delay_seconds'),
      strained: [0.05, 0.1],
    }),
    figure('Disk left', {
      unit: 'percentunit',
      description: 'Of the disk that the data is on.',
      expr: `min(${series('teahouse_data_free_bytes')} / ${series('teahouse_data_size_bytes')})`,
      strained: [0.1, 0.2],
      isGoodWhenHigh: true,
    }),
  ],
}

export const arrival: Section = {
  title: '1 · Somebody connects and logs in',
  width: 8,
  panels: [
    graph('Connections and users', {
      unit: 'short',
      description:
        'Connections that never become sessions are strangers, or clients that cannot log in.',
      queries: [
        [`sum by (transport) (${series('teahouse_connections')})`, 'connections, {{transport}}'],
        [`sum(${series('teahouse_http_connections')})`, 'connections, HTTP'],
        [`sum(${series('teahouse_sessions')})`, 'sessions'],
        [`sum(${series('teahouse_users_online')})`, 'users online'],
      ],
    }),
    graph('Coming and going', {
      unit: 'ops',
      description:
        'Connections a second. client_closed and logout are ordinary; slow_reader, idle and auth_timeout are not, where there are many.',
      queries: [
        [perSecond('teahouse_connections_accepted_total'), 'accepted'],
        [perSecond('teahouse_connections_turned_away_total'), 'turned away'],
        [perSecond('teahouse_accept_failures_total'), 'no room'],
        [`${perSecondBy('reason', 'teahouse_closes_total')} > 0`, 'closed: {{reason}}'],
        [`${perSecondBy('class', 'teahouse_http_responses_total')} > 0`, 'HTTP {{class}}'],
        [
          `${perSecondBy('reason', 'teahouse_upgrades_refused_total')} > 0`,
          'WebSocket refused: {{reason}}',
        ],
      ],
    }),
    graph('Time to log in', {
      unit: 's',
      description: 'A password takes tens of milliseconds on purpose; a token should take few.',
      queries: [
        [percentile(50, 'teahouse_login_seconds', 'kind="password"'), 'password, p50'],
        [percentile(99, 'teahouse_login_seconds', 'kind="password"'), 'password, p99'],
        [percentile(50, 'teahouse_login_seconds', 'kind="token"'), 'token, p50'],
        [percentile(99, 'teahouse_login_seconds', 'kind="token"'), 'token, p99'],
      ],
    }),
  ],
}

export const requests: Section = {
  title: '2 · A frame arrives and is answered',
  width: 8,
  panels: [
    graph('Frames in', {
      unit: 'reqps',
      description: 'By request. "refused" are over the rate, or no request at all.',
      stack: true,
      queries: [[`${perSecondBy('type', 'teahouse_frames_in_total')} > 0`, '{{type}}']],
    }),
    graph('Time to the reply, p99', {
      unit: 's',
      description: 'From the frame to its reply; of a send, to its commit.',
      queries: [
        [
          `histogram_quantile(0.99, sum by (le, type) (${rate('teahouse_command_seconds_bucket')})) > 0`,
          '{{type}}',
        ],
      ],
    }),
    graph('Errors and refusals', {
      unit: 'ops',
      description:
        'internal is a bug; unavailable is the database; busy is too much work; the others are what clients did wrong.',
      queries: [
        [`${perSecondBy('code', 'teahouse_errors_total')} > 0`, '{{code}}'],
        [perSecondBy('limit', 'teahouse_rate_limited_total'), 'too fast: {{limit}}'],
      ],
    }),
  ],
}

export const journal: Section = {
  title: '3 · It joins a batch, and the database commits it',
  width: 6,
  panels: [
    graph('Messages', {
      unit: 'ops',
      description: 'Duplicates are clients that send again what they got no answer for.',
      queries: [
        [perSecond('teahouse_messages_committed_total'), 'stored'],
        [perSecond('teahouse_duplicates_total'), 'duplicates'],
        [perSecond('teahouse_failed_batches_total'), 'failed batches'],
      ],
    }),
    graph('Journal depth', {
      unit: 'short',
      description: 'Messages that wait. If it grows, more is sent than the database takes.',
      queries: [[series('teahouse_journal_depth'), '{{instance}}']],
    }),
    graph('Messages in a batch', {
      unit: 'short',
      description:
        'The slower the database, the larger the batches: that is how the server keeps up.',
      queries: [
        [mean('teahouse_batch_messages'), 'mean'],
        [percentile(99, 'teahouse_batch_messages'), 'p99'],
      ],
    }),
    graph('Time to commit', {
      unit: 's',
      description: 'What the database takes for a batch.',
      queries: percentiles('teahouse_commit_seconds'),
    }),
  ],
}

export const workers: Section = {
  title: '4 · Meanwhile on the worker threads',
  width: 6,
  panels: [
    graph('Utilisation', {
      unit: 'percentunit',
      description:
        'Of each pool’s places. The credentials pool is full in a storm of password logins, and nobody else feels it.',
      max: 1,
      queries: [
        [
          `${perSecondBy('pool', 'teahouse_pool_busy_seconds_total')} / sum by (pool) (${series('teahouse_pool_places')})`,
          '{{pool}}',
        ],
      ],
    }),
    graph('Waiting for a worker', {
      unit: 'short',
      description: 'Requests that wait for a place.',
      queries: [[`sum by (pool) (${series('teahouse_pool_queue')})`, '{{pool}}']],
    }),
    graph('Tasks', {
      unit: 'ops',
      description: 'Batches, groups of reads, passwords.',
      queries: [[perSecondBy('pool', 'teahouse_pool_tasks_total'), '{{pool}}']],
    }),
    graph('Search index', {
      unit: 'short',
      description:
        'Conversations with messages to bring in. It may grow under full load, and falls afterwards; a search reads meanwhile what is not in the index.',
      queries: [
        [series('teahouse_index_due'), 'conversations, {{instance}}'],
        [perSecond('teahouse_messages_indexed_total'), 'messages a second'],
      ],
    }),
  ],
}

export const delivery: Section = {
  title: '5 · Its copies go out',
  width: 6,
  panels: [
    graph('Frames out', {
      unit: 'ops',
      description: 'By type.',
      stack: true,
      queries: [[`${perSecondBy('type', 'teahouse_frames_out_total')} > 0`, '{{type}}']],
    }),
    graph('Copies of a message', {
      unit: 'short',
      description: 'How many sessions get one, on average: what rooms cost.',
      queries: [
        [
          `${perSecond('teahouse_messages_delivered_total')} / ${perSecond('teahouse_fan_outs_total')}`,
          'copies',
        ],
      ],
    }),
    graph('Not read yet', {
      unit: 'bytes',
      description: 'What waits for clients to read. One of them holds a megabyte at most.',
      queries: [
        [`sum(${series('teahouse_unsent_bytes')})`, 'all'],
        [`max(${series('teahouse_unsent_bytes_max')})`, 'the slowest'],
      ],
    }),
    graph('Too slow', {
      unit: 'short',
      description:
        'Sessions that are not pushed to for the moment, and what they will have to pull.',
      queries: [
        [`sum(${series('teahouse_sessions_lagging')})`, 'sessions lagging'],
        [perSecond('teahouse_resyncs_total'), 'resyncs a second'],
        [perSecond('teahouse_messages_withheld_total'), 'copies withheld a second'],
      ],
    }),
  ],
}

export const machine: Section = {
  title: 'What carries it all',
  width: 6,
  panels: [
    graph('Main thread', {
      unit: 'percentunit',
      description: 'How much of its time it works. Near 100 % everybody waits.',
      max: 1,
      queries: [[rate('teahouse_event_loop_busy_seconds_total'), '{{instance}}']],
    }),
    graph('Delay of the main thread', {
      unit: 's',
      description: 'How long what happens waits until the thread turns to it.',
      queries: percentiles('teahouse_event_loop_delay_seconds'),
    }),
    graph('Processor', {
      unit: 'short',
      description: 'Cores in use, worker threads included.',
      queries: [[rate('process_cpu_seconds_total'), '{{instance}}']],
    }),
    graph('Memory', {
      unit: 'bytes',
      description: 'Resident, and the part of it that is JavaScript on the main thread.',
      queries: [
        [series('process_resident_memory_bytes'), 'resident'],
        [series('nodejs_heap_size_used_bytes'), 'heap in use'],
      ],
    }),
    graph('Garbage collection', {
      unit: 'percentunit',
      description: 'Part of the time that goes into it.',
      queries: [[perSecondBy('kind', 'nodejs_gc_duration_seconds_sum'), '{{kind}}']],
    }),
    graph('Database', {
      unit: 's',
      description: 'What a ping of it takes when nothing else is asked.',
      queries: [[series('teahouse_database_ping_seconds'), '{{instance}}']],
    }),
    graph('Disk', {
      unit: 'bytes',
      description: 'What may still be written to the disk of the data.',
      queries: [[series('teahouse_data_free_bytes'), '{{instance}}']],
    }),
    graph('This page', {
      unit: 's',
      description: 'What a scrape takes of the main thread.',
      queries: [[series('teahouse_scrape_seconds'), '{{instance}}']],
    }),
  ],
}
