import t from 'tap'
import { deferred } from '../../test/support/deferred.ts'
import { PoolLoad } from '../pool-load.ts'

t.test('the time of a pool’s places adds up for every reader', async (t) => {
  const load = new PoolLoad({ name: 'p', threads: 1, tasksPerThread: 2 }, () => 3)
  const tasks = [deferred<void>(), deferred<void>(), deferred<void>()]
  const startedMs = performance.now()
  const work = tasks.map(({ promise }) => load.during(promise))
  while (performance.now() < startedMs + 30);
  // Who reads the utilisation since the last reading takes nothing from the sum.
  t.ok(load.read().busy > 0.99)
  for (const task of tasks) task.resolve()
  await Promise.all(work)
  const spentSeconds = (performance.now() - startedMs) / 1000
  const { busySeconds, ...rest } = load.totals()
  t.same(rest, { name: 'p', threads: 1, places: 2, queue: 3, tasks: 3 })
  t.ok(
    busySeconds >= 0.06 && busySeconds <= 2 * spentSeconds,
    'two places, and the third task waited',
  )
  t.equal(load.totals().busySeconds, busySeconds, 'an idle pool adds nothing')
})
