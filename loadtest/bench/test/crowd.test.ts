import type { Socket } from 'node:net'
import t, { type Test } from 'tap'
import { LoadError } from '../../load-error.ts'
import { Crowd } from '../engine/crowd.ts'
import { ClosedLoop, OpenLoop } from '../engine/load.ts'
import { countFaults, NO_FAULTS } from '../engine/load-figures.ts'
import { measureLoad, runLoad } from '../engine/measure-load.ts'
import { pairSeats } from '../rows/seats.ts'
import { type Mischief, startFaultyServer } from './faulty-server.ts'

const TIMES = { warmUpSeconds: 0.05, seconds: 0.3 }

async function openCrowd(t: Test, mischief: Mischief, users = 4) {
  const server = await startFaultyServer(mischief)
  t.teardown(() => server.stop())
  const accounts = await server.accounts({ prefix: 'test', count: users })
  const crowd = await Crowd.open(server, pairSeats(accounts))
  t.teardown(() => crowd.leave())
  return { server, crowd }
}

t.test('on a server that does its work nothing is missing', async (t) => {
  const { server, crowd } = await openCrowd(t, (line) => [line])
  const closed = await measureLoad(server, crowd, new ClosedLoop(crowd, 8), TIMES)
  t.strictSame(closed.faults, NO_FAULTS)
  t.ok(closed.deliveredPerSecond > 500)
  t.ok((closed.deliveryUs?.p50 ?? 0) > 0)
  t.equal(closed.acknowledgedPerSecond, null, 'it acknowledges nothing')
})

t.test('an open loop keeps its rate', async (t) => {
  const { server, crowd } = await openCrowd(t, (line) => [line])
  const load = new OpenLoop(crowd, crowd.people, 2_000, 1)
  const figures = await measureLoad(server, crowd, load, { warmUpSeconds: 0.05, seconds: 1 })
  t.strictSame(figures.faults, NO_FAULTS)
  // Five standard deviations.
  t.ok(Math.abs(figures.sentPerSecond - 2_000) < 5 * Math.sqrt(2_000), `${figures.sentPerSecond}`)
})

t.test('each kind of fault is seen, and counted as what it is', async (t) => {
  const faultsOf = async (mischief: Mischief) => {
    const { server, crowd } = await openCrowd(t, mischief)
    const load = new OpenLoop(crowd, crowd.people, 1_000, 1)
    return (await measureLoad(server, crowd, load, TIMES)).faults
  }
  t.strictSame(await faultsOf((line, n) => (n === 20 ? [] : [line])), { ...NO_FAULTS, lost: 4 })
  t.strictSame(await faultsOf((line, n) => (n === 20 ? [line, line] : [line])), {
    ...NO_FAULTS,
    doubled: 4,
  })
  t.strictSame(await faultsOf((line, n) => (n === 20 ? [line.replace('tea', '')] : [line])), {
    ...NO_FAULTS,
    lost: 4,
    corrupt: 4,
  })
  t.strictSame(
    await faultsOf((line, n) => (n === 20 ? [line.replace(/^.{7}/, '1000009')] : [line])),
    { ...NO_FAULTS, lost: 4, corrupt: 4 },
    'from somebody else',
  )
  const held = new Map<Socket, string>()
  const late = await faultsOf((line, n, sender) => {
    if (n === 20) held.set(sender, line)
    if (n === 20) return []
    return n === 21 ? [line, held.get(sender) ?? ''] : [line]
  })
  t.strictSame(late, { ...NO_FAULTS, disordered: 4 })
})

t.test('what went wrong while nothing was measured is not forgotten, and told once', async (t) => {
  const { server, crowd } = await openCrowd(t, (line, n) => (n === 3 ? [line, line] : [line]))
  const load = () => new OpenLoop(crowd, crowd.people, 1_000, 1)
  await runLoad(crowd, load(), 0.1)
  t.equal((await measureLoad(server, crowd, load(), TIMES)).faults.doubled, 4)
  t.equal(countFaults((await measureLoad(server, crowd, load(), TIMES)).faults), 0)
})

t.test('a server that hangs up ends the measurement with a reason', async (t) => {
  const { server, crowd } = await openCrowd(t, (line, n, sender) => {
    if (n === 20) sender.destroy()
    return [line]
  })
  const load = new OpenLoop(crowd, crowd.people, 1_000, 1)
  const measuring = measureLoad(server, crowd, load, { warmUpSeconds: 0, seconds: 60 })
  await t.rejects(measuring, LoadError)
  await t.rejects(measuring, { message: /^test-00000\d lost its connection: / })
})

t.test('a server that is not there is a reason too', async (t) => {
  const server = await startFaultyServer((line) => [line])
  await server.stop()
  const accounts = await server.accounts({ prefix: 'test', count: 2 })
  await t.rejects(Crowd.open(server, pairSeats(accounts)), {
    message: /lost its connection: ECONNREFUSED/,
  })
})

t.test('crowds that leave are not missed', async (t) => {
  const { crowd, server } = await openCrowd(t, (line) => [line], 10)
  let isLost = false
  crowd.failed.catch(() => {
    isLost = true
  })
  crowd.leave()
  // By the time others have come and gone, what was to be heard of the first has been heard.
  const others = pairSeats(await server.accounts({ prefix: 'other', count: 10 }))
  const crowds = [await Crowd.open(server, others), await Crowd.open(server, others)]
  for (const other of crowds) other.leave()
  t.notOk(isLost)
})
