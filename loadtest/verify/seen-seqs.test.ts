import t from 'tap'
import { Random } from '../generator/random.ts'
import { SeenSeqs } from './seen-seqs.ts'

t.test('in order, the border moves and nothing is kept', async (t) => {
  const seen = new SeenSeqs(10)
  for (let seq = 11; seq <= 500; seq++) t.ok(seen.add(seq))
  t.equal(seen.contiguous, 500)
  t.equal(seen.highest, 500)
})

t.test('what comes early waits until the gap before it closes', async (t) => {
  const seen = new SeenSeqs(0)
  t.ok(seen.add(3))
  t.ok(seen.add(2))
  t.equal(seen.contiguous, 0)
  t.equal(seen.highest, 3)
  t.ok(seen.add(1))
  t.equal(seen.contiguous, 3)
})

t.test('a second sight is not new, on either side of the border', async (t) => {
  const seen = new SeenSeqs(5)
  t.notOk(seen.add(5))
  t.ok(seen.add(6))
  t.notOk(seen.add(6))
  t.ok(seen.add(9))
  t.notOk(seen.add(9))
})

t.test('missing ones are counted, the first few named', async (t) => {
  const seen = new SeenSeqs(0)
  for (const seq of [1, 3, 5, 200]) seen.add(seq)
  const examples: number[] = []
  t.equal(seen.countMissing(202, examples, 3), 202 - 4)
  t.strictSame(examples, [2, 4, 6])
})

t.test('any order comes to the same as a set would', async (t) => {
  const random = new Random(7)
  for (let round = 0; round < 200; round++) {
    const base = random.below(1_000)
    const seen = new SeenSeqs(base)
    const model = new Set<number>()
    for (let i = 0; i < 300; i++) {
      const seq = base + 1 + random.below(1 + random.below(400))
      if (seen.add(seq) === model.has(seq)) t.fail(`round ${round}: ${seq}`)
      model.add(seq)
      let contiguous = base
      while (model.has(contiguous + 1)) contiguous++
      if (seen.contiguous !== contiguous) t.fail(`round ${round}: border ${seen.contiguous}`)
    }
    for (let seq = base + 1; seq < base + 410; seq++) {
      if (seen.has(seq) !== model.has(seq)) t.fail(`round ${round}: has ${seq}`)
    }
  }
  t.pass('200 rounds')
})
