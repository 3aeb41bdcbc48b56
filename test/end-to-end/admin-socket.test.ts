import { connect } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { AdminPeer } from '../support/admin-peer.ts'
import { ChatPeer } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const server = await TestServer.start(temporaryFolder(t), ['--rate-limit', '0'])
t.teardown(() => server.process.kill())

async function operator(t: Test): Promise<AdminPeer> {
  const admin = await AdminPeer.connect(server)
  t.teardown(() => admin.end())
  return admin
}

/** What a script gets that writes its lines, closes its side, and reads to the end. */
function piped(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: join(server.data, 'admin.sock'), allowHalfOpen: true })
    let answer = ''
    socket.setEncoding('utf8').on('data', (more: string) => {
      answer += more
    })
    socket.on('error', reject).on('end', () => {
      socket.end()
      resolve(answer)
    })
    socket.end(text)
  })
}

const types = (answer: string): unknown[] =>
  answer
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).type)

t.test('a script that closes its side at once gets every answer, in order', async (t) => {
  const one = await piped('{"type":"stats","id":1}\n')
  t.match(JSON.parse(one), { type: 'ok', id: 1, databaseUp: true, databaseKind: 'sqlite' })
  const file = join(temporaryFolder(t), 'copy.db')
  const lines = [
    { type: 'users.add', id: 1, user: 'piped', password: 'correct horse' },
    { type: 'backup', id: 2, file },
    { type: 'ban', id: 3, user: 'piped' },
    { type: 'users', id: 4, only: 'banned' },
  ]
  const answer = await piped(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const replies = answer
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  // A backup takes its time beside the others.
  t.same(replies.map(({ id }) => id).sort(), [1, 2, 3, 4])
  t.ok(replies.every(({ type }) => type === 'ok'))
  t.match(
    replies.find(({ id }) => id === 4),
    { users: [{ user: 'piped' }] },
  )
})

t.test('malformed frames harm nobody but who sent them', async (t) => {
  const admin = await operator(t)
  t.same(types(await piped('\n  \n{"type":"hello","id":1}')), [])
  t.same(types(await piped('nonsense\n[]\n{"type":"hello","id":1}\n')), ['error', 'error', 'ok'])
  t.same(types(await piped('x\n'.repeat(50))).length, 10, '[P-3] closed at the tenth')
  t.match(await piped(`{"type":"hello","x":"${'x'.repeat(70_000)}"}\n`), /too_large/)
  t.match(await piped(Buffer.from([0xff, 0x0a]).toString('latin1')), /bad_json/)
  const wrong = [
    [{ type: 'toString' }, 'unknown_type'],
    [{ type: 'kick', user: 5 }, 'bad_request'],
    [{ type: 'ban', user: 'li', forMs: -1 }, 'bad_request'],
    [{ type: 'ban', user: 'li', reason: 'x'.repeat(500) }, 'bad_request'],
    [{ type: 'sessions', limit: 10_000 }, 'bad_request'],
    [{ type: 'log.level', level: 'loud' }, 'bad_request'],
    [{ type: 'announce', text: '\ud800' }, 'bad_request'],
  ] as const
  for (const [frame, code] of wrong) t.equal(await admin.code(frame), code, JSON.stringify(frame))
  t.match(await admin.ok({ type: 'hello' }), { protocol: 1 })
})

t.test('the figures come once a second to all who watch, and only to them', async (t) => {
  const [one, other, third] = [await operator(t), await operator(t), await operator(t)]
  const isStats = (frame: object): boolean => (frame as { type: string }).type === 'stats'
  t.same(await one.ok({ type: 'watch', stats: true }), { stats: true, log: 'off' })
  await other.ok({ type: 'watch', stats: true })
  const li = await ChatPeer.as(server.port, 'li')
  t.teardown(() => li.end())
  for (let i = 0; i < 20; i += 1) await li.send('assistant', `what did I miss? ${i}`)
  const withMessages = (frame: object): boolean =>
    isStats(frame) && (frame as { committed: number }).committed >= 20
  const stats = await one.frame(withMessages)
  t.match(await other.frame(withMessages), { at: stats['at'] }, 'the same figures')
  t.match(stats, { sessions: 1, usersOnline: 1, transports: { tcp: 1 }, draining: false })
  t.ok((stats['commitMs'] as { p99: number }).p99 > 0)
  t.same(
    (stats['pools'] as { name: string }[]).map(({ name }) => name),
    ['storage-write', 'storage-read', 'storage-search', 'credentials'],
  )
  // What came before the twentieth message has not been looked at; a busy machine is late with one and in time with the next.
  one.frames.length = 0
  const next = await one.frame(isStats)
  t.ok(Number(next['at']) > Number(stats['at']))
  t.same(third.frames, [])
  await one.ok({ type: 'watch', stats: false })
  one.frames.length = 0
  await other.frame(isStats)
  await other.frame(isStats)
  t.same(one.frames, [])
})

t.test(
  'the log is heard from the level that is asked for, whatever the server writes',
  async (t) => {
    const admin = await operator(t)
    t.same(await admin.ok({ type: 'log.level' }), { level: 'info' })
    await admin.ok({ type: 'watch', log: 'debug' })
    const guest = await ChatPeer.connect(server.port)
    guest.end()
    const closed = (frame: object): boolean =>
      (frame as { message?: string }).message === 'session closed'
    t.match(await admin.frame(closed), {
      type: 'log',
      level: 'debug',
      fields: { reason: 'client_closed' },
    })
    t.notMatch(server.process.logs(), /session closed/, 'standard error keeps its own level')

    await admin.ok({ type: 'log.level', level: 'debug', reason: 'to see' })
    const second = await ChatPeer.connect(server.port)
    second.end()
    await admin.frame(closed)
    await admin.ok({ type: 'watch', log: 'warn' })
    await admin.ok({ type: 'log.level', level: 'info' })
    await admin.ok({ type: 'hello' })
    t.match(server.process.logs(), /session closed/)
    t.match(await admin.audit(), [{ detail: 'info' }, { detail: 'debug', reason: 'to see' }])
  },
)
