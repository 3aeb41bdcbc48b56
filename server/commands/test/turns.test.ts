import t from 'tap'
import { deferred } from '../../test/support/deferred.ts'
import { settled } from '../../test/support/settled.ts'
import { Turns } from '../turns.ts'

const OUTAGE = new Error('the database is away')

interface Work {
  run(): Promise<string>
  finish(): void
  fail(error: Error): void
  hasStarted: boolean
}

function work(result: string): Work {
  const { promise, resolve, reject } = deferred<string>()
  const it: Work = {
    hasStarted: false,
    run: () => {
      it.hasStarted = true
      return promise
    },
    finish: () => resolve(result),
    fail: reject,
  }
  return it
}

t.test('one after another for a key, side by side for two', async (t) => {
  const turns = new Turns()
  const [first, second, other] = [work('first'), work('second'), work('other')]
  const results = [
    turns.take('a', first.run),
    turns.take('a', second.run),
    turns.take('b', other.run),
  ]
  await settled()
  t.same([first.hasStarted, second.hasStarted, other.hasStarted], [true, false, true])
  first.finish()
  await settled()
  t.equal(second.hasStarted, true)
  second.finish()
  other.finish()
  t.same(await Promise.all(results), ['first', 'second', 'other'])
})

t.test('a failure is the business of whoever met it', async (t) => {
  const turns = new Turns((error) => error === OUTAGE)
  const [first, second] = [work('first'), work('second')]
  const refused = turns.take('a', first.run)
  const next = turns.take('a', second.run)
  first.fail(new Error('no such user'))
  second.finish()
  await t.rejects(refused, { message: 'no such user' })
  t.equal(await next, 'second')
})

t.test('an outage is everybody’s: nobody waits their own five seconds behind it', async (t) => {
  const turns = new Turns((error) => error === OUTAGE)
  const waiting = Array.from({ length: 100 }, () => work('never'))
  const results = waiting.map(({ run }) => turns.take('a', run))
  waiting[0]?.fail(OUTAGE)
  const outcomes = await Promise.allSettled(results)
  t.ok(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason === OUTAGE))
  t.equal(waiting.filter(({ hasStarted }) => hasStarted).length, 1)
  const after = work('back')
  after.finish()
  t.equal(await turns.take('a', after.run), 'back', 'the next one tries for itself')
})
