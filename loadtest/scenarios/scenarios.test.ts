import t from 'tap'
import { parseLoadOptions, type RawLoadOptions } from '../load-options.ts'
import { makePlan } from '../run-load.ts'
import type { Plan } from './plan.ts'
import { SCENARIOS } from './scenario-table.ts'

const planOf = (scenario: string, raw: RawLoadOptions = {}): Plan =>
  makePlan(parseLoadOptions({ scenario, ...raw }))

const perSecond = ({ talks }: Plan): number =>
  talks.reduce(
    (sum, { pace, users }) => sum + ('perSecond' in pace ? pace.perSecond * users.length : 0),
    0,
  )

t.test('every scenario places every user once, at any size', async (t) => {
  for (const { name } of SCENARIOS) {
    for (const users of ['2', '3', '10', '97', '1000']) {
      const plan = planOf(name, { users })
      const placed = plan.people.flatMap(({ from, count }) =>
        Array.from({ length: count }, (_, place) => from + place),
      )
      t.strictSame(placed, [...placed.keys()], `${name} with ${users}`)
      t.equal(placed.length, Number(users))
    }
  }
})

t.test('whoever speaks is a member, and nobody outside is in a conversation', async (t) => {
  for (const { name } of SCENARIOS) {
    const { talks, conversations, people } = planOf(name, { users: '120' })
    const outside = people.filter(({ entrance }) => entrance === 'outside')
    const isOutside = (user: number) =>
      outside.some(({ from, count }) => user >= from && user < from + count)
    for (const { users, conversations: spoken } of talks) {
      for (const [voice, user] of users.entries()) {
        if (!conversations[spoken[voice] ?? -1]?.members.includes(user)) t.fail(`${name}: ${user}`)
      }
    }
    t.notOk(conversations.flatMap(({ members }) => members).some(isOutside), name)
  }
})

t.test('friends are neighbours, the even one first, as in a tokens file', async (t) => {
  for (const { name } of SCENARIOS) {
    for (const { kind, members } of planOf(name, { users: '101' }).conversations) {
      if (kind === 'room') continue
      const [first = -1, second] = members
      if (first % 2 !== 0 || second !== first + 1) t.fail(`${name}: ${members}`)
    }
  }
  t.pass('in all scenarios')
})

t.test('the rate is what was asked for, of each or of all', async (t) => {
  t.equal(perSecond(planOf('chat', { users: '100', rate: '3' })), 300)
  t.equal(perSecond(planOf('chat', { users: '100', 'total-rate': '5000' })), 5_000)
  t.equal(perSecond(planOf('rooms', { rooms: '4', 'room-size': '50', rate: '2' })), 4 * 3 * 2)
  const mixed = perSecond(planOf('mixed', { users: '100', rate: '1', speakers: '100' }))
  t.ok(Math.abs(mixed - 100) < 0.001, `${mixed} of 100 when all speak in both`)
})

t.test('a closed loop keeps each voice at its number', async (t) => {
  t.strictSame(planOf('chat', { 'in-flight': '8' }).talks[0]?.pace, { inFlight: 8 })
})

t.test('rooms have their size, and a few of each speak', async (t) => {
  const { conversations, talks } = planOf('rooms', { rooms: '3', 'room-size': '40', speakers: '2' })
  t.strictSame(
    conversations.map(({ members }) => members.length),
    [40, 40, 40],
  )
  t.equal(talks[0]?.users.length, 6)
})

t.test('in every room of slow readers some sleep and none of them speaks', async (t) => {
  const { conversations, talks, people } = planOf('slow-readers', { users: '200' })
  const [sleepers] = people
  t.match(sleepers, { isApart: true, count: 20 })
  const isSleeper = (user: number) => user < 20
  for (const { members } of conversations) t.ok(members.some(isSleeper))
  t.notOk([...(talks[0]?.users ?? [])].some(isSleeper))
})

t.test('acts come in the order of time and within the run', async (t) => {
  for (const { name } of SCENARIOS) {
    const { acts, phases } = planOf(name, { duration: '60s' })
    const times = acts.map(({ atSeconds }) => atSeconds)
    t.strictSame(
      times,
      [...times].sort((a, b) => a - b),
      name,
    )
    t.ok(times.every((seconds) => seconds >= 0 && seconds <= 60))
    t.equal(phases[0]?.fromSeconds, 0)
  }
})
