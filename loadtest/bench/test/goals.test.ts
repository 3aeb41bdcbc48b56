import t from 'tap'
import { checkGoals } from '../report/goals.ts'
import { exampleFigures, exampleResult, exampleSystem, longSystem } from './example-figures.ts'

const judge = (...systems: ReturnType<typeof exampleSystem>[]) =>
  checkGoals(exampleResult({ systems }))

t.test('a good run meets every goal', async (t) => {
  const [, mosquitto] = exampleResult().systems
  const goals = judge(longSystem(), ...(mosquitto === undefined ? [] : [mosquitto]))
  t.equal(goals.length, 17)
  for (const { goal, isMet, measured } of goals) t.ok(isMet, `${goal}: ${measured}`)
})

t.test('a bad run misses every goal', async (t) => {
  const bad = exampleFigures({
    cpuUsPerDelivered: 61,
    deliveredPerSecond: 10,
    deliveryUs: { p50: 2_001, p99: 20_001 },
  })
  const chat = { saturated: bad, brisk: bad, calm: bad }
  const long = longSystem()
  const goals = judge(
    { ...long, chat: exampleSystem().chat },
    {
      ...long,
      key: 'mariadb',
      chat,
      idle: { users: 10_000, bytesPerUser: 10_001 },
      rooms: [{ members: 1_000, ...bad }],
      logins: { users: 10_000, atOnce: 200, perSecond: 4_999, cpuUsPerLogin: 1 },
      search: {
        ...{ stored: 1_000_000, indexedSeconds: 1 },
        queries: [{ what: 'tea', found: 50, p50Us: 50_001, maxUs: 60_000 }],
      },
      storm: {
        ...{ perSecond: 1_000, stormers: 32, loginsPerSecond: 1 },
        without: exampleFigures(),
        with: exampleFigures({ deliveryUs: { p50: 1, p99: 19_001 } }),
      },
    },
    exampleSystem({ key: 'mosquitto' }),
  ).filter(({ goal }) => goal.includes('MariaDB') || goal.includes('half') || !goal.includes('kB'))
  const missed = goals.filter(({ isMet }) => !isMet)
  t.equal(missed.length, 12)
})

t.test('nothing is said of what was not measured', async (t) => {
  const nothing = exampleSystem({ chat: null, idle: null })
  t.strictSame(judge(nothing), [])
  t.strictSame(
    judge(exampleSystem()).filter(({ goal }) => goal.includes('Mosquitto')),
    [],
  )
})
