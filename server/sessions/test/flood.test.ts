import t from 'tap'
import { Bench } from '../../test/support/bench.ts'
import { stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = stateOf(7, 'li')
const pings = (count: number) => Array.from({ length: count }, (_, id) => ({ type: 'ping', id }))

t.test('a frame over the rate is refused under its id, and told when to come again', async (t) => {
  const bench = new Bench(t, { rate: 20, burst: 3 })
  const li = bench.join(LI)
  li.say(...pings(5))
  await settled()
  t.same(
    li.frames.map(({ id, type }) => [id, type]),
    [
      [0, 'ok'],
      [1, 'ok'],
      [2, 'ok'],
      [3, 'error'],
      [4, 'error'],
    ],
  )
  t.match(li.frames[3], { code: 'rate_limited', retryAfterMs: 50 })
  bench.clock.turn(50)
  t.match(await li.ask({ type: 'ping' }), { type: 'ok' })
})

t.test('[G-5] who floods on is not read until the next sweep', async (t) => {
  const bench = new Bench(t, { rate: 20, burst: 3 })
  const li = bench.join(LI)
  li.say(...pings(1_000))
  await settled()
  t.equal(li.frames.length, 103, 'three, and a hundred refusals')
  bench.clock.turn(1_000)
  bench.sweep()
  await settled()
  t.equal(li.frames.length, 206)
  t.equal(li.frames.filter(({ type }) => type === 'ok').length, 6)
  t.same(
    li.frames.map(({ id }) => id),
    Array.from({ length: 206 }, (_, id) => id),
    'nothing is lost',
  )
})

t.test('without a limit nothing is refused', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.say(...pings(1_000))
  await li.until(() => li.frames.length === 1_000)
  t.ok(li.frames.every(({ type }) => type === 'ok'))
})

t.test('[P-1] lines of blanks are skipped, however many', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.write(' \n\t\n\r\n  \r\n'.repeat(5_000))
  t.match(await li.ask({ type: 'ping' }), { type: 'ok' })
  t.equal(li.frames.length, 1)
  li.write(' {"type":"ping","id":"spaced"} \n')
  t.match(await li.reply('spaced'), { type: 'ok' }, 'blanks around a frame are JSON')
})
