import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase, TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

t.setTimeout(120_000)

const PAIRS = 4
const EXIT_TIMEOUT_MS = 10_000
/** A thread in SQLite's own wait cannot be interrupted, and is waited for. */
const LOCKED_EXIT_TIMEOUT_MS = 20_000
/** What a shell makes of the signal. */
const SIGTERM_EXIT = 143

/** Talks to the other of its pair, several at a time, until it is cut off. */
class Talker {
  readonly peer: ChatPeer
  readonly name: string
  readonly other: string
  readonly sent: string[] = []

  constructor(peer: ChatPeer, name: string, other: string) {
    this.peer = peer
    this.name = name
    this.other = other
  }

  async talk(): Promise<void> {
    while (!this.peer.isClosed) {
      for (let i = 0; i < 4; i += 1) this.say(`${this.name}-${this.sent.length}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  say(cid: string): void {
    this.sent.push(cid)
    this.peer.say({ type: 'send', id: cid, chat: this.other, cid, text: `this is ${cid}` })
  }

  /** What was acknowledged, with its seq. */
  get acknowledged(): Map<string, unknown> {
    const replies = [...this.peer.replies.values()]
    return new Map(
      replies.flatMap(({ type, id, seq }) => (type === 'ok' ? [[id as string, seq]] : [])),
    )
  }
}

onEveryDatabase(async (t, database) => {
  t.test('SIGTERM under load: what was read is answered, and nothing else is stored', async (t) => {
    const server = await database.start(t)
    const talkers = await gather(server.port, PAIRS)
    const idle = await ChatPeer.connect(server.port)
    const talks = talkers.map((talker) => talker.talk())
    await Promise.all(talkers.map(({ peer, name }) => peer.event('msg', ofOther(name, 50))))

    const startedMs = performance.now()
    t.equal(await server.process.stop(), 0)
    const ms = Math.round(performance.now() - startedMs)
    t.ok(ms < EXIT_TIMEOUT_MS, `stopped within ${ms} ms`)
    await Promise.all(talks)
    await idle.closed()
    for (const peer of [idle, ...talkers.map((talker) => talker.peer)]) {
      const bye = peer.events.findLast(({ type }) => type === 'bye')
      t.match(bye, { code: 'shutting_down', retryAfterMs: Number })
      const { retryAfterMs = 0 } = { ...bye } as { retryAfterMs?: number }
      t.ok(retryAfterMs > 0 && retryAfterMs <= 10_000, `come back in ${retryAfterMs} ms`)
    }
    const pauses = new Set(talkers.map(({ peer }) => peer.events.at(-1)?.['retryAfterMs']))
    t.ok(pauses.size > 1, 'not all in the same moment')

    await server.restart()
    for (const talker of talkers) {
      const { name, other, acknowledged, sent } = talker
      const back = await ChatPeer.connect(server.port)
      t.teardown(() => back.end())
      await back.ok({ type: 'login', user: name, password: 'correct horse' })
      const own = (await readAll(back, other)).filter(({ from }) => from === name)
      t.strictSame(
        new Map(own.map(({ cid, seq }) => [cid, seq])),
        acknowledged,
        `${acknowledged.size} of ${sent.length} were answered, and these are stored`,
      )
      t.ok(acknowledged.size < sent.length, 'there was something under way')
      // The client cannot know which of the others were read, and sends them all again.
      const again = await Promise.all(
        sent.slice(-200).map(async (cid) => {
          const { dup } = await back.send(other, `this is ${cid}`, cid)
          return [cid, dup === true]
        }),
      )
      t.strictSame(
        again,
        sent.slice(-200).map((cid) => [cid, acknowledged.has(cid)]),
        'stored once',
      )
    }
  })
})

t.test('a second SIGTERM ends at once what the first one cannot', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), ['--rate-limit', '0'])
  t.teardown(() => server.process.kill())
  const [li] = (await gather(server.port, 1)) as [Talker]
  const first = await li.peer.send(li.other, 'before', 'c0')
  const lock = new Database(join(server.data, 'teahouse.db'))
  t.teardown(() => lock.close())
  lock.exec('BEGIN IMMEDIATE')
  li.say('c1')
  await li.peer.settled()

  const ended = server.process.stop()
  const isSlow = await Promise.race([ended.then(() => false), pause(1_000).then(() => true)])
  t.ok(isSlow, 'it waits for the database')
  const startedMs = performance.now()
  server.process.child.kill('SIGTERM')
  const code = await ended
  const { signalCode } = server.process.child
  t.ok(code === SIGTERM_EXIT || signalCode === 'SIGTERM', `ended with ${code ?? signalCode}`)
  t.ok(performance.now() - startedMs < 1_000, 'at once')
  t.strictSame(li.acknowledged, new Map(), 'c1 has no answer')

  lock.exec('ROLLBACK')
  await server.restart()
  const back = await ChatPeer.connect(server.port)
  t.teardown(() => back.end())
  await back.ok({ type: 'login', user: li.name, password: 'correct horse' })
  t.match(await back.send(li.other, 'before', 'c0'), { seq: first['seq'], dup: true })
  t.notOk('dup' in (await back.send(li.other, 'this is c1', 'c1')), 'and was not stored')
})

t.test('SIGTERM while the database does not answer: senders are told, and it ends', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), ['--rate-limit', '0'])
  t.teardown(() => server.process.kill())
  const [li] = (await gather(server.port, 1)) as [Talker]
  await li.peer.send(li.other, 'before', 'c0')
  const lock = new Database(join(server.data, 'teahouse.db'))
  t.teardown(() => lock.close())
  lock.exec('BEGIN IMMEDIATE')
  li.say('c1')
  await li.peer.settled()
  const startedMs = performance.now()
  t.equal(await server.process.stop(), 0)
  const ms = Math.round(performance.now() - startedMs)
  t.ok(ms < LOCKED_EXIT_TIMEOUT_MS, `stopped within ${ms} ms`)
  t.match(li.peer.replies.get('c1'), { type: 'error', code: 'unavailable' })
  t.match(li.peer.events.at(-1), { type: 'bye', code: 'shutting_down' })
})

/** Pairs of friends, all logged in. */
async function gather(port: number, pairs: number): Promise<Talker[]> {
  const talkers: Talker[] = []
  for (let i = 0; i < pairs; i += 1) {
    const names: [string, string] = [`user-${i}-a`, `user-${i}-b`]
    const one = await ChatPeer.as(port, names[0])
    const other = await ChatPeer.as(port, names[1])
    await befriend(one, other, names)
    talkers.push(new Talker(one, ...names), new Talker(other, names[1], names[0]))
  }
  return talkers
}

/** A message of somebody else, when so many have been said. */
const ofOther =
  (name: string, seq: number) =>
  (event: Record<string, unknown>): boolean =>
    event['from'] !== name && Number(event['seq']) > seq

async function readAll(reader: ChatPeer, chat: string) {
  const all: { seq: number; cid: string; from: string }[] = []
  for (let more = true; more; ) {
    const after = all.at(-1)?.seq ?? 0
    const page = await reader.ok({ type: 'history', chat, after, limit: 200 })
    all.push(...(page['messages'] as typeof all))
    more = page['more'] === true
  }
  return all
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
