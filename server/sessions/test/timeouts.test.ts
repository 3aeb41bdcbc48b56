import t from 'tap'
import { Bench } from '../../test/support/bench.ts'
import type { Client } from '../../test/support/client.ts'
import { roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = stateOf(7, 'li', { chats: [roomChat(5, 'dev')] })

/** As the server's own timer does it, every second. */
async function pass(bench: Bench, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i += 1) {
    bench.clock.turn(1_000)
    bench.sweep()
    await settled()
  }
}

const types = ({ frames }: Client): string[] => frames.map(({ type }) => type)

t.test('who says nothing for ten seconds is closed', async (t) => {
  const bench = new Bench(t)
  const silent = bench.connect().listen()
  await pass(bench, 9)
  t.same(silent.frames, [])
  await pass(bench, 1)
  await silent.until(() => silent.hasEnded)
  await settled()
  t.match(silent.frames, [{ type: 'bye', code: 'auth_timeout', message: String }])
  t.same(bench.closes, ['auth_timeout'])
  t.equal(bench.desk.registry.size, 0)
})

t.test('talking without logging in does not help', async (t) => {
  const bench = new Bench(t)
  const chatty = bench.connect().listen()
  for (let i = 0; i < 9; i += 1) {
    await pass(bench, 1)
    t.match(await chatty.ask({ type: 'ping' }), { type: 'ok' })
  }
  await pass(bench, 1)
  t.match(chatty.frames.at(-1), { type: 'bye', code: 'auth_timeout' })
})

t.test('nothing heard for thirty seconds is a ping, for sixty the end', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  await pass(bench, 29)
  t.same(types(li), [])
  await pass(bench, 30)
  t.same(types(li), ['ping'], 'one is enough')
  await pass(bench, 1)
  await li.until(() => li.hasEnded)
  await settled()
  t.match(li.frames.at(-1), { type: 'bye', code: 'idle' })
  t.same(bench.closes, ['idle'])
})

const signsOfLife = {
  'a request': '{"type":"ping"}\n',
  'a frame that is wrong': '{"type":"nonsense"}\n',
  'a blank line': '\n',
  'a part of a line': '{"type":"pi',
}
for (const [name, bytes] of Object.entries(signsOfLife)) {
  t.test(`anything sent back will do: ${name}`, async (t) => {
    const bench = new Bench(t)
    const li = bench.join(LI)
    await pass(bench, 59)
    li.write(bytes)
    await settled()
    await pass(bench, 29)
    t.equal(li.session.isClosed, false)
    t.equal(types(li).filter((type) => type === 'ping').length, 1)
    await pass(bench, 1)
    t.equal(types(li).filter((type) => type === 'ping').length, 2, 'and it starts anew')
  })
}

t.test('what waits here because the connection is not read is no silence', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const done: (() => void)[] = []
  bench.storage.setProfile = () =>
    new Promise((resolve) => done.push(() => resolve({ ...LI.user })))
  li.say(...Array.from({ length: 30 }, (_, id) => ({ type: 'profile.set', id })))
  for (let i = 0; i < 30; i += 1) {
    await pass(bench, 5)
    done.shift()?.()
    await settled()
  }
  t.equal(li.session.isClosed, false, 'thirty slow answers, two and a half minutes')
  t.equal(li.frames.filter(({ type }) => type === 'ok').length, 30)
})

t.test('a goodbye to everybody carries a time to come back, each their own', async (t) => {
  const bench = new Bench(t)
  const clients = [bench.join(LI), bench.join(LI), bench.connect().listen()]
  let retryAfterMs = 0
  bench.desk.registry.byeAll('shutting_down', () => {
    retryAfterMs += 100
    return retryAfterMs
  })
  for (const [i, client] of clients.entries()) {
    await client.until(() => client.hasEnded)
    t.match(client.frames, [{ type: 'bye', code: 'shutting_down', retryAfterMs: 100 * (i + 1) }])
  }
})
