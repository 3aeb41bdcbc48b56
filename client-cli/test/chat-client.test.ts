import t from 'tap'
import { arrive, Listener } from './support/events.ts'
import { type Caller, FakePeer } from './support/fake-peer.ts'

async function scene(test: Tap, setUp: (peer: FakePeer) => void = () => undefined) {
  const peer = await FakePeer.start()
  setUp(peer)
  const li = await arrive(peer, 'li')
  test.teardown(async () => {
    await li.client.close()
    await peer.stop()
  })
  return { peer, li }
}

interface Tap {
  teardown(tidy: () => unknown): void
}

t.test('a message goes out, is stored once and shown once', async (t) => {
  const { peer, li } = await scene(t)
  const { cid } = li.client.send('han', '你好')
  await li.until(() => li.texts.length > 0)
  t.match(li.of('stored'), [{ message: { cid }, stored: { chat: 'han', seq: 1 } }])
  t.same(li.texts, ['你好'])
  t.equal(peer.log('li', 'han').length, 1)
})

t.test('messages of others come in order, and are acknowledged', async (t) => {
  const { peer, li } = await scene(t)
  for (const text of ['one', 'two', 'three']) peer.say('han', 'li', text)
  await li.until(() => li.texts.length === 3)
  t.same(li.texts, ['one', 'two', 'three'])
  await until(() => peer.received('li', 'han') === 3)
  t.ok(peer.askedFor('received').length <= 2, 'a burst is acknowledged in one frame or two')
})

t.test('answers that come one byte at a time are the same answers', async (t) => {
  const { peer, li } = await scene(t, (peer) => {
    peer.bytewise = true
    peer.store('han', 'li', '离线消息')
  })
  t.same(li.texts, ['离线消息'])
  peer.say('han', 'li', '中午一起喝茶吗?')
  li.client.send('han', '好')
  await li.until(() => li.texts.length === 3)
  t.same(li.texts.toSorted(), ['中午一起喝茶吗?', '好', '离线消息'])
})

t.test(
  'a connection cut before the answer: sent again with the same cid, stored and shown once [G-2]',
  async (t) => {
    const { peer, li } = await scene(t)
    let cuts = 0
    peer.intercept = (frame, caller) => {
      if (frame.type !== 'send' || cuts === 2) return false
      cuts += 1
      // The first time nothing is stored, the second time it is and only the answer is lost.
      if (cuts === 2) peer.store('li', 'han', String(frame['text']), String(frame['cid']))
      caller.socket.destroy()
      return true
    }
    const { cid } = li.client.send('han', 'once')
    li.client.send('han', 'after it')
    await li.until(() => li.texts.length === 2)
    t.same(li.texts, ['once', 'after it'])
    const sent = peer.askedFor('send').filter((frame) => frame['text'] === 'once')
    t.ok(sent.length >= 2)
    t.same([...new Set(sent.map((frame) => frame['cid']))], [cid])
    t.equal(peer.log('li', 'han').length, 2)
    t.equal(li.of('stored').length, 2)
  },
)

t.test('a gap is pulled, and what came behind it waits [G-4]', async (t) => {
  const { peer, li } = await scene(t)
  peer.say('han', 'li', '1')
  peer.store('han', 'li', '2')
  peer.store('han', 'li', '3')
  peer.say('han', 'li', '4')
  await li.until(() => li.texts.length === 4)
  t.same(li.texts, ['1', '2', '3', '4'])
})

t.test('one’s own answer that overtakes another’s message is no gap worth a request', async (t) => {
  const { peer, li } = await scene(t)
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'send') return false
    // One commit held both; replies go out before events.
    const other = peer.store('han', 'li', 'first')
    const { seq, at } = peer.store('li', 'han', 'second', String(frame['cid']))
    peer.ok(caller, frame, { chat: 'han', seq, at })
    peer.write(caller, { type: 'msg', ...other, chat: 'han' })
    return true
  }
  li.client.send('han', 'second')
  await li.until(() => li.texts.length === 2)
  t.same(li.texts, ['first', 'second'])
  t.equal(peer.askedFor('history').length, 0)
})

t.test('resync pulls what the server did not push [P-13]', async (t) => {
  const { peer, li } = await scene(t)
  peer.say('han', 'li', '1')
  for (let n = 2; n <= 450; n += 1) peer.store('han', 'li', String(n))
  peer.tell('li', { type: 'resync', chats: [{ chat: 'han', head: 450 }] })
  await li.until(() => li.texts.length === 450)
  t.same(
    li.texts,
    Array.from({ length: 450 }, (_, index) => String(index + 1)),
  )
})

t.test('what came while away is handed on before "caught-up", and acknowledged', async (t) => {
  const { peer, li } = await scene(t, (peer) => {
    for (const text of ['a', 'b', 'c']) peer.store('han', 'li', text)
  })
  t.same(li.texts, ['a', 'b', 'c'])
  t.equal(peer.received('li', 'han'), 3)
})

t.test(
  'what was pushed in the same breath as the answer to the log-in is not taken for the beginning',
  async (t) => {
    const { li } = await scene(t, (peer) => {
      for (const text of ['old 1', 'old 2']) peer.store('han', 'li', text)
      let logins = 0
      peer.intercept = (frame, caller) => {
        logins += frame.type === 'login' ? 1 : 0
        if (frame.type !== 'login' || logins > 1) return false
        caller.socket.cork()
        peer.intercept = () => false
        caller.user = 'li'
        const login = {
          token: 'token of li',
          me: { user: 'li', nickname: 'li', status: 'online' },
          friends: [],
          requests: [],
        }
        peer.ok(caller, frame, { ...login, chats: peer.chatsOf('li') })
        peer.say('han', 'li', 'new')
        caller.socket.uncork()
        return true
      }
    })
    await li.until(() => li.texts.length === 3)
    t.same(li.texts, ['old 1', 'old 2', 'new'])
  },
)

t.test(
  'messages missed during a short break come once, also those that another device has acknowledged',
  async (t) => {
    const { peer, li } = await scene(t)
    peer.say('han', 'li', '1')
    await li.until(() => li.texts.length === 1)
    for (const text of ['2', '3']) peer.store('han', 'li', text)
    peer.received('li', 'han', 3)
    peer.store('han', 'li', '4')
    peer.cut()
    await li.until(() => li.texts.length === 4)
    t.same(li.texts, ['1', '2', '3', '4'])
  },
)

t.test(
  '"bye" with retryAfterMs: the client stays away that long, then logs in by token',
  async (t) => {
    const { peer, li } = await scene(t)
    const leftAt = performance.now()
    peer.tell('li', {
      type: 'bye',
      code: 'shutting_down',
      message: 'Back soon.',
      retryAfterMs: 120,
    })
    peer.cut()
    await li.until(() => li.of('online').length === 2)
    t.ok(performance.now() - leftAt >= 119)
    t.match(li.of('offline'), [{ reason: 'Back soon.', pauseMs: 120 }])
    t.match(peer.askedFor('login').at(-1), { token: 'token of li' })
  },
)

t.test('a refused token asks for credentials; none given ends the client', async (t) => {
  const peer = await FakePeer.start()
  t.teardown(() => peer.stop())
  const answers = [{ user: 'li', password: 'password of li' }, undefined]
  const li = await arrive(peer, 'li', { askCredentials: async () => answers.shift() })
  t.teardown(() => li.client.close())
  peer.tokensAreGood = false
  peer.cut()
  await li.until(() => li.of('online').length === 2)
  peer.cut()
  await li.until(() => li.of('ended').length === 1)
  t.match(li.of('ended'), [{ error: { code: 'bad_token' } }])
})

t.test('who was kicked does not come back by itself', async (t) => {
  const { peer, li } = await scene(t)
  peer.tell('li', { type: 'bye', code: 'kicked', message: 'Enough.' })
  peer.cut()
  await li.until(() => li.of('ended').length === 1)
  t.match(li.of('ended'), [{ error: { code: 'kicked', message: 'Enough.' } }])
  t.equal(peer.callers.length, 1)
})

t.test(
  '"rate_limited" holds the whole lane back, in order; "not_friends" drops the message and says so',
  async (t) => {
    const { peer, li } = await scene(t)
    let refused = 0
    peer.intercept = (frame, caller) => {
      if (frame.type !== 'send') return false
      if (frame['text'] === 'to nobody') peer.error(caller, frame, 'not_friends')
      else if (refused++ < 2) peer.error(caller, frame, 'rate_limited', { retryAfterMs: 20 })
      else return false
      return true
    }
    for (const text of ['1', 'to nobody', '2', '3']) li.client.send('han', text)
    await li.until(() => li.texts.length === 3)
    t.same(li.texts, ['1', '2', '3'])
    t.match(li.of('refused'), [{ message: { text: 'to nobody' }, error: { code: 'not_friends' } }])
    t.ok(await li.client.drain(10))
  },
)

t.test('a server that says nothing is given up, and tried again', async (t) => {
  const peer = await FakePeer.start()
  t.teardown(() => peer.stop())
  const timing = { answerMs: 60, silenceMs: 60 }
  const li = await arrive(peer, 'li', { timing })
  t.teardown(() => li.client.close())
  peer.intercept = ({ type }) => type !== 'login'
  li.client.send('han', 'is anybody there?')
  await li.until(() => li.of('offline').length >= 1)
  t.match(li.of('offline')[0], { reason: 'no_answer' })
  peer.intercept = () => false
  await li.until(() => li.texts.length === 1)
  t.equal(peer.log('li', 'han').length, 1)
})

t.test('silence with nothing due is asked with a ping, and a ping is answered', async (t) => {
  const peer = await FakePeer.start()
  t.teardown(() => peer.stop())
  const li = await arrive(peer, 'li', { timing: { silenceMs: 30 } })
  t.teardown(() => li.client.close())
  await until(() => peer.askedFor('ping').length > 0)
  const before = peer.askedFor('ping').filter(({ id }) => id === undefined).length
  peer.tell('li', { type: 'ping' })
  await until(() => peer.askedFor('ping').filter(({ id }) => id === undefined).length > before)
  t.equal(li.of('offline').length, 0)
})

t.test(
  'garbage is skipped, ten pieces of it end the connection, and a line without end as well',
  async (t) => {
    const { peer, li } = await scene(t)
    const current = (): Caller => peer.callers.at(-1) as Caller
    for (const line of [
      'not json',
      '[]',
      '{"type":7}',
      '{"type":"msg","chat":7}',
      '{"type":"constructor"}',
      '\xff',
    ]) {
      current().socket.write(Buffer.from(`${line}\n`, 'latin1'))
    }
    peer.say('han', 'li', 'still here')
    await li.until(() => li.texts.length === 1)
    t.equal(li.of('offline').length, 0)

    current().socket.write('garbage\n'.repeat(10))
    await li.until(() => li.of('online').length === 2)
    t.match(li.of('offline'), [{ reason: 'garbage' }])

    current().socket.write(Buffer.alloc(1_048_576 + 2, 'x'))
    await li.until(() => li.of('online').length === 3)
    t.match(li.of('offline'), [{ reason: 'garbage' }, { reason: 'garbage' }])
  },
)

t.test(
  'a reply without the fields that it must have is an error of that request alone',
  async (t) => {
    const { peer, li } = await scene(t)
    peer.intercept = (frame, caller) => {
      if (frame.type !== 'friends') return false
      peer.ok(caller, frame, { friends: 'all of them' })
      return true
    }
    await t.rejects(li.client.request('friends', {}), { code: 'bad_reply' })
    t.ok(li.client.isOnline)
  },
)

t.test('history that promises more and gives nothing is not asked for ever', async (t) => {
  const { peer, li } = await scene(t)
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'history') return false
    peer.ok(caller, frame, { chat: 'han', messages: [], more: true })
    return true
  }
  peer.tell('li', { type: 'msg', chat: 'han', seq: 9, from: 'han', cid: 'c', at: 1, text: 'late' })
  await li.until(() => li.texts.length === 1)
  t.ok(peer.askedFor('history').length <= 2)
})

t.test('a server that cannot be reached is said to be so, once', async (t) => {
  const peer = await FakePeer.start()
  await peer.stop()
  const li = new Listener({ port: 1 })
  await t.rejects(li.client.start({ token: 'x' }), { code: 'unreachable' })
  await li.client.close()
})

t.test('requests wait a little for a connection, and fail when none comes', async (t) => {
  const peer = await FakePeer.start()
  const li = await arrive(peer, 'li', { timing: { offlineMs: 30 } })
  t.teardown(() => li.client.close())
  await peer.stop()
  await li.until(() => !li.client.isOnline)
  await t.rejects(li.client.request('friends', {}), { code: 'offline' })
  t.throws(() => li.client.send('han', '字'.repeat(8_001)), { code: 'text_too_long' })
  t.equal(li.client.unsent, 0)
})

/** For what shows only at the peer. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${holds}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
