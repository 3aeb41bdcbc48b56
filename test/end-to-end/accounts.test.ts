import { ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'

const PASSWORD = 'correct horse'

onEveryDatabase(async (t, database) => {
  const server = await database.start(t)
  const { port } = server
  const connect = async (): Promise<ChatPeer> => {
    const peer = await ChatPeer.connect(port)
    t.teardown(() => peer.end())
    return peer
  }

  t.test('register, log in, come back by token, log out', async (t) => {
    const one = await connect()
    const made = await one.ok({
      type: 'register',
      user: 'Zoë',
      password: PASSWORD,
      nickname: '佐伊',
    })
    t.match(made, { me: { user: 'Zoë', nickname: '佐伊' } })
    t.equal(await one.code({ type: 'friends' }), 'unauthenticated', 'registering does not log in')
    t.equal(await one.code({ type: 'register', user: 'ZOË', password: PASSWORD }), 'name_taken')
    const login = await one.ok({
      type: 'login',
      user: 'ＺＯË',
      password: PASSWORD,
      device: 'laptop',
    })
    t.match(login, { me: { user: 'Zoë', status: 'online' }, requests: [], chats: [] })
    t.equal(await one.code({ type: 'login', token: login['token'] }), 'conflict')

    const other = await connect()
    t.match(await other.ok({ type: 'login', token: login['token'] }), { token: login['token'] })
    await other.ok({ type: 'logout' })
    await other.closed()
    const third = await connect()
    t.equal(await third.code({ type: 'login', token: login['token'] }), 'bad_token')
    t.equal(await third.code({ type: 'login', token: 'nonsense' }), 'bad_token')
  })

  t.test('a login says which of its fields is missing', async (t) => {
    const peer = await connect()
    t.match(await peer.ask({ type: 'login' }), { code: 'bad_request', field: 'user' })
    t.match(await peer.ask({ type: 'login', user: 'li' }), {
      code: 'bad_request',
      field: 'password',
    })
    t.match(await peer.ask({ type: 'register', user: 'short', password: '1234567' }), {
      code: 'bad_request',
      field: 'password',
    })
  })

  t.test('failed log-ins are slowed, for one account from one address', async (t) => {
    const peer = await connect()
    await peer.ok({ type: 'register', user: 'guessed', password: PASSWORD })
    for (let i = 0; i < 5; i += 1) {
      t.equal(
        await peer.code({ type: 'login', user: 'guessed', password: `wrong ${i}` }),
        'bad_credentials',
      )
    }
    const slowed = await peer.ask({ type: 'login', user: 'GUESSED', password: PASSWORD })
    t.match(slowed, { code: 'rate_limited', retryAfterMs: Number })
    t.ok((slowed['retryAfterMs'] as number) > 50_000)
    t.equal(
      await peer.code({ type: 'login', user: 'nobody', password: PASSWORD }),
      'bad_credentials',
    )
    const elsewhere = await ChatPeer.connect(port)
    t.teardown(() => elsewhere.end())
    await elsewhere.ok({ type: 'register', user: 'not-guessed', password: PASSWORD })
    t.equal(await elsewhere.code({ type: 'login', user: 'not-guessed', password: PASSWORD }), 'ok')
  })

  t.test('a wrong password and an unknown user take the same time', async (t) => {
    const peer = await connect()
    await peer.ok({ type: 'register', user: 'timed', password: PASSWORD })
    const time = async (user: string): Promise<number> => {
      const start = performance.now()
      t.equal(await peer.code({ type: 'login', user, password: 'wrong one' }), 'bad_credentials')
      return performance.now() - start
    }
    // The best of a few, taken in turns: noise only ever adds, and to both alike.
    let known = Number.POSITIVE_INFINITY
    let unknown = Number.POSITIVE_INFINITY
    for (let i = 0; i < 5; i += 1) {
      known = Math.min(known, await time('timed'))
      unknown = Math.min(unknown, await time('absent'))
    }
    // A hash takes 15 ms; without one the answer comes in one or two.
    t.ok(unknown > known / 4, `unknown ${unknown.toFixed(1)} ms, known ${known.toFixed(1)} ms`)
  })

  t.test('changing the password ends every other session and token', async (t) => {
    const one = await connect()
    await one.ok({ type: 'register', user: 'changer', password: PASSWORD })
    const { token } = await one.ok({ type: 'login', user: 'changer', password: PASSWORD })
    const other = await connect()
    const second = await other.ok({ type: 'login', user: 'changer', password: PASSWORD })
    t.match(await one.ask({ type: 'password.change', old: 'wrong', new: 'battery staple' }), {
      code: 'bad_credentials',
      field: 'old',
    })
    await one.ok({ type: 'password.change', old: PASSWORD, new: 'battery staple' })
    t.match(await other.event('bye'), { code: 'kicked' })
    await other.closed()
    const third = await connect()
    t.equal(await third.code({ type: 'login', token: second['token'] }), 'bad_token')
    t.equal(
      await third.code({ type: 'login', user: 'changer', password: PASSWORD }),
      'bad_credentials',
    )
    t.equal(await third.code({ type: 'login', token }), 'ok', 'the own token stays')
  })

  t.test('a script may send everything at once, and close its side', async (t) => {
    const peer = await connect()
    const frames = [
      { type: 'register', id: 'r', user: 'piper', password: PASSWORD },
      { type: 'login', id: 'l', user: 'piper', password: PASSWORD },
      { type: 'room.create', id: 'c', room: 'pipes' },
      { type: 'send', id: 's', chat: '#pipes', cid: 'p1', text: 'through a pipe' },
      { type: 'history', id: 'h', chat: '#pipes' },
    ]
    peer.wire.end(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''))
    await peer.closed()
    for (const id of ['r', 'l', 'c', 's', 'h']) t.match(peer.replies.get(id), { type: 'ok' }, id)
  })

  t.test('a closed door stays closed', async (t) => {
    const closed = await database.start(t, '--registration', 'closed')
    const peer = await ChatPeer.connect(closed.port)
    t.teardown(() => peer.end())
    t.match(await peer.ok({ type: 'hello' }), { registration: 'closed' })
    t.equal(await peer.code({ type: 'register', user: 'late', password: PASSWORD }), 'forbidden')
  })
})
