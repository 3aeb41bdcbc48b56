import t, { type Test } from 'tap'
import { ChatError } from '../../chat-error.ts'
import { StorageUnavailable } from '../../storage/storage-unavailable.ts'
import type { ChatRecord, Person } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import { type Deferred, deferred } from '../../test/support/deferred.ts'
import { directChat, personOf, relationTo, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'
import type { StorageApi } from '../../workers/storage-api.ts'

const LI = personOf(7, 'li')
const HAN = personOf(8, 'han')
const PEOPLE: Record<string, Person> = { li: LI, han: HAN, tom: personOf(9, 'tom') }

/** Li and Han are friends who have never said anything. */
function open(t: Test, directMessages: 'friends' | 'anyone' = 'friends') {
  const bench = new Bench(t, { directMessages })
  const opened: [number, number][] = []
  bench.storage.person = async (name) => PEOPLE[name]
  bench.storage.sentMessage = async () => undefined
  bench.storage.openDirect = async (userId, otherId) => {
    opened.push([userId, otherId])
    return directChat(3, Object.values(PEOPLE).find(({ id }) => id === otherId) as Person)
  }
  const friendOf = (person: Person, chats: ChatRecord[] = []) => ({
    relations: [relationTo(person)],
    chats,
  })
  const li = bench.join(stateOf(7, 'li', friendOf(HAN, [roomChat(5, 'dev')])))
  return { bench, li, opened, joinHan: () => bench.join(stateOf(8, 'han', friendOf(LI))) }
}

const send = (chat: string, cid = 'c1') => ({ type: 'send', chat, cid, text: '你好' })

t.test('a message joins the journal at once, with who waits for it and how long', async (t) => {
  const { bench, li } = open(t)
  li.say({ ...send('#DEV'), id: 'a' })
  await settled()
  const [entry] = bench.submitted
  t.match(entry, { cid: 'c1', text: '你好', requestId: 'a', at: bench.clock.now() })
  t.equal(entry?.chat, li.session.user?.chat('#dev'))
  t.equal(entry?.origin, li.session)
  t.equal(entry?.deadlineMs, bench.clock.monotonicMs() + 5_000)
  t.same(li.frames, [], '[P-9] nothing is said before the commit')
})

t.test('the first message of two friends opens their chat, on both sides', async (t) => {
  const { bench, li, opened, joinHan } = open(t)
  const han = joinHan()
  li.say({ ...send('Han'), id: 1 })
  await settled()
  t.same(opened, [
    [7, 8],
    [8, 7],
  ])
  t.equal(bench.submitted[0]?.chat.address, 'han')
  const chat = han.session.user?.chat('li')
  t.equal(chat?.conversation, bench.submitted[0]?.chat.conversation)
  t.same(chat?.conversation.online.length, 2)
  await li.ask({ type: 'ping' })
  li.say({ ...send('han', 'c2'), id: 2 })
  await settled()
  t.equal(opened.length, 2, 'once')
})

t.test('[P-12] a chat that could be opened for one side only is opened again', async (t) => {
  const { bench, li, joinHan } = open(t)
  const han = joinHan()
  const openDirect = bench.storage.openDirect as StorageApi['openDirect']
  bench.storage.openDirect = (userId, otherId, at) =>
    userId === 8
      ? Promise.reject(new StorageUnavailable('the database is away'))
      : openDirect(userId, otherId, at)
  t.match(await li.ask(send('han')), { code: 'unavailable' })
  bench.storage.openDirect = openDirect
  li.say({ ...send('han'), id: 'again' })
  await settled()
  t.equal(bench.submitted.length, 1)
  t.ok(han.session.user?.chat('li'), 'Han will be pushed it')
})

t.test('a friend who comes while the chat is opened knows it too', async (t) => {
  const { bench, li, joinHan } = open(t)
  const records = [deferred<ChatRecord>(), deferred<ChatRecord>()]
  let asked = 0
  bench.storage.openDirect = () => (records[asked++] as Deferred<ChatRecord>).promise
  li.say({ ...send('han'), id: 1 })
  await settled()
  const han = joinHan()
  records[0]?.resolve(directChat(3, HAN))
  await settled()
  t.equal(bench.submitted.length, 0)
  records[1]?.resolve(directChat(3, LI))
  await settled()
  t.equal(bench.submitted[0]?.chat.conversation.online.length, 2)
  t.ok(han.session.user?.chat('li'))
})

t.test('[P-12] who comes back while their chat is opened has it', async (t) => {
  const { bench, li } = open(t)
  const record = deferred<ChatRecord>()
  bench.storage.openDirect = () => record.promise
  const read = deferred()
  let chats: ChatRecord[] = []
  bench.storage.resume = async () => {
    const state = { ...stateOf(7, 'li', { relations: [relationTo(HAN)], chats }) }
    await read.promise
    return { ...state, token: { device: '', lastUsedAt: bench.clock.now() } }
  }
  li.say({ ...send('han'), id: 1 })
  await settled()
  li.breakOff()
  const back = bench.connect().listen()
  back.say({ type: 'login', id: 2, token: 'x' })
  await settled()
  // The login has read before this was committed, and enters after it.
  chats = [directChat(3, HAN)]
  record.resolve(directChat(3, HAN))
  await settled()
  read.resolve()
  t.match(await back.reply(2), { chats: [{ chat: 'han' }] })
  t.ok(back.session.user?.chat('han'), 'what Han answers is pushed')
})

t.test('[G-3] what is sent behind the opening message stays behind it', async (t) => {
  const { bench, li } = open(t)
  const record = deferred<ChatRecord>()
  let asked = 0
  bench.storage.openDirect = () => {
    asked += 1
    return record.promise
  }
  li.say(...['c1', 'c2', 'c3'].map((cid) => ({ ...send('han', cid), id: cid })))
  await settled()
  t.same([asked, bench.submitted.length], [1, 0], 'the second is not even looked at')
  record.resolve(directChat(3, HAN))
  await settled()
  t.same(
    bench.submitted.map(({ cid }) => cid),
    ['c1', 'c2', 'c3'],
  )
})

t.test('[P-10] who may write to whom', async (t) => {
  const { bench, li } = open(t)
  t.match(await li.ask(send('nobody')), { code: 'not_found', field: 'chat' })
  t.match(await li.ask(send('LI')), { code: 'bad_request', field: 'chat' })
  t.match(await li.ask(send('tom')), { code: 'not_friends' })
  bench.storage.roomInfo = async () => ({}) as never
  t.match(await li.ask(send('#other')), { code: 'not_member' })
  bench.storage.roomInfo = () => Promise.reject(new ChatError('not_found'))
  t.match(await li.ask(send('#nowhere')), { code: 'not_found' })
  li.session.user?.relations.set(8, 4)
  t.match(await li.ask(send('han')), { code: 'blocked' })
  t.same(bench.submitted, [])
})

t.test('[P-10] where anyone may write to anyone a block still holds', async (t) => {
  const { bench, li } = open(t, 'anyone')
  li.say({ ...send('tom'), id: 1 })
  await settled()
  t.equal(bench.submitted.length, 1)
  li.session.user?.relations.set(9, 2)
  t.match(await li.ask(send('tom', 'c2')), { code: 'blocked' })
})

t.test('a friendship that ends ends the writing, though the chat is known', async (t) => {
  const { bench, li } = open(t)
  li.say({ ...send('han'), id: 1 })
  await settled()
  li.session.user?.relations.delete(8)
  t.match(await li.ask(send('han', 'c2')), { code: 'not_friends' })
  t.equal(bench.submitted.length, 1)
})

t.test('a friendship that ends while the chat is opened ends it too', async (t) => {
  const { bench, li } = open(t)
  const record = deferred<ChatRecord>()
  bench.storage.openDirect = () => record.promise
  li.say({ ...send('han'), id: 1 })
  await settled()
  li.session.user?.relations.delete(8)
  record.resolve(directChat(3, HAN))
  t.match(await li.reply(1), { code: 'not_friends' })
  t.same(bench.submitted, [])
})

t.test('a journal that is full says busy, and the client may go on sending', async (t) => {
  const { bench, li } = open(t)
  bench.services.journal.submit = () => {
    throw new ChatError('busy', { retryAfterMs: 1_000 })
  }
  const requests = Array.from({ length: 100 }, (_, id) => ({ ...send('#dev', `c${id}`), id }))
  li.say(...requests)
  await settled()
  t.equal(li.frames.filter(({ code }) => code === 'busy').length, 100)
})

t.test('who leaves while the chat is opened sends nothing and is listed nowhere', async (t) => {
  const { bench, li, joinHan } = open(t)
  const han = joinHan()
  const record = deferred<ChatRecord>()
  bench.storage.openDirect = () => record.promise
  li.say({ ...send('han'), id: 1 })
  await settled()
  li.breakOff()
  han.breakOff()
  await settled()
  record.resolve(directChat(3, HAN))
  await settled()
  t.same(bench.submitted, [])
  t.same(bench.directory.conversation(3)?.online, [])
})
