import t from 'tap'
import { LoopDelay } from '../loop-delay.ts'

const count = ({ seconds }: LoopDelay): number => seconds.counts.reduce((sum, n) => sum + n, 0)

/** One whose own timer does not ring, woken by hand: `nowMs` is when it would have been due first. */
function byHand(): { delay: LoopDelay; nowMs: number } {
  const delay = new LoopDelay()
  delay.stop()
  // Whole, so that adding to it is exact.
  const nowMs = Math.ceil(performance.now()) + 1_000
  delay.woken(nowMs)
  delay.seconds.counts.fill(0)
  delay.seconds.sum = 0
  return { delay, nowMs: nowMs + 50 }
}

t.test('a thread that is on time is no delay, and neither is one that is early', async (t) => {
  const { delay, nowMs } = byHand()
  delay.woken(nowMs)
  delay.woken(nowMs + 49)
  t.equal(delay.seconds.counts[0], 2)
  t.equal(delay.seconds.sum, 0)
})

t.test('a blocked second counts as all that would have waited in it', async (t) => {
  const { delay, nowMs } = byHand()
  delay.woken(nowMs + 1_000)
  t.equal(count(delay), 20)
  const average = delay.seconds.sum / count(delay)
  t.ok(average > 0.5 && average < 0.55, 'half a second each, on average')
  delay.woken(nowMs + 1_050)
  t.equal(count(delay), 21, 'and then it is over')
})

t.test('a machine that slept over night counts as a minute', async (t) => {
  const { delay, nowMs } = byHand()
  delay.woken(nowMs + 8 * 3_600_000)
  t.equal(count(delay), 1_200)
})

t.test('it is woken by itself, also after the thread was really blocked', async (t) => {
  const delay = new LoopDelay()
  t.teardown(() => delay.stop())
  const until = performance.now() + 300
  while (performance.now() < until);
  while (count(delay) < 10) await new Promise(setImmediate)
  t.ok(delay.seconds.sum > 0.3, `${delay.seconds.sum} s`)
})
