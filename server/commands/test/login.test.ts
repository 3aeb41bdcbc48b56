import t from 'tap'
import { ChatError } from '../../chat-error.ts'
import { hashToken } from '../../sessions/token.ts'
import type { ResumeState } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import { deferred } from '../../test/support/deferred.ts'
import { directChat, personOf, relationTo, stateOf } from '../../test/support/members.ts'
import { microtasks } from '../../test/support/microtasks.ts'
import { settled } from '../../test/support/settled.ts'

const HAN = personOf(8, 'han')
const TOKEN = { device: 'laptop', lastUsedAt: Date.UTC(2026, 10, 22) }
const resumed = (fields: Parameters<typeof stateOf>[2] = {}): ResumeState => ({
  ...stateOf(7, 'li', fields),
  token: TOKEN,
})

t.test('a token brings back who it was, with what memory knows better', async (t) => {
  const bench = new Bench(t)
  const asked: Uint8Array[] = []
  const chats = [directChat(3, HAN, { head: 5, received: 4, read: 2 })]
  bench.storage.resume = async (hash) => {
    asked.push(hash)
    return resumed({ chats, relations: [relationTo(HAN)] })
  }
  const li = bench.connect().listen()
  const reply = await li.ask({ type: 'login', token: 'secret' })
  t.match(reply, {
    type: 'ok',
    token: 'secret',
    me: { user: 'li', status: 'online' },
    friends: [
      { user: 'assistant', status: 'online' },
      { user: 'han', status: 'offline' },
    ],
    chats: [{ chat: 'han', head: 5, received: 4, read: 2 }],
  })
  t.same(asked, [hashToken('secret')], 'only the hash leaves')
  t.equal(li.session.device, 'laptop')
  t.match(await li.ask({ type: 'login', token: 'secret' }), { code: 'conflict' })
})

t.test('a second session is told where the first has got to', async (t) => {
  const bench = new Bench(t)
  const chats = [directChat(3, HAN, { head: 5, received: 1, read: 1 })]
  bench.storage.resume = async () => resumed({ chats })
  const first = bench.connect().listen()
  await first.ask({ type: 'login', token: 'x' })
  await first.ask({ type: 'read', chat: 'han', seq: 5 })
  const second = bench.connect().listen()
  t.match(await second.ask({ type: 'login', token: 'x' }), {
    chats: [{ head: 5, received: 5, read: 5 }],
  })
})

t.test('what changes while a log-in is under way is read again, at whatever moment', async (t) => {
  for (let moment = 0; moment < 30; moment += 1) {
    const bench = new Bench(t)
    const { directory } = bench
    let relations = [relationTo(HAN, { state: 'incoming' })]
    const read = deferred()
    bench.storage.resume = async () => {
      const state = resumed({ relations })
      await read.promise
      return state
    }
    const li = bench.connect().listen()
    li.say({ type: 'login', id: 1, token: 'x' })
    await settled()
    read.resolve()
    await microtasks(moment)
    // As the command of the other user does it, once the database has answered.
    relations = [relationTo(HAN)]
    directory.user(7)?.relations.set(8, 1)
    directory.changed(7)
    await li.reply(1)
    t.equal(directory.user(7)?.isFriendOf(8), true, `after ${moment} microtasks`)
  }
})

t.test('who changes all the time is asked to come back', async (t) => {
  const bench = new Bench(t)
  let reads = 0
  bench.storage.resume = async () => {
    reads += 1
    bench.directory.changed(7)
    return resumed()
  }
  const li = bench.connect().listen()
  t.match(await li.ask({ type: 'login', token: 'x' }), { code: 'busy', retryAfterMs: 1_000 })
  t.equal(reads, 6)
  t.equal(bench.directory.user(7), undefined)
})

t.test('a token that was revoked meanwhile opens nothing', async (t) => {
  const bench = new Bench(t)
  const read = deferred()
  let isRevoked = false
  bench.storage.resume = async () => {
    if (isRevoked) throw new ChatError('bad_token')
    await read.promise
    return resumed()
  }
  const li = bench.connect().listen()
  li.say({ type: 'login', id: 1, token: 'x' })
  await settled()
  isRevoked = true
  bench.directory.changed(7)
  read.resolve()
  t.match(await li.reply(1), { code: 'bad_token' })
  t.equal(bench.directory.user(7), undefined)
})

t.test('who has gone before the answer enters no list', async (t) => {
  const bench = new Bench(t, { maxPending: 1 })
  const read = deferred<ResumeState>()
  bench.storage.resume = () => read.promise
  const li = bench.connect().listen()
  li.say({ type: 'login', id: 1, token: 'x' })
  await settled()
  li.breakOff()
  await settled()
  read.resolve(resumed({ chats: [directChat(3, HAN)] }))
  await settled()
  t.same([bench.directory.userCount, bench.directory.sessionCount], [0, 0])
  t.equal(bench.directory.conversation(3), undefined)
  t.equal(bench.desk.registry.size, 0)
  const next = bench.connect().listen()
  t.match(await next.ask({ type: 'ping' }), { type: 'ok' }, 'and its place is free')
  t.same(bench.failures, [])
})

t.test('who is banned is told until when', async (t) => {
  const bench = new Bench(t)
  const bannedUntil = bench.clock.now() + 60_000
  bench.storage.resume = async () => resumed({ bannedUntil })
  const li = bench.connect().listen()
  t.match(await li.ask({ type: 'login', token: 'x' }), { code: 'banned', message: /2026-11-22/ })
  bench.clock.turn(60_000)
  t.match(await li.ask({ type: 'login', token: 'x' }), { type: 'ok' })
})

t.test('a ban that comes while the log-in is under way holds', async (t) => {
  const bench = new Bench(t)
  let bannedUntil = 0
  bench.storage.resume = async () => {
    const state = resumed({ bannedUntil })
    if (bannedUntil === 0) bench.directory.changed(7)
    bannedUntil = bench.clock.now() + 60_000
    return state
  }
  const li = bench.connect().listen()
  t.match(await li.ask({ type: 'login', token: 'x' }), { code: 'banned' })
})

t.test('who comes back before the last cursors are written waits for them', async (t) => {
  const bench = new Bench(t)
  let stored = 1
  const chats = () => [directChat(3, HAN, { head: 5, received: stored })]
  bench.storage.saveCursors = async ([row]) => {
    stored = row?.received ?? stored
  }
  bench.storage.resume = async () => resumed({ chats: chats() })
  const first = bench.connect().listen()
  await first.ask({ type: 'login', token: 'x' })
  await first.ask({ type: 'received', chat: 'han', seq: 4 })
  first.breakOff()
  await settled()
  const again = bench.connect().listen()
  t.match(await again.ask({ type: 'login', token: 'x' }), { chats: [{ received: 4 }] })
  t.equal(stored, 4)
})

t.test(
  'what the last session had changed is known to the next, which logged in beside it',
  async (t) => {
    const bench = new Bench(t)
    let [received, nickname] = [1, 'Li']
    bench.storage.saveCursors = async ([row]) => {
      received = row?.received ?? received
    }
    bench.storage.setProfile = async () => {
      nickname = '李雷'
      return { ...resumed().user, nickname }
    }
    const read = deferred()
    let reads = 0
    bench.storage.resume = async () => {
      reads += 1
      const state = resumed({ chats: [directChat(3, HAN, { head: 5, received })] })
      const asItWas = { ...state, user: { ...state.user, nickname } }
      if (reads === 2) await read.promise
      return asItWas
    }
    const first = bench.connect().listen()
    await first.ask({ type: 'login', token: 'x' })
    const second = bench.connect().listen()
    second.say({ type: 'login', id: 1, token: 'x' })
    await settled()
    await first.ask({ type: 'received', chat: 'han', seq: 4 })
    await first.ask({ type: 'profile.set', nickname: '李雷' })
    await bench.cursors.save()
    first.breakOff()
    await settled()
    read.resolve()
    t.match(await second.reply(1), { me: { nickname: '李雷' }, chats: [{ received: 4 }] })
  },
)
