import t from 'tap'
import { newHistogram } from '../generator/latency-recorder.ts'
import { Random } from '../generator/random.ts'
import { binLogarithmically, summarize } from './summarize.ts'

t.test('nothing recorded is null, not zeros', async (t) => {
  t.equal(summarize(newHistogram()), null)
  t.strictSame(binLogarithmically(newHistogram()), [])
})

t.test('bins hold exactly what was recorded', async (t) => {
  const histogram = newHistogram()
  const random = new Random(1)
  const values = Array.from({ length: 50_000 }, () => Math.round(100 + random.exponential(5_000)))
  for (const value of values) histogram.record(value)
  const bins = binLogarithmically(histogram)
  t.equal(
    bins.reduce((sum, { count }) => sum + count, 0),
    values.length,
  )
  for (const { fromUs, toUs, count } of bins) {
    const exact = values.filter((value) => value >= fromUs && value < toUs).length
    // The histogram knows a value to a thousandth, so that some near a border count on its other side.
    if (Math.abs(exact - count) > values.length * 0.002) t.fail(`${fromUs}: ${count}, not ${exact}`)
  }
  t.ok(bins.length > 20)
})

t.test('a single value is a single bin', async (t) => {
  const histogram = newHistogram()
  histogram.record(5)
  t.match(binLogarithmically(histogram), [{ count: 1 }])
  t.match(summarize(histogram), { count: 1, min: 5, max: 5, p50: 5, p99: 5 })
})
