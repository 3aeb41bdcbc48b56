import t, { type Test } from 'tap'
import { AdminPeer } from '../support/admin-peer.ts'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Li and Han, friends, logged in, and an operator. */
async function open(t: Test) {
  const server = await TestServer.start(temporaryFolder(t), [])
  t.teardown(() => server.process.kill())
  const li = await ChatPeer.as(server.port, 'li')
  const han = await ChatPeer.as(server.port, 'han')
  await befriend(li, han, ['li', 'han'])
  const admin = await AdminPeer.connect(server)
  t.teardown(() => {
    for (const peer of [li, han, admin]) peer.end()
  })
  return { server, admin, li, han }
}

const login = { type: 'login', user: 'li', password: 'correct horse' }

t.test('a drain lets nobody new in, waits for those who are there, and stops', async (t) => {
  const { server, admin, li, han } = await open(t)
  t.match(await admin.ok({ type: 'drain', withinMs: 3_600_000 }), { sessions: 2 })
  const guest = await ChatPeer.connect(server.port)
  const refusal = await guest.ask(login)
  t.match(refusal, { code: 'shutting_down' })
  t.ok(Number(refusal['retryAfterMs']) > 0)
  const register = { type: 'register', user: 'new', password: 'correct horse' }
  t.equal(await guest.code(register), 'shutting_down')
  t.equal((await fetch(`${server.ops}/readyz`)).status, 503)
  t.match(await admin.ok({ type: 'stats' }), { draining: true })
  await li.send('han', 'those who are in go on')

  await admin.ok({ type: 'drain.cancel' })
  t.equal(await admin.code({ type: 'drain.cancel' }), 'conflict')
  t.equal(await guest.code(login), 'ok')
  guest.end()

  await admin.ok({ type: 'drain', withinMs: 3_600_000 })
  li.end()
  han.end()
  await admin.closed()
  t.equal(await server.process.exited, 0)
  t.match(server.process.logs(), /"signal":"drained"/)
})

t.test('a drain whose time is over says goodbye to those who stayed', async (t) => {
  const { server, admin, li } = await open(t)
  await admin.ok({ type: 'drain', withinMs: 0 })
  t.match(await li.event('bye'), { code: 'shutting_down' })
  t.equal(await server.process.exited, 0)
})
