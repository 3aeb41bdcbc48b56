import t from 'tap'
import { linearScale, logScale, rangeScale } from './scale.ts'

t.test('a linear axis begins at 0 and ends on a round number', async (t) => {
  t.strictSame(linearScale(2_600, 0, 100).ticks, [0, 1_000, 2_000, 3_000])
  t.strictSame(linearScale(0.9, 0, 100).ticks, [0, 0.5, 1])
  const { place } = linearScale(4_000, 200, 0)
  t.equal(place(0), 200)
  t.equal(place(4_000), 0)
  t.ok(Number.isFinite(linearScale(0, 0, 100).place(0)))
})

t.test('a time axis keeps its range and has round ticks within it', async (t) => {
  const { ticks, place } = rangeScale(-5, 30, 0, 350)
  t.strictSame(ticks, [-5, 0, 5, 10, 15, 20, 25, 30])
  t.equal(place(-5), 0)
  t.equal(place(30), 350)
  t.ok(Number.isFinite(rangeScale(0, 0, 0, 100).place(0)))
})

t.test('a logarithmic axis has 1, 2 and 5, and fewer over many decades', async (t) => {
  const near = (ticks: readonly number[]) => ticks.map((tick) => Number(tick.toPrecision(6)))
  t.strictSame(near(logScale(300, 40_000, 0, 1).ticks), [500, 1e3, 2e3, 5e3, 1e4, 2e4])
  t.strictSame(near(logScale(1, 1e6, 0, 1).ticks), [1, 10, 100, 1e3, 1e4, 1e5, 1e6])
  const { place } = logScale(1, 100, 0, 200)
  t.equal(place(10), 100)
  t.ok(Number.isFinite(logScale(0, 0, 0, 1).place(0)))
})
