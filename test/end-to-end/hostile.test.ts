import t from 'tap'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { seeded } from '../support/seeded.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PASSWORD = 'correct horse'

t.test('[G-6] bad input harms no one else', async (t) => {
  const data = temporaryFolder(t)
  const server = await TestServer.start(data, [
    '--rate-limit',
    '0',
    '--max-pending-per-address',
    '0',
  ])
  t.teardown(() => server.process.kill())
  const connect = async (): Promise<ChatPeer> => {
    const peer = await ChatPeer.connect(server.port)
    t.teardown(() => peer.end())
    return peer
  }
  // Two who notice nothing of all this.
  const li = await ChatPeer.as(server.port, 'li')
  const han = await ChatPeer.as(server.port, 'han')
  await befriend(li, han, ['li', 'han'])
  let seq = 0
  const others = async (t: { equal: (a: unknown, b: unknown, m: string) => unknown }) => {
    seq += 1
    await li.send('han', `still here ${seq}`)
    t.equal((await han.event('msg'))['seq'], seq, 'the others talk on')
  }

  t.test('[P-3] what is no JSON object is told so, and closed at the tenth', async (t) => {
    const peer = await connect()
    for (const line of ['{', '[]', '"x"', 'null', 'GET / HTTP/1.1', '\ud800', 'é'.repeat(30)]) {
      peer.write(`${line}\n`)
      t.match(await peer.event('error'), { code: 'bad_json' }, line)
    }
    peer.write(Buffer.from([0xff, 0xfe, 0x0a]))
    await peer.event('error')
    await peer.ok({ type: 'ping' })
    peer.write('x\nx\nx\nx\n')
    t.match(await peer.event('bye'), { code: 'bad_json' })
    await peer.closed()
    await others(t)
  })

  t.test('[P-2] a frame over the limit is refused and the connection closed', async (t) => {
    const fits = await connect()
    const pad = (bytes: number): string => {
      const frame = JSON.stringify({ type: 'ping', id: 1, pad: '' })
      return JSON.stringify({ type: 'ping', id: 1, pad: 'x'.repeat(bytes - frame.length) })
    }
    t.equal(pad(65_536).length, 65_536)
    fits.write(`${pad(65_536)}\r\n`)
    await fits.settled()
    const over = await connect()
    over.write(`${pad(65_537)}\n`)
    t.match(await over.event('error'), { code: 'too_large' })
    t.match(await over.event('bye'), { code: 'too_large' })
    await over.closed()
    const endless = await connect()
    endless.write('x'.repeat(70_000))
    t.match(await endless.event('error'), { code: 'too_large' })
    await endless.closed()
    await others(t)
  })

  t.test('[P-5] wrong requests get an error under their id, naming the field', async (t) => {
    const peer = await connect()
    t.match(await peer.ask({ type: '__proto__', id: 'a' }), { id: 'a', code: 'unknown_type' })
    t.match(await peer.ask({ type: 'constructor', id: 7 }), { id: 7, code: 'unknown_type' })
    t.match(await peer.ask({ type: 'register', user: 'x y', password: PASSWORD }), {
      code: 'bad_request',
      field: 'user',
      message: String,
    })
    peer.say({ type: 'ping', id: 1.5 })
    const error = await peer.event('error')
    t.match(error, { code: 'bad_request', field: 'id' })
    t.notOk('id' in error)
    peer.write('{"type":"ping","id":1,"__proto__":{"x":1},"constructor":null}\n')
    await peer.settled()
    for (const text of ['"\\ud800"', '"\\udc00x"', '""', '7', 'null', '{"a":1}']) {
      li.write(`{"type":"send","id":"t","chat":"han","cid":"lone","text":${text}}\n`)
      const reply = await li.ask({ type: 'ping' }).then(() => li.replies.get('t'))
      t.match(reply, { code: 'bad_request', field: 'text' }, text)
      li.replies.delete('t')
    }
    await others(t)
  })

  t.test('SQL in every text field is text', async (t) => {
    const evil = `'; DROP TABLE messages; -- " \\ %_ \0`
    await li.ok({ type: 'profile.set', nickname: `'; DROP TABLE users; --`, bio: evil })
    t.match(await li.ok({ type: 'profile.set' }), { me: { bio: evil } })
    seq += 1
    await li.ok({ type: 'send', chat: 'han', cid: `' OR 1=1 --`, text: evil })
    t.match(await han.event('msg'), { seq, text: evil })
    for (const request of [
      { type: 'users.find', query: `' OR '1'='1` },
      { type: 'rooms.find', query: evil },
      { type: 'login', user: `' OR 1=1 --`, password: evil },
      { type: 'login', token: evil },
      { type: 'friend.request', user: 'han', note: evil },
    ]) {
      const reply = await li.ask(request)
      t.not(reply['code'], 'internal', request.type)
    }
    await others(t)
  })

  t.test('ten thousand random byte strings', async (t) => {
    const random = seeded(20_261_122)
    const bytes = (): Buffer =>
      Buffer.from(
        Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 256)),
      )
    let closed = 0
    for (let sent = 0; sent < 10_000; sent += 10) {
      const peer = await ChatPeer.connect(server.port)
      for (let i = 0; i < 10; i += 1) peer.write(Buffer.concat([bytes(), Buffer.from('\n')]))
      // Ten strikes close it; a string that was blank leaves it open.
      await peer.ok({ type: 'ping' }).catch(() => {
        closed += 1
      })
      peer.end()
    }
    t.ok(closed > 900, `${closed} of 1,000 connections were closed`)
    await others(t)
  })

  t.test('random requests with the right shape and the wrong content', async (t) => {
    const random = seeded(7)
    const peer = await ChatPeer.as(server.port, 'fuzzer')
    t.teardown(() => peer.end())
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
    const values = [
      0,
      -1,
      2 ** 53,
      1.5,
      '',
      'li',
      '#x',
      '\0',
      null,
      [],
      {},
      true,
      'x'.repeat(9_000),
      '🍵',
    ]
    const fields = [
      'chat',
      'user',
      'room',
      'text',
      'cid',
      'seq',
      'limit',
      'before',
      'query',
      'status',
    ]
    const types = [
      'send',
      'history',
      'read',
      'friend.request',
      'room.join',
      'users.find',
      'missed',
      'typing',
    ]
    const codes = new Set<unknown>()
    for (let i = 0; i < 1_000; i += 1) {
      const request: Record<string, unknown> & { type: string } = { type: pick(types) }
      for (let n = 0; n < 4; n += 1) request[pick(fields)] = pick(values)
      codes.add(await peer.code(request))
    }
    t.notOk(codes.has('internal'), [...codes].join())
    await others(t)
  })

  t.equal(server.process.child.exitCode, null)
  t.notMatch(server.process.logs(), /"level":50/, 'nothing of this is an error of ours')
})

t.test('limits that are on unless the operator turns them off', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), [])
  t.teardown(() => server.process.kill())

  t.test('a session that is too fast is told to wait', async (t) => {
    const peer = await ChatPeer.as(server.port, 'hasty')
    t.teardown(() => peer.end())
    const codes: unknown[] = []
    for (let i = 0; i < 80; i += 1) peer.say({ type: 'ping', id: `p${i}` })
    // Answered after all of them, with whatever it may be.
    await peer.ask({ type: 'ping', id: 'last' })
    for (const reply of peer.replies.values()) codes.push(reply['code'] ?? 'ok')
    t.ok(codes.filter((code) => code === 'ok').length >= 55)
    t.ok(codes.filter((code) => code === 'rate_limited').length >= 10)
    const late = [...peer.replies.values()].find((reply) => reply['code'] === 'rate_limited')
    t.type(late?.['retryAfterMs'], 'number')
  })

  t.test('one address has only so many connections that have not logged in', async (t) => {
    const peers: ChatPeer[] = []
    t.teardown(() => {
      for (const peer of peers) peer.end()
    })
    for (let i = 0; i < 64; i += 1) peers.push(await ChatPeer.connect(server.port))
    await peers[63]?.settled()
    const late = await ChatPeer.connect(server.port)
    t.match(await late.event('error'), { code: 'busy', retryAfterMs: Number })
    await late.closed()
    const [first] = peers
    first?.end()
    await peers[1]?.settled()
    const next = await ChatPeer.connect(server.port)
    t.teardown(() => next.end())
    await next.settled()
  })
})
