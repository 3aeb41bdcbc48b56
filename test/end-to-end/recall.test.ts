import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'

onEveryDatabase(async (t, database) => {
  const server = await database.start(t)
  const user = async (name: string): Promise<ChatPeer> => {
    const peer = await ChatPeer.as(server.port, name)
    t.teardown(() => peer.end())
    return peer
  }
  const again = async (name: string): Promise<ChatPeer> => {
    const peer = await ChatPeer.connect(server.port)
    t.teardown(() => peer.end())
    await peer.ok({ type: 'login', user: name, password: 'correct horse' })
    return peer
  }
  const li = await user('li')
  const han = await user('han')
  const tom = await user('tom')
  await befriend(li, han, ['li', 'han'])

  t.test('a direct message: gone at both ends, in every session, and in the history', async (t) => {
    const second = await again('li')
    const { seq } = await li.send('han', '发错了', 'oops-1')
    t.match(await han.event('msg'), { text: '发错了' })
    t.same(await li.ok({ type: 'recall', id: 'r', chat: 'HAN', seq }), { type: 'ok', id: 'r' })
    t.same(await han.event('recalled'), { type: 'recalled', chat: 'li', seq })
    t.same(await second.event('recalled'), { type: 'recalled', chat: 'han', seq })
    for (const [peer, chat] of [
      [li, 'han'],
      [han, 'li'],
      [second, 'han'],
    ] as const) {
      const { messages } = await peer.ok({ type: 'history', chat })
      t.match(messages, [{ seq, from: 'li', cid: 'oops-1', text: '', recalled: true }])
    }
    await li.settled()
    t.notOk(
      li.events.some(({ type }) => type === 'recalled'),
      'who asked has the ok',
    )
  })

  t.test('[P-9] its cid is known for ever; the next seq is the next', async (t) => {
    t.match(await li.send('han', '发错了', 'oops-1'), { seq: 1, dup: true })
    t.match(await li.send('han', 'another text', 'oops-1'), { seq: 1, dup: true })
    t.equal(
      await li.code({ type: 'send', chat: 'assistant', cid: 'oops-1', text: 'x' }),
      'conflict',
    )
    t.match(await li.send('han', 'next'), { seq: 2 })
    await han.event('msg', (event) => event['seq'] === 2)
    t.notOk(
      han.events.some(({ type }) => type === 'msg'),
      'and nobody is given it again',
    )
  })

  t.test('who was away is offered it without its text', async (t) => {
    await li.ok({ type: 'room.create', room: 'tea' })
    await tom.ok({ type: 'room.join', room: 'tea' })
    tom.end()
    const { seq } = await li.send('#tea', 'not for tom')
    await li.send('#tea', 'for tom')
    await li.ok({ type: 'recall', chat: '#tea', seq })
    const back = await again('tom')
    const { chats } = await back.ok({ type: 'missed' })
    t.match(chats, [
      { chat: '#tea', messages: [{ seq, text: '', recalled: true }, { text: 'for tom' }] },
    ])
    t.same((await back.ok({ type: 'search', query: 'not' }))['messages'], [])
  })

  t.test('again is no error, and is told again', async (t) => {
    await li.ok({ type: 'recall', chat: 'han', seq: 1 })
    t.match(await han.event('recalled'), { seq: 1 })
  })

  t.test('what cannot be recalled', async (t) => {
    const { seq } = await han.send('li', 'mine')
    const code = (chat: string, seq: unknown) => li.code({ type: 'recall', chat, seq })
    t.equal(await code('han', seq), 'forbidden', 'somebody else’s')
    t.equal(await code('han', 99), 'not_found')
    t.equal(await code('han', 0), 'not_found')
    t.equal(await code('nobody', 1), 'not_found')
    t.equal(await code('#nowhere', 1), 'not_found')
    t.equal(await code('tom', 1), 'not_found', 'nothing was ever said there')
    t.equal(await code('han', -1), 'bad_request')
    t.equal(await code('han', 'one'), 'bad_request')
    await li.ok({ type: 'room.create', room: 'left' })
    await han.ok({ type: 'room.join', room: 'left' })
    const said = await han.send('#left', 'before leaving')
    await han.ok({ type: 'room.leave', room: 'left' })
    t.equal(await han.code({ type: 'recall', chat: '#left', seq: said['seq'] }), 'not_member')
  })

  t.test('who was blocked, or is a friend no more, may still take back', async (t) => {
    const { seq } = await li.send('han', 'regretted')
    await han.ok({ type: 'friend.block', user: 'li' })
    await li.ok({ type: 'recall', chat: 'han', seq })
    t.match(await han.event('recalled', (event) => event['seq'] === seq), { chat: 'li' })
    await han.ok({ type: 'friend.unblock', user: 'li' })
  })
})
