import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { FOR_EVER } from '../../protocol/admin-entities.ts'
import { AdminPeer } from '../support/admin-peer.ts'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase, type TestServer } from '../support/databases.ts'

interface Friends {
  li: ChatPeer
  han: ChatPeer
  /** Their names, different in every test: they share a server. */
  names: [string, string]
}

let count = 0

async function friends(t: Test, { port }: TestServer): Promise<Friends> {
  count += 1
  const names: [string, string] = [`li${count}`, `han${count}`]
  const li = await ChatPeer.as(port, names[0])
  const han = await ChatPeer.as(port, names[1])
  await befriend(li, han, names)
  t.teardown(() => {
    for (const peer of [li, han]) peer.end()
  })
  return { li, han, names }
}

const loginOf = (user: string) => ({ type: 'login', user, password: 'correct horse' })

onEveryDatabase(async (t, database) => {
  const server = await database.start(t)
  let admin = await AdminPeer.connect(server)
  t.teardown(() => admin.end())

  t.test('a kick lands, on one session or all, and says why', async (t) => {
    const { li, han, names } = await friends(t, server)
    const second = await ChatPeer.connect(server.port)
    await second.ok({ ...loginOf(names[0]), device: 'phone' })
    const { sessions, total, found } = await admin.ok({ type: 'sessions', query: 'PHONE' })
    t.match(sessions, [{ user: names[0], device: 'phone', address: '127.0.0.1', transport: 'tcp' }])
    t.same([total, found], [3, 1])
    const [{ session, framesIn, framesOut }] = sessions as [Record<string, number>]
    t.same([framesIn, framesOut], [1, 1])
    t.same(await admin.ok({ type: 'kick', session, reason: 'lost phone' }), { sessions: 1 })
    t.match(await second.event('bye'), { code: 'kicked', message: /lost phone/ })
    await second.closed()
    await li.settled()
    t.same(await admin.ok({ type: 'kick', user: names[0].toUpperCase() }), { sessions: 1 })
    t.match(await li.event('bye'), { code: 'kicked' })
    await han.settled()
    t.equal(await admin.code({ type: 'kick', session }), 'not_found')
    t.equal(await admin.code({ type: 'kick', user: 'nobody' }), 'not_found')
    t.equal(await admin.code({ type: 'kick' }), 'bad_request')
    t.match(await admin.audit(), [
      { action: 'kick', target: names[0], detail: '' },
      { action: 'kick', target: names[0], detail: `session ${session}`, reason: 'lost phone' },
    ])
  })

  t.test('an announcement reaches every session', async (t) => {
    const { li, han } = await friends(t, server)
    const guest = await ChatPeer.connect(server.port)
    t.teardown(() => guest.end())
    const text = '今晚八点维护 🛠\nback at nine'
    t.same(await admin.ok({ type: 'announce', text }), { sessions: 2 })
    for (const peer of [li, han]) t.match(await peer.event('notice'), { text, from: 'operator' })
    await guest.settled()
    t.same(guest.events, [], 'who has not logged in is nobody yet')
    t.match(await admin.audit(), [{ action: 'announce', detail: text }])
  })

  t.test('accounts are added, given passwords and roles; rooms are listed', async (t) => {
    const { li, names } = await friends(t, server)
    const add = { type: 'users.add', user: 'Zoë', password: 'first password' }
    await admin.ok({ ...add, operator: 'ops', reason: 'new colleague' })
    t.equal(await admin.code(add), 'name_taken')
    t.equal(await admin.code({ ...add, user: 'x' }), 'bad_request')
    const zoe = await ChatPeer.connect(server.port)
    await zoe.ok({ type: 'login', user: 'zoë', password: 'first password' })
    t.same(await admin.ok({ type: 'users.passwd', user: 'zoë', password: 'second password' }), {
      sessions: 1,
    })
    t.match(await zoe.event('bye'), { code: 'kicked' })
    const next = await ChatPeer.connect(server.port)
    t.teardown(() => next.end())
    const old = { type: 'login', user: 'zoë', password: 'first password' }
    t.equal(await next.code(old), 'bad_credentials')
    await next.ok({ ...old, password: 'second password' })
    await admin.ok({ type: 'users.role', user: 'zoë', role: 'operator' })
    t.match(await admin.ok({ type: 'users', only: 'operators' }), {
      users: [{ user: 'Zoë', role: 'operator', sessions: 1 }],
      more: false,
    })
    await li.ok({ type: 'room.create', room: 'tea', topic: 'green', private: true })
    await li.send('#tea', 'first')
    t.match(await admin.ok({ type: 'rooms', query: '#T' }), {
      rooms: [{ room: '#tea', owner: names[0], members: 1, online: 1, head: 1, private: true }],
    })
    const acts = (await admin.audit()).slice(0, 3)
    t.same(
      acts.map(({ action, target }) => [action, target]),
      [
        ['users.role', 'Zoë'],
        ['users.passwd', 'Zoë'],
        ['users.add', 'Zoë'],
      ],
    )
    t.match(acts[2], { operator: 'ops@socket', detail: 'user', reason: 'new colleague' })
    t.notMatch(JSON.stringify(acts), /password"/, 'no password is written down')
  })

  t.test('a backup is made where it can be, and overwrites nothing', async (t) => {
    const before = await admin.audit()
    const file = join(server.data, 'copy.db')
    const refusal = async (path: string) => admin.ask({ type: 'backup', file: path })
    if (database.name === 'MariaDB') {
      t.match(await refusal(file), { code: 'bad_request', message: /mariadb-dump.*mariabackup/ })
    } else {
      writeFileSync(file, 'precious')
      t.match(await refusal(file), { code: 'conflict', message: /not overwritten/ })
      t.match(await refusal('copy.db'), { code: 'bad_request', field: 'file' })
      t.match(await refusal('/no/such/folder/copy.db'), { code: 'bad_request', field: 'file' })
      t.equal(readFileSync(file, 'utf8'), 'precious')
    }
    t.same(await admin.audit(), before, 'what was not done was not written down')
  })

  t.test('a ban and a mute hold, also after the server was killed', async (t) => {
    const { li, han, names } = await friends(t, server)
    const [banned, muted] = names
    const other = await ChatPeer.connect(server.port)
    const { token } = await other.ok(loginOf(banned))
    const write = { type: 'send', chat: banned, cid: 'c2', text: 'hello' }
    const { seq } = await han.send(banned, 'before', 'c1')
    const forMs = 3_600_000
    await admin.ok({ type: 'mute', user: muted, forMs, reason: 'rest' })
    t.equal(await han.code(write), 'muted')
    t.equal(await han.code({ ...write, chat: 'assistant' }), 'muted')
    const resent = await han.ok({ ...write, cid: 'c1', text: 'before' })
    t.match(resent, { seq, dup: true }, '[P-9] what was stored keeps its answer')
    await li.send(muted, 'can you hear me?')
    await han.event('msg')

    const ban = await admin.ok({ type: 'ban', user: banned, forMs, reason: '刷屏' })
    t.match(ban, { sessions: 2 })
    t.match(await li.event('bye'), { code: 'banned', message: /刷屏/ })
    await Promise.all([li.closed(), other.closed()])
    const refused = async (): Promise<unknown[]> => {
      const one = await ChatPeer.connect(server.port)
      const two = await ChatPeer.connect(server.port)
      const codes = [await one.code(loginOf(banned)), await two.code({ type: 'login', token })]
      for (const guest of [one, two]) guest.end()
      return codes
    }
    t.same(await refused(), ['banned', 'bad_token'])

    await server.process.kill()
    await server.restart()
    admin = await AdminPeer.connect(server)
    t.same(await refused(), ['banned', 'bad_token'])
    const back = await ChatPeer.connect(server.port)
    t.teardown(() => back.end())
    await back.ok(loginOf(muted))
    t.equal(await back.code(write), 'muted')
    t.match(await admin.ok({ type: 'users', only: 'banned' }), {
      users: [{ user: banned, bannedUntil: ban['until'], banReason: '刷屏', sessions: 0 }],
    })
    t.match(await admin.ok({ type: 'users', only: 'muted' }), {
      users: [{ user: muted, muteReason: 'rest', sessions: 1 }],
    })

    await admin.ok({ type: 'unmute', user: muted })
    t.equal(await back.code(write), 'ok')
    const { until } = await admin.ok({ type: 'mute', user: muted, forMs: 1 })
    while (Date.now() <= Number(until)) await admin.ok({ type: 'hello' })
    t.equal(await back.code({ ...write, cid: 'c3' }), 'ok', 'a mute that is over is none')
    await admin.ok({ type: 'unban', user: banned })
    t.same(await refused(), ['ok', 'bad_token'])
    t.match(await admin.ok({ type: 'ban', user: banned }), { until: FOR_EVER })
    t.same(await refused(), ['banned', 'bad_token'])
    t.equal(await admin.code({ type: 'ban', user: 'assistant' }), 'forbidden')
    t.equal(await admin.code({ type: 'mute', user: 'nobody' }), 'not_found')
    t.match(
      (await admin.audit()).map(({ action, detail }) => `${action} ${detail}`),
      ['ban for ever', 'unban ', 'mute until', 'unmute ', 'ban until', 'mute until'].map(
        (begin) => new RegExp(`^${begin}`),
      ),
    )
  })
})
