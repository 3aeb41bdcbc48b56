import t from 'tap'
import {
  CLOSE,
  clientFrame,
  type Frame,
  PING,
  PONG,
  TEXT,
  textFrame,
  webSocketPair,
} from '../../net/test/support/web-socket-pair.ts'
import { Bench } from '../../test/support/bench.ts'
import { settled } from '../../test/support/settled.ts'

const kinds = (frames: Frame[]): unknown[] =>
  frames.map(({ opcode, data }) => {
    if (opcode === TEXT) return JSON.parse(String(data)).type
    return opcode === CLOSE ? data.readUInt16BE(0) : opcode
  })

/** Somebody who stays for any time without logging in: the ten seconds are another test's. */
async function join(bench: Bench) {
  const pair = await webSocketPair()
  bench.desk.accept(pair.connection)
  const [session] = [...bench.desk.registry].slice(-1)
  if (session === undefined) throw new Error('nobody came')
  Object.assign(session, { openedAtMs: Number.POSITIVE_INFINITY })
  return { ...pair, session }
}

async function pass(bench: Bench, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i += 1) {
    bench.clock.turn(1_000)
    bench.sweep()
    await settled()
  }
}

t.test(
  'nothing heard for thirty seconds is a ping of both kinds, and a pong is a sign of life',
  async (t) => {
    const bench = new Bench(t)
    const { peer, socket, take } = await join(bench)
    await pass(bench, 30)
    t.same(kinds(await take()).sort(), [PING, 'ping'].sort())
    peer.write(clientFrame(PONG, ''))
    await pass(bench, 29)
    t.same(kinds(await take()), [])
    await pass(bench, 1)
    t.equal((await take()).length, 2)
    await pass(bench, 30)
    t.same(kinds(await take()), ['bye', 1008])
    socket.destroy()
    await settled()
    t.same(bench.closes, ['idle'])
  },
)

t.test('a request over a WebSocket is answered as any, and a goodbye has its code', async (t) => {
  const bench = new Bench(t)
  const { peer, take } = await join(bench)
  peer.write(textFrame('{"type":"ping","id":1}'))
  t.same(kinds(await take()), ['ok'])
  bench.desk.registry.byeAll('shutting_down', () => 500)
  t.same(kinds(await take()), ['bye', 1001])
})

t.test('whoever is too many is told to come back', async (t) => {
  const bench = new Bench(t, { maxPending: 1 })
  await join(bench)
  const { connection, take } = await webSocketPair()
  bench.desk.accept(connection)
  t.same(kinds(await take()), ['error', 1013])
})
