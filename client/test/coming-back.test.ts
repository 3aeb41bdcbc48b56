import t from 'tap'
import { FakePeer } from './support/fake-peer.ts'
import { arrive, Listener, scene, until } from './support/listener.ts'

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
        peer.tell('li', { type: 'presence', user: 'han', status: 'away' })
        caller.socket.uncork()
        return true
      }
    })
    await li.until(() => li.texts.length === 3)
    t.same(li.texts, ['old 1', 'old 2', 'new'])
    t.match(li.of('presence'), [{ user: 'han', status: 'away' }])
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

t.test('who has a token waits for a server that is not there yet', async (t) => {
  const gone = await FakePeer.start()
  const { port } = gone
  await gone.stop()
  const li = new Listener({ port })
  t.teardown(() => li.client.close())
  void li.client.resume('token of li')
  await li.until(() => li.of('offline').length === 2)
  t.match(li.of('offline')[0], { code: 'unreachable' })
  const peer = await FakePeer.start(port)
  t.teardown(() => peer.stop())
  await li.until(() => li.of('online').length === 1)
  t.match(peer.askedFor('login'), [{ token: 'token of li' }])
})

t.test('… and hears that a server has refused it', async (t) => {
  const peer = await FakePeer.start()
  t.teardown(() => peer.stop())
  peer.tokensAreGood = false
  const li = new Listener(peer)
  t.teardown(() => li.client.close())
  void li.client.resume('token of li')
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

t.test('a message whose answer was lost is known to be stored as soon as it is seen', async (t) => {
  const { peer, li } = await scene(t)
  let lateAnswer: (() => void) | undefined
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'send') return false
    const { seq, at } = peer.store('li', 'han', String(frame['text']), String(frame['cid']))
    const isFirst = lateAnswer === undefined
    lateAnswer = () => peer.ok(caller, frame, { chat: 'han', seq, at, dup: true })
    if (isFirst) caller.socket.destroy()
    return true
  }
  li.client.send('han', 'hello')
  await li.until(() => li.texts.length === 1)
  const types = li.events.map(({ type }) => type)
  t.ok(
    types.indexOf('stored') < types.indexOf('messages'),
    'first what became of it, then its place',
  )
  t.equal(li.client.unsent, 0)
  await until(() => peer.askedFor('send').length === 2)
  lateAnswer?.()
  await li.client.request('ping', {})
  t.equal(li.of('stored').length, 1)
  t.same(li.texts, ['hello'])
})

t.test(
  'each attempt is told: since when there is no connection, and when it is tried',
  async (t) => {
    const peer = await FakePeer.start()
    const li = await arrive(peer, 'li')
    t.teardown(() => li.client.close())
    const { port } = peer
    await peer.stop()
    await li.until(() => li.of('offline').length >= 2)
    const back = await FakePeer.start(port)
    t.teardown(() => back.stop())
    await li.until(() => li.of('online').length === 2)
    const states = li.events
      .map(({ type }) => type)
      .filter((type) => ['online', 'offline', 'connecting'].includes(type))
    t.match(states.join(' '), /^online( offline connecting){2,} online$/)
    t.equal(new Set(li.of('offline').map(({ since }) => since)).size, 1)
  },
)

t.test('whoever is in a hurry does not wait, unless the server asked for it', async (t) => {
  const slow = { timing: { firstPauseMs: 3_600_000, maxPauseMs: 3_600_000 }, random: () => 1 }
  const { peer, li } = await scene(t, () => undefined, slow)
  peer.cut()
  await li.until(() => li.of('offline').length === 1)
  li.client.connectNow()
  await li.until(() => li.of('online').length === 2)

  peer.tell('li', { type: 'bye', code: 'idle', message: 'Later.', retryAfterMs: 50 })
  peer.cut()
  await li.until(() => li.of('offline').length === 2)
  li.client.connectNow()
  await new Promise((resolve) => setImmediate(resolve))
  t.equal(li.of('connecting').length, 1)
})
