import t from 'tap'
import { ARRIVED, Arrivals, DISORDERED, DOUBLED } from '../engine/arrivals.ts'

t.test('once and in order', async (t) => {
  const arrivals = new Arrivals()
  for (const n of [0, 1, 2, 3]) t.equal(arrivals.note(n), ARRIVED)
})

t.test('the same again is a double, wherever it stood', async (t) => {
  const arrivals = new Arrivals()
  for (const n of [0, 1, 2]) arrivals.note(n)
  for (const n of [2, 0]) t.equal(arrivals.note(n), DOUBLED)
  t.equal(arrivals.note(3), ARRIVED)
})

t.test('one that was overtaken is out of order, and only once', async (t) => {
  const arrivals = new Arrivals()
  t.equal(arrivals.note(3), ARRIVED)
  t.equal(arrivals.note(1), DISORDERED)
  t.equal(arrivals.note(1), DOUBLED)
  t.equal(arrivals.note(4), ARRIVED)
  t.equal(arrivals.note(0), DISORDERED)
})
