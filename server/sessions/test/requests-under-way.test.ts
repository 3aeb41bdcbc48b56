import t from 'tap'
import type { Entry } from '../../journal/entry.ts'
import { Bench } from '../../test/support/bench.ts'
import type { Client } from '../../test/support/client.ts'
import { deferred } from '../../test/support/deferred.ts'
import { roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = stateOf(7, 'li', { chats: [roomChat(5, 'dev')] })

const send = (id: number) => ({ type: 'send', id, chat: '#dev', cid: `c${id}`, text: `${id}` })
const sends = (count: number) => Array.from({ length: count }, (_, id) => send(id))

/** As the journal does it after the commit. */
function commit(entries: Entry[]): void {
  for (const [i, { origin, requestId }] of entries.entries()) {
    origin?.sent(requestId, '"#dev"', i + 1, 1, false)
  }
}

const idsOf = (client: Client): unknown[] => client.frames.map(({ id }) => id)

t.test('a connection with 64 sends under way is not read until one is answered', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.say(...sends(70))
  await settled()
  t.equal(bench.submitted.length, 64)
  commit(bench.submitted.splice(0, 2))
  await settled()
  t.equal(bench.submitted.length, 64, 'two answered, two more read')
  commit(bench.submitted.splice(0, 62))
  await settled()
  t.same(
    bench.submitted.map(({ text }) => text),
    ['64', '65', '66', '67', '68', '69'],
    'in the order of sending [G-3]',
  )
})

t.test('a send that is refused makes room too', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.say(...sends(65))
  await settled()
  const { origin, requestId } = bench.submitted[0] as Entry
  const { ChatError } = await import('../../chat-error.ts')
  origin?.refused(requestId, new ChatError('unavailable', { retryAfterMs: 1_000 }))
  await settled()
  t.equal(bench.submitted.length, 65)
  t.match(li.frames, [{ type: 'error', id: 0, code: 'unavailable', retryAfterMs: 1_000 }])
})

t.test('eight questions may be under way, and their answers may overtake each other', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const pages: ReturnType<typeof deferred<string>>[] = []
  bench.storage.historyPage = () => {
    const page = deferred<string>()
    pages.push(page)
    return page.promise
  }
  li.say(...Array.from({ length: 10 }, (_, id) => ({ type: 'history', id, chat: '#dev' })))
  await settled()
  t.equal(pages.length, 8)
  pages[5]?.resolve('"messages":[]')
  await settled()
  t.same(idsOf(li), [5])
  t.equal(pages.length, 9)
})

t.test('what changes something holds up what is behind it until it is done', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const profile = deferred<typeof LI.user>()
  bench.storage.setProfile = () => profile.promise
  li.say({ type: 'profile.set', id: 1, bio: 'x' }, { type: 'ping', id: 2 }, send(3))
  await settled()
  t.same([idsOf(li), bench.submitted.length], [[], 0])
  profile.resolve({ ...LI.user, bio: 'x' })
  await settled()
  t.same([idsOf(li), bench.submitted.length], [[1, 2], 1])
})

t.test('a client that closes its side gets its answers first', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  const page = deferred<string>()
  bench.storage.historyPage = () => page.promise
  li.say({ type: 'history', id: 'h', chat: '#dev' }, ...sends(65))
  li.peer.end()
  await settled()
  commit(bench.submitted.splice(0))
  await settled()
  t.equal(bench.submitted.length, 1, 'the 65th was behind the 64')
  t.equal(li.session.isClosed, false)
  commit(bench.submitted)
  page.resolve('"messages":[]')
  await li.until(() => li.hasEnded)
  t.same(idsOf(li), [...Array.from({ length: 65 }, (_, id) => id), 'h'])
  t.same(bench.closes, ['client_closed'])
})

t.test('a client that says goodbye first and nothing else is simply gone', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.peer.end()
  await li.until(() => li.hasEnded)
  await settled()
  t.same(bench.closes, ['client_closed'])
  t.equal(bench.directory.user(7), undefined)
})

t.test('[P-4] logging out waits for what was sent before', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  bench.storage.deleteToken = async () => {}
  li.say(send(1), { type: 'logout', id: 2 }, { type: 'ping', id: 3 })
  await settled()
  t.same(idsOf(li), [2])
  t.equal(li.session.isClosed, false)
  commit(bench.submitted)
  await li.until(() => li.hasEnded)
  t.same(idsOf(li), [2, 1], 'and nothing behind it is heard')
  await settled()
  t.same(bench.closes, ['logout'])
})

t.test('stopping leaves what was asked to be answered, and hears nothing more', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(LI)
  li.say(send(1))
  await settled()
  li.session.stopReading()
  li.say({ type: 'ping', id: 2 })
  await settled()
  commit(bench.submitted)
  await settled()
  t.same(idsOf(li), [1])
})
