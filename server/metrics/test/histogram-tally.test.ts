import t from 'tap'
import { HistogramTally } from '../histogram-tally.ts'

t.test('a value that equals a bound belongs to it, one above all bounds to none', async (t) => {
  const tally = new HistogramTally([1, 5, 10])
  for (const value of [0, 1, 1.001, 5, 10, 11, 1_000]) tally.record(value)
  t.same(tally.counts, [2, 2, 1, 2])
  t.equal(tally.sum, 1_028.001)
})
