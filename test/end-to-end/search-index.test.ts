import { ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase, type TestServer } from '../support/databases.ts'
import { allPages } from '../support/search-pages.ts'

onEveryDatabase(async (t, database) => {
  const server = await database.start(t)
  const li = await ChatPeer.as(server.port, 'li')
  t.teardown(() => li.end())
  await li.ok({ type: 'room.create', room: '茶友' })

  t.test('messages are indexed behind their commit, and after a crash too', async (t) => {
    for (let i = 0; i < 500; i += 50) {
      const some = Array.from({ length: 50 }, (_, k) => i + k)
      await Promise.all(some.map((n) => li.send('#茶友', `第${n}杯 cup${n % 10}`)))
    }
    // All but the last few, which wait for others to share their stretch.
    await indexed(server, 500 - 127)
    t.same(await allPages(li, 'cup7', 20), expected(7))
    await li.send('#茶友', 'not yet indexed')
    await server.process.kill()
    await server.restart()
    const back = await ChatPeer.connect(server.port)
    t.teardown(() => back.end())
    await back.ok({ type: 'login', user: 'li', password: 'correct horse' })
    t.same(await allPages(back, 'cup3', 7), expected(3))
    // What had not been indexed is found by the scan at the start.
    await indexed(server, 1)
    t.same(await allPages(back, 'cup9', 200), expected(9))
  })
})

const expected = (digit: number): string[] =>
  Array.from({ length: 50 }, (_, i) => `第${(49 - i) * 10 + digit}杯 cup${digit}`)

/** At least so many messages are in the index, by the metrics. */
async function indexed(server: TestServer, messages: number): Promise<void> {
  const giveUpAt = performance.now() + 20_000
  for (;;) {
    const text = await (await fetch(`${server.ops}/metrics`)).text()
    const count = Number(/^teahouse_messages_indexed_total (\d+)/m.exec(text)?.[1])
    if (count >= messages) return
    if (performance.now() > giveUpAt) throw new Error(`only ${count} messages are indexed`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
