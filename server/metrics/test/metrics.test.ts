import t from 'tap'
import { Metrics } from '../../metrics.ts'
import type { Figures } from '../figures.ts'
import { HistogramTally } from '../histogram-tally.ts'
import { METRICS } from '../metric-table.ts'

/** A server that nobody has come to yet. */
function open(change: Partial<Figures> = {}): Metrics {
  const metrics: Metrics = new Metrics(() => ({
    version: '1.2.3',
    databaseKind: 'sqlite',
    tally: metrics.tally,
    connections: new Map([['tcp', 0]]),
    httpConnections: 0,
    maxConnections: 1_000,
    acceptFailures: 0,
    sessions: 0,
    usersOnline: 0,
    unsentBytes: 0,
    maxUnsentBytes: 0,
    lagging: 0,
    indexDue: 2,
    journalDepth: 0,
    databaseUp: true,
    databasePingMs: undefined,
    pools: [{ name: 'storage', places: 2, queue: 3, busySeconds: 4.5, tasks: 6 }],
    loopDelaySeconds: new HistogramTally([0.1, 1]),
    loopBusySeconds: 0,
    disk: undefined,
    ...change,
  }))
  return metrics
}

const samples = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name))

t.test('a histogram’s buckets count all that lies below them', async (t) => {
  const delay = new HistogramTally([0.1, 1])
  for (const value of [0.05, 0.5, 0.75, 3]) delay.record(value)
  const metrics = open({ loopDelaySeconds: delay })
  t.same(await samples(metrics, 'teahouse_event_loop_delay_seconds'), [
    'teahouse_event_loop_delay_seconds_bucket{le="0.1"} 1',
    'teahouse_event_loop_delay_seconds_bucket{le="1"} 3',
    'teahouse_event_loop_delay_seconds_bucket{le="+Inf"} 4',
    'teahouse_event_loop_delay_seconds_sum 4.3',
    'teahouse_event_loop_delay_seconds_count 4',
  ])
})

t.test('labels are those of the row', async (t) => {
  const metrics = open({
    connections: new Map([
      ['tcp', 3],
      ['ws', 4],
    ]),
  })
  t.same(await samples(metrics, 'teahouse_connections{'), [
    'teahouse_connections{transport="tcp"} 3',
    'teahouse_connections{transport="ws"} 4',
  ])
  t.same(await samples(metrics, 'teahouse_info'), [
    'teahouse_info{version="1.2.3",database="sqlite"} 1',
  ])
  t.same(await samples(metrics, 'teahouse_pool_busy'), [
    'teahouse_pool_busy_seconds_total{pool="storage"} 4.5',
  ])
})

t.test('what is not known is left out, which is not 0', async (t) => {
  t.same(await samples(open(), 'teahouse_data_free_bytes'), [])
  t.same(await samples(open(), 'teahouse_database_ping'), [])
  t.same(
    await samples(open({ maxConnections: Number.POSITIVE_INFINITY }), 'teahouse_connections_max'),
    [],
  )
  const known = open({ disk: { freeBytes: 5, sizeBytes: 7 }, databasePingMs: 2 })
  t.same(await samples(known, 'teahouse_data_free_bytes'), ['teahouse_data_free_bytes 5'])
  t.same(await samples(known, 'teahouse_database_ping'), ['teahouse_database_ping_seconds 0.002'])
})

t.test(
  'errors and closes are there before the first, so that it shows as an increase',
  async (t) => {
    const metrics = open()
    t.same(await samples(metrics, 'teahouse_errors_total{code="internal"}'), [
      'teahouse_errors_total{code="internal"} 0',
    ])
    t.ok((await samples(metrics, 'teahouse_closes_total{')).length > 8)
    metrics.tally.errors.add('internal')
    t.same(await samples(metrics, 'teahouse_errors_total{code="internal"}'), [
      'teahouse_errors_total{code="internal"} 1',
    ])
  },
)

t.test('frames add up: in by request, out by what they say', async (t) => {
  const metrics = open()
  const { tally } = metrics
  tally.framesIn = 10
  tally.command('send').came = 6
  tally.command('ping').came = 1
  tally.replies = 9
  tally.errors.add('bad_json')
  tally.delivered = 20
  tally.withheld = 5
  tally.eventSent('{"type":"receipt","chat":"li"}\n')
  const moved = async (name: string): Promise<string[]> =>
    (await samples(metrics, name)).filter((line) => !line.endsWith(' 0'))
  t.same(await moved('teahouse_frames_in_total{'), [
    'teahouse_frames_in_total{type="send"} 6',
    'teahouse_frames_in_total{type="ping"} 1',
    'teahouse_frames_in_total{type="refused"} 3',
  ])
  t.same(await moved('teahouse_frames_out_total{'), [
    'teahouse_frames_out_total{type="ok"} 8',
    'teahouse_frames_out_total{type="error"} 1',
    'teahouse_frames_out_total{type="msg"} 15',
    'teahouse_frames_out_total{type="receipt"} 1',
  ])
})

t.test('logins over their limit are told from frames over theirs', async (t) => {
  const metrics = open()
  metrics.tally.rateLimited = 2
  for (let i = 0; i < 5; i += 1) metrics.tally.errors.add('rate_limited')
  t.same(await samples(metrics, 'teahouse_rate_limited_total'), [
    'teahouse_rate_limited_total{limit="frames"} 2',
    'teahouse_rate_limited_total{limit="logins"} 3',
  ])
})

t.test('units are in the names, and every name is ours', async (t) => {
  for (const [name, { type, help }] of Object.entries(METRICS)) {
    t.match(name, /^teahouse_[a-z_]+$/)
    t.equal(name.endsWith('_total'), type === 'counter', name)
    t.match(help, /\.$/, name)
  }
})

t.test('two who ask at once are both answered in full', async (t) => {
  const metrics = open()
  const [one = '', other = ''] = await Promise.all([metrics.text(), metrics.text()])
  t.equal(one.split('\n').length, other.split('\n').length)
})
