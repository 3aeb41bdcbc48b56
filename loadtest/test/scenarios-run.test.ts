import t from 'tap'
import { noFaults } from '../verify/faults.ts'
import { TRANSPORTS } from '../wire/transport.ts'
import { runAgainst } from './support/run-against.ts'

t.setTimeout(180_000)

const BASE = { users: '24', duration: '1500ms', rate: '10', workers: '2' }

t.test('rooms: what one says reaches all others', async (t) => {
  const raw = { ...BASE, scenario: 'rooms', 'room-size': '12', speakers: '2' }
  const { result, server } = await runAgainst({}, raw)
  t.ok(result.verdict.isGood, result.verdict.sentence)
  const { deliveredPerSecond, sentPerSecond } = result.messages
  const copies = deliveredPerSecond / sentPerSecond
  t.ok(Math.abs(copies - 11) < 1, `${copies} copies of each`)
  t.equal(server.heard.get('room.create'), 2)
  t.equal(server.heard.get('room.join'), 24)
})

t.test('login-storm: the crowd logs in and out while friends chat', async (t) => {
  const { result, server } = await runAgainst({}, { ...BASE, scenario: 'login-storm' })
  t.ok(result.verdict.isGood, result.verdict.sentence)
  t.ok((result.latencyUs.passwordLogin?.count ?? 0) > 20)
  const [calm, storm, after] = result.phases
  t.match([calm?.name, storm?.name, after?.name], ['calm', 'storm', 'after'])
  t.equal(calm?.passwordLogin, null)
  t.ok((storm?.passwordLogin?.count ?? 0) > 20)
  t.ok((server.heard.get('login') ?? 0) > 60)
})

t.test('reconnect-storm: all come back and miss nothing', async (t) => {
  const { result } = await runAgainst({}, { ...BASE, scenario: 'reconnect-storm' })
  t.ok(result.verdict.isGood, result.verdict.sentence)
  t.equal(result.latencyUs.reconnect?.count, 24)
  t.strictSame(result.errors.disconnects, {}, 'the generator itself cut them off')
})

t.test('slow-readers: what the sleepers get is counted apart, and is complete', async (t) => {
  const raw = { ...BASE, users: '40', scenario: 'slow-readers', 'text-size': '64' }
  const { result } = await runAgainst({}, raw)
  t.ok(result.verdict.isGood, result.verdict.sentence)
  const { delivery, deliveryApart } = result.latencyUs
  t.ok((deliveryApart?.max ?? 0) > 500_000, `a sleeper waited ${deliveryApart?.max} µs`)
  t.ok((delivery?.p99 ?? 0) < 300_000, `the others ${delivery?.p99} µs`)
})

t.test('idle: everyone is held, and the few who chat chat', async (t) => {
  const raw = { ...BASE, users: '300', speakers: '10', scenario: 'idle' }
  const { result, server } = await runAgainst({}, raw)
  t.ok(result.verdict.isGood, result.verdict.sentence)
  t.equal(result.timeline.points.at(-1)?.online, 300)
  t.ok(result.messages.sentPerSecond > 50 && result.messages.sentPerSecond < 150)
  t.notOk(server.heard.get('room.join'))
})

t.test('mixed: a day passes, and nobody misses a word', async (t) => {
  const raw = { ...BASE, users: '60', scenario: 'mixed', duration: '5s', 'room-size': '10' }
  const { result } = await runAgainst({}, raw)
  t.ok(result.verdict.isGood, result.verdict.sentence)
  t.strictSame(result.verifier.faults, noFaults())
  t.ok(result.phases.length >= 6)
  t.ok((result.latencyUs.reconnect?.count ?? 0) > 50)
  t.equal(
    result.timeline.points.some(({ online }) => online < 40),
    true,
  )
})

t.test('the same seed means the same messages', async (t) => {
  const raw = { users: '6', 'total-rate': '100', seed: '77' }
  const sent = []
  for (let i = 0; i < 2; i++) sent.push((await runAgainst({}, raw)).result.messages.sent)
  const [one = 0, two = 0] = sent
  // Where the measured time ends is up to the machine.
  t.ok(Math.abs(one - two) < 12, `${one} and ${two}`)
})

for (const transport of TRANSPORTS) {
  t.test(`over ${transport} every message is seen once, and they come back`, async (t) => {
    const raw = { ...BASE, users: '12', scenario: 'reconnect-storm', transport }
    const { result } = await runAgainst({}, raw)
    t.ok(result.verdict.isGood, result.verdict.sentence)
    t.equal(result.latencyUs.reconnect?.count, 12)
    t.match(result.run.target, transport === 'tcp' ? /^127/ : new RegExp(`^${transport}://127`))
  })
}
