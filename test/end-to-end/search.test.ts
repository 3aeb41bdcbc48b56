import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { allPages } from '../support/search-pages.ts'

onEveryDatabase(async (t, database) => {
  const server = await database.start(t)
  const user = async (name: string): Promise<ChatPeer> => {
    const peer = await ChatPeer.as(server.port, name)
    t.teardown(() => peer.end())
    return peer
  }
  const li = await user('li')
  const han = await user('han')
  const tom = await user('tom')
  await befriend(li, han, ['li', 'han'])
  const texts = async (peer: ChatPeer, query: string, fields: object = {}): Promise<unknown[]> => {
    const { messages } = await peer.ok({ type: 'search', query, ...fields })
    return (messages as { text: string }[]).map(({ text }) => text)
  }

  t.test('what was said a moment ago is found, by both, newest first', async (t) => {
    const { seq, at } = await li.send('han', '我们去茶馆喝茶', 'cid-1')
    await han.send('li', '茶馆几点开门?')
    t.same(await texts(li, '茶馆'), ['茶馆几点开门?', '我们去茶馆喝茶'])
    t.same(await han.ok({ type: 'search', id: 1, query: '喝茶' }), {
      ...{ type: 'ok', id: 1, more: false },
      messages: [{ chat: 'li', seq, from: 'li', cid: 'cid-1', at, text: '我们去茶馆喝茶' }],
    })
    t.same(await texts(tom, '茶馆'), [], 'only by those who may read it')
  })

  t.test('words are whole, folded, and all of them', async (t) => {
    await li.send('han', 'The Teahouse opens at FOUR')
    t.same(await texts(li, 'teahouse four'), ['The Teahouse opens at FOUR'])
    t.same(await texts(li, 'house'), [])
    t.same(await texts(li, 'teahouse five'), [])
    t.same(await texts(li, '…'), [], 'nothing to look for')
    t.equal(await li.code({ type: 'search', query: '' }), 'bad_request')
    t.equal(await li.code({ type: 'search', query: 'x', limit: 0 }), 'bad_request')
    t.match(await li.ask({ type: 'search', query: 'x', page: '1-2' }), {
      ...{ code: 'bad_request', field: 'page' },
    })
  })

  t.test('in one chat', async (t) => {
    await li.ok({ type: 'room.create', room: '茶友' })
    await li.send('#茶友', '茶馆见')
    t.same(await texts(li, '茶馆', { chat: '#茶友' }), ['茶馆见'])
    t.equal((await texts(li, '茶馆')).length, 3)
    t.equal(await han.code({ type: 'search', query: '茶', chat: '#茶友' }), 'not_member')
    t.equal(await han.code({ type: 'search', query: '茶', chat: '#none' }), 'not_found')
    t.equal(await han.code({ type: 'search', query: '茶', chat: 'nobody' }), 'not_found')
    t.same(await texts(han, '茶', { chat: 'tom' }), [], 'nothing was said there')
  })

  t.test('a private room from the joining on, and nothing after leaving', async (t) => {
    await li.ok({ type: 'room.create', room: 'secret', private: true })
    await li.send('#secret', 'password one')
    await li.ok({ type: 'room.invite', room: 'secret', user: 'han' })
    await han.ok({ type: 'room.join', room: 'secret' })
    await li.send('#secret', 'password two')
    t.same(await texts(han, 'password'), ['password two'])
    await li.ok({ type: 'room.kick', room: 'secret', user: 'han' })
    t.same(await texts(han, 'password'), [])
    t.same(await texts(li, 'password'), ['password two', 'password one'])
  })

  t.test('what was recalled is found no more', async (t) => {
    const { seq } = await li.send('han', 'unspeakable')
    t.same(await texts(han, 'unspeakable'), ['unspeakable'])
    await li.ok({ type: 'recall', chat: 'han', seq })
    t.same(await texts(han, 'unspeakable'), [])
  })

  t.test('[P-2] a page fits a frame, and the next one goes on where it was cut', async (t) => {
    const long = (n: number) => `长文${n} ${'茶'.repeat(7_000)}`
    for (let n = 1; n <= 60; n += 1) await li.send('han', long(n))
    const first = await li.ok({ type: 'search', query: '长文', limit: 200 })
    t.ok(Buffer.byteLength(JSON.stringify(first)) <= 1_048_576)
    t.ok((first['messages'] as object[]).length < 60)
    const all = Array.from({ length: 60 }, (_, i) => long(60 - i))
    t.ok((await allPages(li, '长文', 200)).join() === all.join(), 'each once, in order')
  })
})
