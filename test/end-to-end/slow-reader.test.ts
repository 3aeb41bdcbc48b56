import t from 'tap'
import { ChatPeer, type Frame } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const MEMBERS = 20
/** Six megabytes: the kernel's own buffers take about four of them before the server notices anything. */
const MESSAGES = 260
const AT_ONCE = 10
const TEXT = '茶'.repeat(7_990)
const textOf = (n: number): string => `${n} ${TEXT}`

const seqsOf = (frames: Frame[]): unknown[] => frames.map(({ seq }) => seq)
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

/** Waits until a peer has so many events of a type, without taking them. */
async function hasEvents(peer: ChatPeer, count: number): Promise<void> {
  while (peer.events.filter(({ type }) => type === 'msg').length < count) {
    await new Promise<void>((resolve) => peer.socket.once('data', () => resolve()))
  }
}

t.test('[G-5] one of twenty does not read, and the others notice nothing', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), ['--rate-limit', '0'])
  t.teardown(() => server.process.kill())
  const members = await Promise.all(
    upTo(MEMBERS).map((n) => ChatPeer.as(server.port, `member-${n}`)),
  )
  t.teardown(() => {
    for (const member of members) member.end()
  })
  const [speaker, sleeper, ...others] = members as [ChatPeer, ChatPeer, ...ChatPeer[]]
  await speaker.ok({ type: 'room.create', room: '#tea' })
  for (const member of [sleeper, ...others]) await member.ok({ type: 'room.join', room: '#tea' })
  for (const member of members) member.events.length = 0

  sleeper.socket.pause()
  let slowestMs = 0
  for (let said = 0; said < MESSAGES; said += AT_ONCE) {
    const start = performance.now()
    const sends = upTo(AT_ONCE).map((n) => speaker.send('#tea', textOf(said + n)))
    await Promise.all(sends)
    await Promise.all(others.map((other) => hasEvents(other, said + AT_ONCE)))
    slowestMs = Math.max(slowestMs, performance.now() - start)
  }
  // All eighteen are parsed here, in this one process: what is left for the server is far less.
  t.ok(slowestMs < 3_000, `ten messages were with everybody within ${slowestMs.toFixed(0)} ms`)
  for (const other of others) {
    t.same(seqsOf(other.events.filter(({ type }) => type === 'msg')), upTo(MESSAGES))
    t.notOk(other.events.some(({ type }) => type === 'resync'))
  }

  t.test('[P-13] [G-4] when it wakes it is told, pulls, and has everything', async (t) => {
    const { socket } = sleeper
    socket.resume()
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

    await speaker.send('#tea', 'good morning')
    t.match(await sleeper.event('msg', ({ text }) => text === 'good morning'), {
      seq: MESSAGES + 1,
    })
    t.notOk(
      sleeper.events.some(({ type }) => type === 'resync'),
      'told once',
    )
  })
})
