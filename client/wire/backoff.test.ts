import t from 'tap'
import { Backoff } from './backoff.ts'
import { TIMING } from './timing.ts'

t.test('pauses are random, under a ceiling that doubles up to thirty seconds', async (t) => {
  const longest = new Backoff(TIMING, () => 1)
  const pauses = Array.from({ length: 9 }, () => longest.next())
  t.same(pauses, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  const shortest = new Backoff(TIMING, () => 0)
  t.same([shortest.next(), shortest.next()], [0, 0])
  for (let n = 0; n < 2_000; n += 1) longest.next()
  t.equal(longest.next(), 30_000)
  longest.reset()
  t.equal(longest.next(), 500)
})

t.test('what the server asks for is obeyed, within reason', async (t) => {
  const backoff = new Backoff(TIMING, () => 0)
  t.equal(backoff.next(1_234), 1_234)
  t.equal(backoff.next(1e15), 60_000)
  t.equal(backoff.next(-5), 0)
})
