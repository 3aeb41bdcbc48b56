import t from 'tap'
import { ChatError } from '../../chat-error.ts'
import { StorageUnavailable } from '../../storage/storage-unavailable.ts'
import { Bench } from '../../test/support/bench.ts'
import { deferred } from '../../test/support/deferred.ts'
import { roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = stateOf(7, 'li', { chats: [roomChat(5, 'dev')] })

t.test('[P-4] with an id exactly one reply, without one only an error', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.say({ type: 'ping' }, { type: 'ping', id: 'a' }, { type: 'read', chat: '#dev' })
  li.say({ type: 'hello' }, { type: 'hello', id: 2 })
  await settled()
  t.match(li.frames, [
    { type: 'ok', id: 'a' },
    { type: 'error', code: 'bad_request', field: 'seq' },
    { type: 'ok', id: 2, protocol: 1 },
  ])
  t.equal(li.frames.length, 3)
  t.notOk('id' in (li.frames[1] ?? {}))
})

t.test('a question without an id gets no answer', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  bench.storage.historyPage = async () => '"messages":[]'
  li.say({ type: 'history', chat: '#dev' })
  await settled()
  t.same(li.frames, [])
})

t.test('[P-11] before login only what leads to it', async (t) => {
  const bench = new Bench(t)
  const guest = bench.connect().listen()
  const fields = { chat: '#dev', room: '#dev', cid: 'c', text: 't' }
  for (const type of ['send', 'history', 'missed', 'friends', 'room.join', 'logout', 'typing']) {
    t.match(await guest.ask({ ...fields, type }), { code: 'unauthenticated' }, type)
  }
  for (const type of ['hello', 'ping']) t.match(await guest.ask({ type }), { type: 'ok' }, type)
  t.match(await guest.ask({ type: 'login' }), { code: 'bad_request' })
})

t.test(
  'what nobody knows is an unknown type, and names of objects are nothing special',
  async (t) => {
    const bench = new Bench(t)
    const li = bench.join(LI)
    for (const type of ['nonsense', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
      t.match(await li.ask({ type }), { code: 'unknown_type' }, type)
    }
    li.write('{"type":"ping","id":"p","__proto__":{"type":"send"},"toString":1}\n')
    t.match(await li.reply('p'), { type: 'ok' })
    li.write('{"toString":1,"id":"q"}\n')
    t.match(await li.reply('q'), { code: 'bad_request', field: 'type' })
    t.same(bench.failures, [])
  },
)

t.test(
  'an outage is unavailable, with a time to come again; a bug is internal, and says no more',
  async (t) => {
    const bench = new Bench(t)
    const li = bench.join(LI)
    bench.storage.historyPage = () => Promise.reject(new StorageUnavailable('10.0.0.5 is away'))
    const outage = await li.ask({ type: 'history', chat: '#dev' })
    t.match(outage, { code: 'unavailable', retryAfterMs: 1_000 })
    bench.storage.historyPage = () => {
      throw new TypeError('x is not a function')
    }
    const bug = await li.ask({ type: 'history', chat: '#dev' })
    t.match(bug, { code: 'internal' })
    t.notMatch(JSON.stringify([outage, bug]), /10\.0\.0\.5|not a function/)
    t.equal(bench.failures.length, 2, 'both are for the log')
    bench.storage.historyPage = () => Promise.reject(new ChatError('busy', { retryAfterMs: 7 }))
    t.match(await li.ask({ type: 'history', chat: '#dev' }), { code: 'busy', retryAfterMs: 7 })
    t.equal(bench.failures.length, 2, 'what the user asked wrongly is not')
    t.same(bench.errors, ['unavailable', 'internal', 'busy'])
  },
)

t.test('[G-6] a command that throws at once harms nobody', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  bench.services.cursors.read = () => {
    throw new Error('a bug')
  }
  t.match(await li.ask({ type: 'read', chat: '#dev', seq: 0 }), { code: 'internal' })
  t.match(await li.ask({ type: 'ping' }), { type: 'ok' })
})

t.test('what was done is done, even when whoever asked has gone', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const twin = bench.join(LI)
  const stored = deferred<typeof LI.user>()
  bench.storage.setProfile = () => stored.promise
  li.say({ type: 'profile.set', id: 1, nickname: 'new' })
  await settled()
  li.breakOff()
  await settled()
  stored.resolve({ ...LI.user, nickname: 'new' })
  await settled()
  t.equal(twin.session.user?.nickname, 'new')
  t.same(bench.failures, [])
})

t.test('what is asked for a session that has gone meanwhile is counted nowhere', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const page = deferred<string>()
  bench.storage.historyPage = () => page.promise
  li.say({ type: 'history', id: 1, chat: '#dev' })
  await settled()
  li.breakOff()
  await settled()
  page.reject(new ChatError('not_found'))
  await settled()
  t.same(bench.errors, [])
})

t.test('a server that stops has nothing to log of what was under way', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const page = deferred<string>()
  bench.storage.historyPage = () => page.promise
  li.say({ type: 'history', id: 1, chat: '#dev' })
  await settled()
  bench.desk.registry.byeAll('shutting_down', () => 1_000)
  page.reject(new StorageUnavailable('The server is stopping and has let the database go.'))
  await settled()
  t.same(bench.failures, [])
})
