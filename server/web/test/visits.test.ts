import { Duplex } from 'node:stream'
import t from 'tap'
import { settled } from '../../test/support/settled.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import { Visits } from '../visits.ts'

const socket = (): Duplex => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })

function open(max = 0) {
  const clock = new TurnedClock()
  const visits = new Visits(max, () => clock.monotonicMs())
  const overdue = (): Duplex[] => Array.from(visits.overdue(), (visit) => visit.socket)
  return { clock, visits, overdue }
}

t.test(
  'ten seconds for the first request, five for the next, a minute for an answer',
  async (t) => {
    const { clock, visits, overdue } = open()
    const one = socket()
    visits.add(one, 'a')
    clock.turn(9_999)
    t.same(overdue(), [])
    visits.asked(one)
    clock.turn(59_999)
    t.same(overdue(), [])
    visits.answered(one)
    clock.turn(4_999)
    t.same(overdue(), [])
    clock.turn(1)
    t.same(overdue(), [one])
    t.same(overdue(), [], 'told once')
  },
)

t.test('of several requests the last answer counts', async (t) => {
  const { clock, visits, overdue } = open()
  const one = socket()
  visits.add(one, 'a')
  visits.asked(one)
  visits.asked(one)
  visits.answered(one)
  clock.turn(10_000)
  t.same(overdue(), [])
  visits.answered(one)
  clock.turn(5_000)
  t.same(overdue(), [one])
})

t.test('each address has only so many, and gets back what it lets go', async (t) => {
  const { visits } = open(2)
  const [one, two, three] = [socket(), socket(), socket()]
  t.ok(visits.add(one, 'a'))
  t.ok(visits.add(two, 'a'))
  t.notOk(visits.add(three, 'a'))
  t.ok(visits.add(three, 'b'))
  t.equal(visits.size, 3)
  one.destroy()
  visits.remove(two)
  visits.remove(two)
  await settled()
  t.equal(visits.size, 1)
  t.ok(visits.add(socket(), 'a'))
  t.ok(visits.add(socket(), 'a'))
  t.notOk(visits.add(socket(), 'a'))
})

t.test('closed: everybody is hung up on, and who comes later too', async (t) => {
  const { visits } = open()
  const [one, two] = [socket(), socket()]
  visits.add(one, 'a')
  visits.close()
  t.ok(one.destroyed)
  visits.add(two, 'a')
  t.ok(two.destroyed)
  await settled()
  t.equal(visits.size, 0)
})
