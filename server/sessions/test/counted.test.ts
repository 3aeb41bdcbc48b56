import t from 'tap'
import { encodeFrame } from '../../../protocol/encode.ts'
import { Bench } from '../../test/support/bench.ts'
import { deferred } from '../../test/support/deferred.ts'
import { roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = stateOf(7, 'li', { chats: [roomChat(5, 'dev')] })

t.test('every frame that is read is counted once, whatever becomes of it', async (t) => {
  const bench = new Bench(t, { rate: 1, burst: 3 })
  const li = bench.join(LI)
  li.write('\n  \nno json\n{"type":"nonsense"}\n{"type":"typing"}\n')
  li.say({ type: 'ping' }, { type: 'ping' }, { type: 'ping' })
  await settled()
  const { tally } = bench
  t.equal(tally.framesIn, 6, 'blank lines are none')
  t.equal(tally.command('ping').came, 1, 'two were over the rate')
  t.equal(tally.rateLimited, 2)
  t.same(bench.errors, ['bad_json', 'unknown_type', 'bad_request', 'rate_limited', 'rate_limited'])
  t.equal(tally.replies, 5, 'a ping without an id gets none')
})

t.test('a request’s time goes from its frame to its reply', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const page = deferred<string>()
  bench.storage.historyPage = () => page.promise
  li.say({ type: 'history', id: 1, chat: '#dev' })
  await settled()
  const { seconds } = bench.tally.command('history')
  t.equal(seconds.sum, 0, 'nothing is known before the reply')
  bench.clock.turn(40)
  page.resolve('"messages":[],"more":false')
  await li.reply(1)
  t.equal(seconds.sum, 0.04)
  await li.ask({ type: 'history', chat: '#nowhere' })
  t.equal(
    seconds.counts.reduce((sum, n) => sum + n, 0),
    2,
    'a refusal is a reply too',
  )
})

t.test('a send that waits for its commit is not timed by who takes it in', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.say({ type: 'send', id: 1, chat: '#dev', cid: 'a', text: 'x' })
  await settled()
  t.equal(bench.submitted.length, 1)
  const { came, seconds } = bench.tally.command('send')
  t.equal(came, 1)
  t.ok(seconds.counts.every((n) => n === 0))
})

t.test('events are counted by their type, goodbyes among them', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.session.pushEvent(encodeFrame({ type: 'notice', text: 'tea', from: 'operator' }))
  li.session.pushEphemeral(encodeFrame({ type: 'typing', chat: '#dev', user: 'han' }))
  li.session.pushEphemeral(encodeFrame({ type: 'typing', chat: '#dev', user: 'han' }))
  li.session.kick()
  const { events } = bench.tally
  t.same(
    ['notice', 'typing', 'bye', 'presence'].map((type) => events.of(type)),
    [1, 2, 1, 0],
  )
})

t.test('copies that a slow session is not given are withheld', async (t) => {
  const bench = new Bench(t)
  const li = bench.joinSilently(LI)
  const chat = { address: '#dev', conversation: { head: 1 } }
  const line = encodeFrame({ type: 'msg', text: 'x'.repeat(400_000) })
  for (let i = 0; i < 5; i += 1) li.session.pushMessage(line, line.length, chat)
  t.equal(bench.tally.withheld, 3, 'a megabyte holds two')
  t.ok(li.session.isLagging)
})

t.test(
  'connections are counted where they are taken in and where they are turned away',
  async (t) => {
    const bench = new Bench(t, { maxPending: 1 })
    bench.connect()
    bench.connect()
    t.same([bench.tally.accepted, bench.tally.turnedAway], [1, 1])
  },
)
