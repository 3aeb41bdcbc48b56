import t from 'tap'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import { LoginThrottle } from '../login-throttle.ts'

const fail = (throttle: LoginThrottle, times: number, address: string, name: string): void => {
  for (let i = 0; i < times; i += 1) throttle.failed(address, name)
}

t.test('after five failures in a minute the account waits, from that address only', async (t) => {
  const clock = new TurnedClock()
  const throttle = new LoginThrottle(clock)
  fail(throttle, 4, '10.0.0.1', 'li')
  t.equal(throttle.waitMs('10.0.0.1', 'li'), 0)
  clock.turn(10_000)
  throttle.failed('10.0.0.1', 'li')
  t.equal(throttle.waitMs('10.0.0.1', 'li'), 50_000, 'until the first of them is a minute old')
  t.equal(throttle.waitMs('10.0.0.1', 'han'), 0)
  t.equal(throttle.waitMs('10.0.0.2', 'li'), 0, 'nobody can lock somebody else out')
  clock.turn(50_000)
  t.equal(throttle.waitMs('10.0.0.1', 'li'), 0)
  throttle.failed('10.0.0.1', 'li')
  t.equal(throttle.waitMs('10.0.0.1', 'li'), 0, 'one of the five has been forgotten')
})

t.test('after fifty failures in a minute the address waits, whatever the account', async (t) => {
  const clock = new TurnedClock()
  const throttle = new LoginThrottle(clock)
  for (let i = 0; i < 49; i += 1) throttle.failed('10.0.0.1', `user-${i}`)
  t.equal(throttle.waitMs('10.0.0.1', 'new'), 0)
  throttle.failed('10.0.0.1', 'one more')
  t.equal(throttle.waitMs('10.0.0.1', 'new'), 60_000)
  t.equal(throttle.waitMs('10.0.0.2', 'new'), 0)
})

t.test(
  'the right password wipes out the failures of the account, not of the address',
  async (t) => {
    const throttle = new LoginThrottle(new TurnedClock())
    fail(throttle, 4, '10.0.0.1', 'li')
    throttle.succeeded('10.0.0.1', 'li')
    fail(throttle, 4, '10.0.0.1', 'li')
    t.equal(throttle.waitMs('10.0.0.1', 'li'), 0)
    fail(throttle, 42, '10.0.0.1', 'other')
    t.equal(throttle.waitMs('10.0.0.1', 'li'), 60_000)
  },
)

t.test('a sweep forgets what is over and nothing else', async (t) => {
  const clock = new TurnedClock()
  const throttle = new LoginThrottle(clock)
  fail(throttle, 5, '10.0.0.1', 'li')
  clock.turn(59_999)
  throttle.sweep()
  t.equal(throttle.waitMs('10.0.0.1', 'li'), 1)
  t.equal(throttle.size, 2, 'an account and an address')
  clock.turn(1)
  throttle.sweep()
  t.equal(throttle.size, 0)
})
