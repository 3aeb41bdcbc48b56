import { fileURLToPath } from 'node:url'
import t from 'tap'
import { TRANSPORTS } from '../../wire/transport.ts'
import { Crowd } from '../engine/crowd.ts'
import { ClosedLoop, OpenLoop } from '../engine/load.ts'
import { NO_FAULTS } from '../engine/load-figures.ts'
import { measureLoad } from '../engine/measure-load.ts'
import { pairSeats, roomSeats } from '../rows/seats.ts'
import { measureTransport, TRANSPORT_LOADS } from '../rows/transports.ts'
import type { DurableServer, System } from '../servers/bench-server.ts'
import { MOSQUITTO } from '../servers/mosquitto-server.ts'
import { NGIRCD } from '../servers/ngircd-server.ts'
import { RELAY } from '../servers/relay-server.ts'
import { teahouseOnMariaDb, teahouseOnSqlite } from '../servers/teahouse-server.ts'

const isSource = import.meta.url.endsWith('.ts')
const PROGRAM = fileURLToPath(
  new URL(
    isSource ? '../../../test/support/run-from-source.ts' : '../../../../bin/teahouse.js',
    import.meta.url,
  ),
)
/** Five servers, one of which has to make a database first. */
t.setTimeout(120_000)

const TIMES = { warmUpSeconds: 0.1, seconds: 0.4 }
const MEMBERS = 5

const SYSTEMS: System[] = [
  teahouseOnSqlite(PROGRAM),
  teahouseOnMariaDb(PROGRAM),
  RELAY,
  MOSQUITTO,
  NGIRCD,
]

for (const system of SYSTEMS) {
  t.test(`${system.label}: pairs and rooms are served whole`, async (t) => {
    const found = await system.find()
    if (found === undefined) {
      t.pass(`left out: it is not installed (${system.install})`)
      return
    }
    const server = await found.start()
    t.teardown(() => server.stop())

    const pairs = pairSeats(await server.accounts({ prefix: 'pair', count: 10 }))
    const crowd = await Crowd.open(server, pairs)
    const full = await measureLoad(server, crowd, new ClosedLoop(crowd, 8), TIMES)
    t.equal(crowd.scene.refusal, undefined)
    t.strictSame(full.faults, NO_FAULTS)
    t.ok(full.deliveredPerSecond > 100, `${full.deliveredPerSecond}`)
    t.equal(full.acknowledgedPerSecond === null, !server.peer.acknowledges)
    t.ok(full.cpuUsPerDelivered > 0)
    crowd.leave()

    const seats = roomSeats(await server.accounts({ prefix: 'room', count: MEMBERS }), 'lunch')
    const room = await Crowd.open(server, seats)
    const speaker = new OpenLoop(room, room.people.slice(0, 1), 200, 1)
    const heard = await measureLoad(server, room, speaker, TIMES)
    t.equal(room.scene.refusal, undefined)
    t.strictSame(heard.faults, NO_FAULTS)
    const { tally } = room.scene
    t.equal(tally.delivered, tally.sent * (MEMBERS - 1))
    room.leave()
  })
}

t.test('ours serves pairs whole over every transport', async (t) => {
  const server = (await (await teahouseOnSqlite(PROGRAM).find())?.start()) as DurableServer
  t.teardown(() => server.stop())
  for (const transport of TRANSPORTS) {
    const round = await measureTransport(server, transport, TRANSPORT_LOADS, TIMES)
    t.strictSame(round.saturated?.faults, NO_FAULTS, transport)
    t.strictSame(round.brisk?.faults, NO_FAULTS, transport)
    t.ok((round.saturated?.deliveredPerSecond ?? 0) > 100)
  }
})

t.test('ours comes back with everything it has stored', async (t) => {
  const found = await teahouseOnSqlite(PROGRAM).find()
  const server = (await found?.start()) as DurableServer
  t.teardown(() => server.stop())
  const accounts = await server.accounts({ prefix: 'pair', count: 4 })
  const before = server.pid
  await server.restart()
  t.not(server.pid, before)
  const crowd = await Crowd.open(server, pairSeats(accounts))
  crowd.leave()
})
