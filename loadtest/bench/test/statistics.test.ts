import t from 'tap'
import { countFaults, mapFaults, NO_FAULTS } from '../engine/load-figures.ts'
import { combineRounds, median } from '../report/statistics.ts'
import { exampleFigures } from './example-figures.ts'

t.test('the median is the middle one, whatever the order', async (t) => {
  t.equal(median([3, 1, 20]), 3)
  t.equal(median([4, 1, 2, 30]), 3)
  t.equal(median([7]), 7)
  t.ok(Number.isNaN(median([])))
})

t.test('rounds become one by their medians', async (t) => {
  const rounds = [21, 500, 19].map((us) =>
    exampleFigures({ cpuUsPerDelivered: us, deliveryUs: { p50: us, p99: us * 10 } }),
  )
  t.match(combineRounds(rounds), { cpuUsPerDelivered: 21, deliveryUs: { p50: 21, p99: 210 } })
})

t.test('what was not measured stays unknown', async (t) => {
  const silent = exampleFigures({ acknowledgeUs: null, acknowledgedPerSecond: null })
  t.match(combineRounds([silent, silent]), { acknowledgeUs: null, acknowledgedPerSecond: null })
})

t.test('a fault of any round is a fault', async (t) => {
  const lossy = exampleFigures({ faults: { ...NO_FAULTS, lost: 2, doubled: 1 } })
  const { faults } = combineRounds([exampleFigures(), lossy, lossy])
  t.strictSame(faults, { ...NO_FAULTS, lost: 4, doubled: 2 })
  t.equal(countFaults(faults), 6)
  t.equal(countFaults(mapFaults(() => 0)), 0)
})
