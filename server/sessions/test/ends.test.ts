import t from 'tap'
import { encodeFrame } from '../../../protocol/encode.ts'
import { MAX_FRAME_BYTES } from '../../../protocol/limits.ts'
import { ProtocolError } from '../../../protocol/protocol-error.ts'
import { Bench } from '../../test/support/bench.ts'
import { deferred } from '../../test/support/deferred.ts'
import { roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = stateOf(7, 'li', { chats: [roomChat(5, 'dev')] })
const NOTICE = encodeFrame({ type: 'notice', text: 'x', from: 'operator' })

t.test('bye is the last frame, whatever comes after', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const page = deferred<string>()
  bench.storage.historyPage = () => page.promise
  li.say({ type: 'history', id: 1, chat: '#dev' })
  await settled()
  li.session.pushEvent(NOTICE)
  li.session.kick()
  li.session.pushEvent(NOTICE)
  li.session.bye('idle')
  page.resolve('"messages":[]')
  li.say({ type: 'ping', id: 2 })
  await li.until(() => li.hasEnded)
  t.match(li.frames, [{ type: 'notice' }, { type: 'bye', code: 'kicked' }])
  t.equal(li.frames.length, 2)
  await settled()
  t.same(bench.closes, ['kicked'])
  t.same(bench.requests, ['history'], 'nothing more was carried out')
})

t.test('[P-3] the tenth frame that is no JSON object closes the connection', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  for (let i = 0; i < 9; i += 1) li.write(i % 2 === 0 ? 'nonsense\n' : Buffer.from([0xff, 0x0a]))
  t.match(await li.ask({ type: 'ping' }), { type: 'ok' })
  li.write('[1]\n{"type":"ping","id":"late"}\n')
  await li.until(() => li.hasEnded)
  t.equal(li.events('error').length, 10)
  t.match(li.frames.at(-1), { type: 'bye', code: 'bad_json' })
  t.notOk(li.frames.some(({ id }) => id === 'late'))
})

t.test('[P-2] a frame over the limit is told so, and is the last', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.write(`{"type":"ping","id":1}\n${'x'.repeat(MAX_FRAME_BYTES + 2)}`)
  await li.until(() => li.hasEnded)
  t.match(li.frames, [
    { type: 'ok', id: 1 },
    { type: 'error', code: 'too_large' },
    { type: 'bye', code: 'too_large' },
  ])
})

t.test('a connection that breaks leaves nothing behind', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.breakOff()
  li.session.pushEvent(NOTICE)
  await settled()
  t.same(bench.closes, ['client_closed'])
  t.same([bench.desk.registry.size, bench.directory.sessionCount], [0, 0])
})

t.test('the friends of who leaves last see them go', async (t) => {
  const bench = new Bench(t)
  const [li, twin] = [bench.join(LI), bench.join(LI)]
  const seen: unknown[] = []
  bench.services.usage.userLeft = (id) => void seen.push(id)
  li.session.kick()
  await li.until(() => li.hasEnded)
  t.same(seen, [])
  twin.session.kick()
  await twin.until(() => twin.hasEnded)
  await settled()
  t.same(seen, [7], 'and when it was is noted')
})

t.test('one address has only so many connections that have not logged in', async (t) => {
  const bench = new Bench(t, { maxPending: 2 })
  const first = bench.connect()
  bench.connect()
  const late = bench.connect().listen()
  t.equal(bench.desk.registry.size, 2, 'it never becomes a session')
  await late.until(() => late.hasEnded)
  t.match(late.frames, [{ type: 'error', code: 'busy', retryAfterMs: Number }])
  t.equal(bench.desk.registry.size, 2)
  first.breakOff()
  await settled()
  t.equal(bench.desk.registry.size, 1)
  const next = bench.join(LI)
  t.match(await next.ask({ type: 'ping' }), { type: 'ok' })
  const another = bench.connect().listen()
  t.match(await another.ask({ type: 'ping' }), { type: 'ok' }, 'who has logged in counts no more')
  await settled()
  t.equal(bench.desk.registry.size, 3)
})

t.test('lines where TLS is required are told so once, and the connection ends', async (t) => {
  const bench = new Bench(t)
  const plain = bench.connect().listen()
  plain.session.broken(new ProtocolError('forbidden', 'Come with TLS.'))
  plain.say({ type: 'ping', id: 1 })
  await plain.until(() => plain.hasEnded)
  await settled()
  t.same(plain.frames, [{ type: 'error', code: 'forbidden', message: 'Come with TLS.' }])
  t.same([bench.closes, bench.errors], [['tls_required'], ['forbidden']])
})

t.test('a connection that turns out to be HTTP leaves without a word', async (t) => {
  const bench = new Bench(t)
  const browser = bench.connect().listen()
  browser.session.closed('http')
  t.same([browser.frames, bench.closes, bench.desk.registry.size], [[], ['http'], 0])
})
