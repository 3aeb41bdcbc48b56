import { ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'

onEveryDatabase(async (t, database) => {
  const { port } = await database.start(t)
  const user = async (name: string): Promise<ChatPeer> => {
    const peer = await ChatPeer.as(port, name)
    t.teardown(() => peer.end())
    return peer
  }
  const li = await user('li')
  const han = await user('han')
  const tom = await user('tom')

  t.test('a public room: make it, find it, join it, talk, leave', async (t) => {
    t.match(await li.ok({ type: 'room.create', room: '#午饭', topic: '吃什么' }), { room: '#午饭' })
    t.equal(await han.code({ type: 'room.create', room: '午饭' }), 'name_taken')
    t.equal(await han.code({ type: 'send', chat: '#午饭', cid: 'x1', text: '?' }), 'not_member')
    t.equal(await han.code({ type: 'send', chat: '#nowhere', cid: 'x2', text: '?' }), 'not_found')
    await li.send('#午饭', 'before you came')

    const found = await han.ok({ type: 'rooms.find', query: '午' })
    t.match(found['rooms'], [{ room: '#午饭', topic: '吃什么', members: 1 }])
    t.match(await han.ok({ type: 'room.join', room: '午饭' }), {
      room: '#午饭',
      head: 1,
      members: [
        { user: 'li', role: 'owner' },
        { user: 'han', role: 'member' },
      ],
    })
    t.match(await li.event('room.joined'), { room: '#午饭', user: 'han' })
    t.match(await han.ok({ type: 'room.join', room: '#午饭' }), { room: '#午饭' }, 'joining twice')

    await han.send('#午饭', '饺子')
    t.match(await li.event('msg'), { chat: '#午饭', seq: 2, from: 'han', text: '饺子' })
    await li.ok({ type: 'read', chat: '#午饭', seq: 2 })
    t.match(await han.event('receipt'), { chat: '#午饭', user: 'li', read: 2 })
    const history = await han.ok({ type: 'history', chat: '#午饭' })
    t.match(history['messages'], [{ seq: 1, text: 'before you came' }, { seq: 2 }], 'all of it')
    t.match((await han.ok({ type: 'missed' }))['chats'], [], 'nothing from before was missed')

    t.match(await han.ok({ type: 'room.leave', room: '#午饭' }), { room: '#午饭' })
    t.match(await li.event('room.left'), { room: '#午饭', user: 'han' })
    t.equal(await han.code({ type: 'send', chat: '#午饭', cid: 'x3', text: '?' }), 'not_member')
    t.equal(await han.code({ type: 'room.leave', room: '#午饭' }), 'not_member')
  })

  t.test('a private room: by invitation, from then on, and out again', async (t) => {
    await li.ok({ type: 'room.create', room: 'secret', private: true, topic: '茶' })
    await li.send('#secret', 'not for han')
    t.equal(await han.code({ type: 'room.join', room: 'secret' }), 'forbidden')
    t.equal(await han.code({ type: 'room.info', room: 'secret' }), 'not_member')
    t.same((await han.ok({ type: 'rooms.find', query: 'sec' }))['rooms'], [])
    t.equal(await han.code({ type: 'room.invite', room: 'secret', user: 'tom' }), 'not_member')

    await li.ok({ type: 'room.invite', room: 'secret', user: 'HAN' })
    t.match(await han.event('room.invited'), { room: '#secret', user: 'li' })
    await han.ok({ type: 'room.join', room: 'secret' })
    t.equal(await li.code({ type: 'room.invite', room: 'secret', user: 'han' }), 'conflict')
    t.same((await han.ok({ type: 'history', chat: '#secret' }))['messages'], [], 'from joining on')
    await li.send('#secret', 'for han')
    t.match(await han.event('msg'), { seq: 2 })
    t.match((await han.ok({ type: 'history', chat: '#secret' }))['messages'], [{ seq: 2 }])

    t.equal(await han.code({ type: 'room.kick', room: 'secret', user: 'li' }), 'forbidden')
    await li.ok({ type: 'room.kick', room: 'secret', user: 'han' })
    t.match(await han.event('room.left'), { room: '#secret', user: 'han', by: 'li' })
    await li.send('#secret', 'han has gone')
    await han.settled()
    t.notOk(han.events.some(({ type }) => type === 'msg'))
    t.equal(
      await han.code({ type: 'room.join', room: 'secret' }),
      'forbidden',
      'invitation used up',
    )
    t.equal(await han.code({ type: 'history', chat: '#secret' }), 'not_member')
  })

  t.test('a member who was away is a member when back', async (t) => {
    await li.ok({ type: 'room.create', room: 'away' })
    await tom.ok({ type: 'room.join', room: 'away' })
    tom.end()
    await li.event('room.joined', ({ room }) => room === '#away')
    for (const text of ['one', 'two']) await li.send('#away', text)
    const back = await ChatPeer.connect(port)
    t.teardown(() => back.end())
    const login = await back.ok({ type: 'login', user: 'tom', password: 'correct horse' })
    t.match(login['chats'], [{ chat: '#away', head: 2, received: 0 }])
    t.match((await back.ok({ type: 'missed' }))['chats'], [{ chat: '#away', messages: [{}, {}] }])
    await li.send('#away', 'three')
    t.match(await back.event('msg'), { chat: '#away', seq: 3 })
  })

  t.test('the owner leaves: the room goes on; the last one leaves: it is closed', async (t) => {
    await li.ok({ type: 'room.create', room: 'heirs' })
    await han.ok({ type: 'room.join', room: 'heirs' })
    await li.ok({ type: 'room.leave', room: 'heirs' })
    t.match(await han.ok({ type: 'room.info', room: 'heirs' }), {
      members: [{ user: 'han', role: 'owner' }],
      private: false,
    })
    await han.ok({ type: 'room.leave', room: 'heirs' })
    t.equal(await han.code({ type: 'room.info', room: 'heirs' }), 'not_found')
    t.match(await li.ok({ type: 'room.create', room: 'Heirs' }), { room: '#Heirs' })
  })

  t.test('typing is told to the others in the room, and to nobody who is not', async (t) => {
    await li.ok({ type: 'room.create', room: 'typists' })
    await han.ok({ type: 'room.join', room: 'typists' })
    await li.ok({ type: 'typing', chat: '#typists' })
    t.match(await han.event('typing'), { chat: '#typists', user: 'li' })
    t.equal(await li.code({ type: 'typing', chat: '#nowhere' }), 'not_found')
  })
})
