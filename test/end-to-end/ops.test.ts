import t from 'tap'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The value of a metric, as Prometheus reads it. */
function sampleOf(metrics: string, name: string): number {
  const line = metrics.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? Number.NaN)
}

t.test('the operator’s port', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), [])
  t.teardown(() => server.process.kill())
  const get = (path: string, method = 'GET'): Promise<Response> =>
    fetch(`${server.ops}${path}`, { method })
  const metrics = async (): Promise<string> => (await get('/metrics')).text()

  t.test('it lives, and it is ready', async (t) => {
    for (const path of ['/healthz', '/readyz', '/readyz?verbose=1']) {
      const response = await get(path)
      t.same([response.status, await response.text()], [200, 'ok\n'], path)
      t.equal(response.headers.get('cache-control'), 'no-store')
    }
    const head = await get('/healthz', 'HEAD')
    t.same([head.status, await head.text()], [200, ''])
  })

  t.test('what it does not have and what it does not do', async (t) => {
    t.equal((await get('/')).status, 404)
    t.equal((await get('/metrics/..%2f')).status, 404)
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await get('/metrics', method)
      t.same([response.status, response.headers.get('allow')], [405, 'GET, HEAD'], method)
    }
  })

  t.test('the metrics are in Prometheus’s format, each with its help and type', async (t) => {
    const response = await get('/metrics')
    t.match(response.headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
    const text = await response.text()
    const sample = /^[a-z_0-9]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? (NaN|[+-]Inf|[-+0-9.e]+)$/
    const described = new Set<string>()
    for (const line of text.trimEnd().split('\n')) {
      const [, kind, name = ''] = /^# (HELP|TYPE) ([a-z_0-9]+) ./.exec(line) ?? []
      if (kind !== undefined) described.add(`${kind} ${name}`)
      else if (line !== '' && !sample.test(line)) t.fail(`not a sample: ${line}`)
    }
    const ours = [...described].filter((entry) => entry.includes('teahouse_'))
    t.ok(ours.length >= 30)
    for (const entry of ours) t.ok(described.has(entry.replace(/^\w+/, 'TYPE')), entry)
    t.equal(sampleOf(text, 'teahouse_database_up'), 1)
    t.ok(sampleOf(text, 'process_resident_memory_bytes') > 0)
  })

  t.test('the counters move', async (t) => {
    const before = await metrics()
    const li = await ChatPeer.as(server.port, 'li')
    const han = await ChatPeer.as(server.port, 'han')
    t.teardown(() => li.end())
    await befriend(li, han, ['li', 'han'])
    await li.send('han', 'hello', 'c1')
    await li.send('han', 'hello', 'c1')
    await han.event('msg')
    await li.code({ type: 'history', chat: 'nobody' })
    const during = await metrics()
    const moved = (name: string): number => sampleOf(during, name) - sampleOf(before, name)
    const expected: Record<string, number> = {
      teahouse_messages_committed_total: 1,
      teahouse_duplicates_total: 1,
      teahouse_messages_delivered_total: 1,
      'teahouse_connections{transport="tcp"}': 2,
      teahouse_connections_accepted_total: 2,
      teahouse_fan_outs_total: 1,
      'teahouse_frames_out_total{type="msg"}': 1,
      'teahouse_frames_out_total{type="friend.requested"}': 1,
      'teahouse_frames_out_total{type="error"}': 1,
      'teahouse_frames_in_total{type="register"}': 2,
      'teahouse_frames_in_total{type="send"}': 2,
      'teahouse_frames_in_total{type="refused"}': 0,
      teahouse_sessions: 2,
      teahouse_users_online: 2,
    }
    for (const [name, value] of Object.entries(expected)) t.equal(moved(name), value, name)
    for (const name of ['teahouse_commit_seconds_count', 'teahouse_batch_messages_count']) {
      t.ok(moved(name) >= 1, name)
    }
    t.equal(sampleOf(during, 'teahouse_batch_messages_sum'), 2)
    t.equal(sampleOf(during, 'teahouse_command_seconds_count{type="send"}'), 2)
    t.equal(sampleOf(during, 'teahouse_command_seconds_count{type="login"}'), 2)
    t.equal(sampleOf(during, 'teahouse_errors_total{code="not_found"}'), 1)
    t.equal(sampleOf(during, 'teahouse_login_seconds_count{kind="password"}'), 2)

    await han.ok({ type: 'logout' })
    await han.closed()
    // The socket is gone here a moment before the server has noticed.
    let after = await metrics()
    while (sampleOf(after, 'teahouse_connections{transport="tcp"}') !== 1) after = await metrics()
    t.equal(sampleOf(after, 'teahouse_users_online'), 1)
    t.equal(sampleOf(after, 'teahouse_closes_total{reason="logout"}'), 1)
  })
})
