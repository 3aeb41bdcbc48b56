import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { AdminPeer } from '../support/admin-peer.ts'
import { befriend, ChatPeer, type Frame } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

t.test('a backup while messages flow holds all that was acknowledged before it', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), ['--rate-limit', '0'])
  t.teardown(() => server.process.kill())
  const li = await ChatPeer.as(server.port, 'li')
  const han = await ChatPeer.as(server.port, 'han')
  await befriend(li, han, ['li', 'han'])
  const admin = await AdminPeer.connect(server)
  t.teardown(() => [li, han, admin].forEach((peer) => void peer.end()))

  let acknowledged = 0
  let isFlowing = true
  const text = '茶'.repeat(2_000)
  const flow = async (lane: number): Promise<void> => {
    for (let i = 0; isFlowing; i += 1) {
      const { seq } = await li.send('han', text, `${lane}-${i}`)
      acknowledged = Math.max(acknowledged, Number(seq))
    }
  }
  const flowing = Array.from({ length: 16 }, (_, lane) => flow(lane))
  while (acknowledged < 500) await li.settled()

  const copies = temporaryFolder(t)
  const file = join(copies, 'teahouse.db')
  const before = acknowledged
  const reply = await admin.ok({ type: 'backup', file, reason: 'nightly' })
  const after = acknowledged
  t.ok(after > before, `the journal went on: ${after - before} messages during the backup`)
  t.ok(Number(reply['bytes']) > before * 6_000)
  t.match(await admin.ask({ type: 'backup', file }), { code: 'conflict' })
  isFlowing = false
  await Promise.all(flowing)

  // As an operator would: the copy takes the place of the database of another server.
  mkdirSync(copies, { recursive: true })
  const restored = await TestServer.start(copies, [])
  t.teardown(() => restored.process.kill())
  const reader = await ChatPeer.connect(restored.port)
  t.teardown(() => reader.end())
  await reader.ok({ type: 'login', user: 'han', password: 'correct horse' })
  const seqs: number[] = []
  for (let more = true; more; ) {
    const page = await reader.ok({
      ...{ type: 'history', chat: 'li', limit: 200 },
      after: seqs.at(-1) ?? 0,
    })
    seqs.push(...(page['messages'] as Frame[]).map(({ seq }) => Number(seq)))
    more = page['more'] === true
  }
  t.ok(seqs.length >= before, `${seqs.length} of at least ${before}`)
  t.same(
    seqs,
    Array.from(seqs, (_, i) => i + 1),
    'without a gap',
  )
  const operator = await AdminPeer.connect(restored)
  t.teardown(() => operator.end())
  t.match(await operator.audit(), [{ action: 'backup', target: file, reason: 'nightly' }])
})
