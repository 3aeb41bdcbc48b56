import t, { type Test } from 'tap'
import type { ReminderRecord } from '../../storage/reminder-records.ts'
import { type Deferred, deferred } from '../../test/support/deferred.ts'
import { settled } from '../../test/support/settled.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import { ReminderBell } from '../reminder-bell.ts'

function open(t: Test) {
  const clock = new TurnedClock()
  const kept = new Map<number, ReminderRecord>()
  const rung: number[] = []
  const failures: unknown[] = []
  /** Where a test holds up the saying. */
  const held: { by: Deferred<void> | undefined } = { by: undefined }
  let heard = (): void => {}
  const bell = new ReminderBell({
    clock,
    storage: {
      nextReminders: async (until, limit) =>
        [...kept.values()]
          .filter(({ dueAt }) => dueAt <= until)
          .sort((a, b) => a.dueAt - b.dueAt)
          .slice(0, limit),
      deleteReminder: async (id) => void kept.delete(id),
    },
    ring: async ({ id }) => {
      rung.push(id)
      heard()
      await held.by?.promise
    },
    failed: (error) => failures.push(error),
  })
  // The bell alone keeps no process alive.
  const alive = setInterval(() => {}, 1_000)
  t.teardown(() => {
    bell.stop()
    clearInterval(alive)
  })
  const keep = (id: number, inMs: number): number => {
    const dueAt = clock.now() + inMs
    const place = { userId: 7, conversationId: 3, askedSeq: id }
    kept.set(id, { id, dueAt, language: 'en', text: 'tea', ...place })
    return dueAt
  }
  /** Resolves when that many have been said. */
  const until = async (count: number): Promise<void> => {
    while (rung.length < count) {
      await new Promise<void>((resolve) => {
        heard = resolve
      })
    }
    await settled()
  }
  return { bell, clock, kept, rung, failures, held, keep, until }
}

t.test('what became due while nobody rang is said at once, in order, and is gone', async (t) => {
  const { bell, kept, rung, keep } = open(t)
  keep(1, -5_000)
  keep(2, -9_000)
  keep(3, 3_600_000)
  keep(4, 30_000)
  bell.look()
  await settled()
  t.same(rung, [2, 1])
  t.same([...kept.keys()], [3, 4], 'what is soon due is not due')
})

t.test('however many there are', async (t) => {
  const { bell, kept, keep, until } = open(t)
  for (let id = 1; id <= 250; id += 1) keep(id, -id)
  bell.look()
  await until(250)
  t.equal(kept.size, 0)
})

t.test('one that is made rings when it is due, not before', async (t) => {
  const { bell, clock, rung, keep, until } = open(t)
  bell.look()
  await settled()
  bell.made(keep(1, 30))
  await settled()
  t.same(rung, [])
  clock.turn(30)
  await until(1)
  t.same(rung, [1])
})

t.test('one that becomes due while another is being said is not forgotten', async (t) => {
  const { bell, clock, rung, held, keep, until } = open(t)
  held.by = deferred()
  keep(1, 0)
  bell.look()
  await until(1)
  bell.made(keep(2, 1))
  clock.turn(1)
  // Its moment passes while the first is still on its way to the database.
  await new Promise((resolve) => setTimeout(resolve, 10))
  t.same(rung, [1])
  held.by.resolve()
  await until(2)
  t.same(rung, [1, 2])
})

t.test('one that could not be said stays, and is said when it looks again', async (t) => {
  const { bell, kept, rung, failures, held, keep } = open(t)
  held.by = deferred()
  held.by.reject(new Error('the database is away'))
  keep(1, 0)
  keep(2, 0)
  bell.look()
  await settled()
  t.equal(failures.length, 1)
  t.equal(kept.size, 2)
  held.by = undefined
  bell.look()
  await settled()
  t.same(rung, [1, 2, 1, 2])
  t.equal(kept.size, 0)
})

t.test('stopped, it says nothing more', async (t) => {
  const { bell, rung, keep } = open(t)
  bell.stop()
  keep(1, -1)
  bell.look()
  bell.made(0)
  await settled()
  t.same(rung, [])
})

t.test('of one user the next is said when the one before has been', async (t) => {
  const { bell, rung, held, keep, until } = open(t)
  const saying = deferred<void>()
  held.by = saying
  keep(1, -9_000)
  keep(2, -5_000)
  bell.look()
  await until(1)
  t.same(rung, [1])
  held.by = undefined
  saying.resolve()
  await until(2)
  t.same(rung, [1, 2])
})
