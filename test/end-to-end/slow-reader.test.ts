import t from 'tap'
import { ChatPeer, type Frame } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { TRANSPORTS } from '../support/peer-wire.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const OTHERS = 16
/** Six megabytes: the kernel's own buffers take about four of them before the server notices anything. */
const MESSAGES = 260
const AT_ONCE = 10
const TEXT = '茶'.repeat(7_990)
const textOf = (n: number): string => `${n} ${TEXT}`

const seqsOf = (frames: Frame[]): unknown[] => frames.map(({ seq }) => seq)
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

t.test('[G-5] four of twenty do not read, and the others notice nothing', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), ['--rate-limit', '0'])
  t.teardown(() => server.process.kill())
  const join = (name: string, transport: (typeof TRANSPORTS)[number] = 'tcp') =>
    ChatPeer.as(server.port, name, undefined, transport)
  const [speaker, ...others] = (await Promise.all(
    upTo(OTHERS).map((n) => join(`member-${n}`)),
  )) as [ChatPeer, ...ChatPeer[]]
  const sleepers = await Promise.all(
    TRANSPORTS.map(async (by) => ({ by, sleeper: await join(`sleeper-${by}`, by) })),
  )
  const everybody = [...others, ...sleepers.map(({ sleeper }) => sleeper)]
  t.teardown(() => {
    for (const member of [speaker, ...everybody]) member.end()
  })
  await speaker.ok({ type: 'room.create', room: '#tea' })
  for (const member of everybody) await member.ok({ type: 'room.join', room: '#tea' })
  for (const member of everybody) member.events.length = 0

  for (const { sleeper } of sleepers) sleeper.wire.pause()
  let slowestMs = 0
  for (let said = 0; said < MESSAGES; said += AT_ONCE) {
    const start = performance.now()
    const sends = upTo(AT_ONCE).map((n) => speaker.send('#tea', textOf(said + n)))
    await Promise.all(sends)
    await Promise.all(others.map((other) => other.hasEvents('msg', said + AT_ONCE)))
    slowestMs = Math.max(slowestMs, performance.now() - start)
  }
  // All fifteen are parsed here, in this one process: what is left for the server is far less.
  t.ok(slowestMs < 3_000, `ten messages were with everybody within ${slowestMs.toFixed(0)} ms`)
  for (const other of others) {
    t.same(seqsOf(other.events.filter(({ type }) => type === 'msg')), upTo(MESSAGES))
    t.notOk(other.events.some(({ type }) => type === 'resync'))
  }

  for (const { by, sleeper } of sleepers) {
    t.test(`[P-13] [G-4] over ${by}: who wakes is told, pulls, and has everything`, async (t) => {
      sleeper.wire.resume()
      const resync = await sleeper.event('resync')
      t.same(resync['chats'], [{ chat: '#tea', head: MESSAGES }])
      const pushed = sleeper.events.filter(({ type }) => type === 'msg')
      t.ok(pushed.length < MESSAGES, `${pushed.length} were pushed before it was too much`)
      const all = [...pushed]
      for (let more = true; more; ) {
        const after = (all.at(-1)?.['seq'] as number | undefined) ?? 0
        const page = await sleeper.ok({ type: 'history', chat: '#tea', after, limit: 200 })
        all.push(...(page['messages'] as Frame[]))
        more = page['more'] as boolean
      }
      t.same(seqsOf(all), upTo(MESSAGES))
      t.ok(all.every(({ text }, i) => text === textOf(i + 1)))
    })
  }

  t.test('all of them hear what is said next, and were told once', async (t) => {
    await speaker.send('#tea', 'good morning')
    for (const { sleeper } of sleepers) {
      const msg = await sleeper.event('msg', ({ text }) => text === 'good morning')
      t.equal(msg['seq'], MESSAGES + 1)
      t.notOk(sleeper.events.some(({ type }) => type === 'resync'))
    }
  })
})
