import t from 'tap'
import { Backlog } from './backlog.ts'
import { PendingSends } from './pending-sends.ts'
import { Random } from './random.ts'

t.test('an answer finds its send, once', async (t) => {
  const sends = new PendingSends(4)
  const id = sends.add(2, 17, 5_000)
  const slot = sends.take(id)
  t.equal(sends.membership[slot], 2)
  t.equal(sends.n[slot], 17)
  t.equal(sends.intendedUs[slot], 5_000)
  t.equal(sends.take(id), -1)
  t.equal(sends.take(0), -1)
  t.equal(sends.take(999), -1)
})

t.test('there is room up to the limit', async (t) => {
  const sends = new PendingSends(3)
  const ids = [0, 1, 2].map((n) => sends.add(0, n, 0))
  t.notOk(sends.hasRoom)
  sends.take(ids[1] as number)
  t.ok(sends.hasRoom)
})

t.test('what waits comes in the order in which it was sent', async (t) => {
  const sends = new PendingSends(8)
  const random = new Random(3)
  const waiting: number[] = []
  for (let n = 0; n < 10_000; n++) {
    while (!sends.hasRoom) {
      const [id] = waiting.splice(random.below(Math.min(3, waiting.length)), 1)
      if (sends.take(id as number) < 0) t.fail(`send ${id} is gone`)
    }
    waiting.push(sends.add(0, n, 0))
  }
  const seen: number[] = []
  sends.forEach((id) => {
    seen.push(id)
  })
  t.strictSame(seen, waiting)
})

t.test('a backlog keeps its order however long it gets', async (t) => {
  const backlog = new Backlog()
  let next = 0
  for (let i = 0; i < 20_000; i++) {
    backlog.push(i % 7, i)
    if (i % 3 !== 0) continue
    if (backlog.intendedUs !== next || backlog.membership !== next % 7) t.fail(`at ${next}`)
    backlog.shift()
    next++
  }
  t.equal(backlog.length, 20_000 - next)
})
