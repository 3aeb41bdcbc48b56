import t from 'tap'
import { MachineWatch, parseMachineTicks, parseOwnTicks } from '../machine-watch.ts'

t.test('what the kernel writes is read', async (t) => {
  const stat = 'cpu  100 20 30 800 40 5 6 70 1 2\ncpu0 1 2 3\n'
  t.strictSame(parseMachineTicks(stat), { all: 1_071, busy: 161, stolen: 70 })
  const own = `42 (a (strange) name) S ${Array.from({ length: 40 }, (_, i) => i + 1).join(' ')}`
  t.equal(parseOwnTicks(own), 11 + 12 + 13 + 14)
})

t.test('shares are shares', async (t) => {
  const figures = new MachineWatch().end()
  if (figures === null) t.pass('there is no /proc here')
  else t.ok(figures.othersShare >= 0 && figures.stolenShare >= 0)
})
