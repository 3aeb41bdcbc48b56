import t, { type Test } from 'tap'
import { foldName } from '../../../protocol/names.ts'
import type { NewToken } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import { deferred } from '../../test/support/deferred.ts'
import { stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = stateOf(7, 'li')

/** Li has an account, with the password "right one". */
function open(t: Test) {
  const bench = new Bench(t)
  const tokens: NewToken[] = []
  let passwordHash = 'hash of right one'
  let verified = 0
  const { verify } = bench.services.credentials
  bench.services.credentials.verify = (hash, password) => {
    verified += 1
    return verify(hash, password)
  }
  bench.storage.credentials = async (name) =>
    name === foldName('li') ? { userId: 7, passwordHash } : undefined
  bench.storage.loginState = async () => LI
  bench.storage.createToken = async (token) => void tokens.push(token)
  bench.storage.changePassword = async (_id, hash) => {
    passwordHash = hash
  }
  return { bench, tokens, verified: () => verified }
}

t.test('a password opens a new token that lives thirty days', async (t) => {
  const { bench, tokens } = open(t)
  const li = bench.connect().listen()
  const reply = await li.ask({ type: 'login', user: 'LI', password: 'right one', device: 'phone' })
  t.match(reply, { type: 'ok', me: { user: 'li' } })
  t.match(tokens, [{ userId: 7, device: 'phone', expiresAt: bench.clock.now() + 30 * 86_400_000 }])
  t.notMatch(JSON.stringify(tokens), reply['token'] as string)
})

t.test(
  'a wrong password and an unknown user are answered alike, after the same work',
  async (t) => {
    const { bench, verified } = open(t)
    const guest = bench.connect().listen()
    const wrong = await guest.ask({ type: 'login', user: 'li', password: 'wrong one' })
    t.equal(verified(), 1)
    const unknown = await guest.ask({ type: 'login', user: 'nobody', password: 'wrong one' })
    t.equal(verified(), 2)
    t.match(wrong, { code: 'bad_credentials' })
    t.same({ ...unknown, id: 0 }, { ...wrong, id: 0 })
  },
)

t.test('of many guesses sent at once none slips past the throttle', async (t) => {
  const { bench, verified } = open(t)
  const guests = Array.from({ length: 20 }, () => bench.connect().listen())
  const replies = await Promise.all(
    guests.map((guest, i) => guest.ask({ type: 'login', user: 'li', password: `guess ${i}` })),
  )
  const codes = replies.map(({ code }) => code)
  t.equal(codes.filter((code) => code === 'bad_credentials').length, 5)
  t.equal(codes.filter((code) => code === 'rate_limited').length, 15)
  t.equal(verified(), 5)
  const right = bench.connect().listen()
  t.match(await right.ask({ type: 'login', user: 'li', password: 'right one' }), {
    code: 'rate_limited',
  })
})

t.test('a changed password ends the other sessions, and not this one', async (t) => {
  const { bench } = open(t)
  const [li, twin] = [bench.join(LI), bench.join(LI)]
  t.match(await li.ask({ type: 'password.change', old: 'wrong one', new: 'another one' }), {
    code: 'bad_credentials',
    field: 'old',
  })
  t.equal(twin.session.isClosed, false)
  t.match(await li.ask({ type: 'password.change', old: 'right one', new: 'another one' }), {
    type: 'ok',
  })
  await twin.until(() => twin.hasEnded)
  t.match(twin.frames.at(-1), { type: 'bye', code: 'kicked' })
  t.match(await li.ask({ type: 'ping' }), { type: 'ok' })
})

t.test('the other sessions end even when this one is gone before the answer', async (t) => {
  const { bench } = open(t)
  const [li, twin] = [bench.join(LI), bench.join(LI)]
  const changed = deferred()
  bench.storage.changePassword = () => changed.promise
  li.say({ type: 'password.change', old: 'right one', new: 'another one' })
  await settled()
  li.breakOff()
  await settled()
  changed.resolve()
  await twin.until(() => twin.hasEnded)
  t.match(twin.frames, [{ type: 'bye', code: 'kicked' }])
})

t.test('a log-in with the old password does not slip past its change', async (t) => {
  const { bench, tokens } = open(t)
  const li = bench.join(LI)
  const changed = deferred()
  const change = bench.storage.changePassword as NonNullable<typeof bench.storage.changePassword>
  bench.storage.changePassword = async (...args) => {
    await changed.promise
    await change(...args)
  }
  li.say({ type: 'password.change', id: 'c', old: 'right one', new: 'another one' })
  await settled()
  const thief = bench.connect().listen()
  thief.say({ type: 'login', id: 'l', user: 'li', password: 'right one' })
  await settled()
  changed.resolve()
  t.match(await li.reply('c'), { type: 'ok' })
  t.match(await thief.reply('l'), { code: 'bad_credentials' })
  t.same(tokens, [])
})

t.test('a log-in by token that is under way looks again after the change', async (t) => {
  const { bench } = open(t)
  const li = bench.join(LI)
  const read = deferred()
  let reads = 0
  bench.storage.resume = async () => {
    reads += 1
    await read.promise
    return { ...LI, token: { device: '', lastUsedAt: 0 } }
  }
  const thief = bench.connect().listen()
  thief.say({ type: 'login', id: 'l', token: 'stolen' })
  await settled()
  await li.ask({ type: 'password.change', old: 'right one', new: 'another one' })
  read.resolve()
  await thief.reply('l')
  t.equal(reads, 2)
})
