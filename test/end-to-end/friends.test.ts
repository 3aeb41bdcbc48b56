import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'

onEveryDatabase(async (t, database) => {
  const { port } = await database.start(t)
  const pair = async (one: string, other: string): Promise<[ChatPeer, ChatPeer]> => {
    const peers: [ChatPeer, ChatPeer] = [
      await ChatPeer.as(port, one),
      await ChatPeer.as(port, other),
    ]
    t.teardown(() => {
      for (const peer of peers) peer.end()
    })
    return peers
  }
  const friendsOf = async (peer: ChatPeer) => {
    const { friends } = await peer.ok({ type: 'friends' })
    return (friends as { user: string; status: string }[]).map(
      ({ user, status }) => `${user} ${status}`,
    )
  }

  t.test('crossing requests make a friendship', async (t) => {
    const [one, other] = await pair('cross-one', 'cross-other')
    t.match(await one.ok({ type: 'friend.request', user: 'cross-other' }), { state: 'requested' })
    t.match(await one.ok({ type: 'friend.request', user: 'cross-other' }), { state: 'requested' })
    t.match((await one.ok({ type: 'friends' }))['requests'], [{ direction: 'outgoing' }])
    t.match((await other.ok({ type: 'friends' }))['requests'], [{ direction: 'incoming' }])
    t.match(await other.ok({ type: 'friend.request', user: 'CROSS-one' }), { state: 'accepted' })
    t.match(await one.event('friend.accepted'), { user: 'cross-other' })
    t.equal(await one.code({ type: 'friend.request', user: 'cross-other' }), 'conflict')
    t.same(await friendsOf(one), ['assistant online', 'cross-other online'])
  })

  t.test('a declined request leaves nothing behind', async (t) => {
    const [one, other] = await pair('dec-one', 'dec-other')
    const twin = await ChatPeer.connect(port)
    t.teardown(() => twin.end())
    await twin.ok({ type: 'login', user: 'dec-other', password: 'correct horse' })
    await one.ok({ type: 'friend.request', user: 'dec-other' })
    await other.ok({ type: 'friend.decline', user: 'dec-one' })
    t.match(await twin.event('friend.removed'), { user: 'dec-one' })
    await one.settled()
    t.notOk(one.events.some(({ type }) => type === 'friend.removed'))
    t.equal(await other.code({ type: 'friend.accept', user: 'dec-one' }), 'not_found')
    t.same((await one.ok({ type: 'friends' }))['requests'], [])
    t.equal(await one.code({ type: 'friend.remove', user: 'dec-other' }), 'not_found')
  })

  t.test('removing ends it for both at once', async (t) => {
    const [one, other] = await pair('rem-one', 'rem-other')
    await befriend(one, other, ['rem-one', 'rem-other'])
    await one.send('rem-other', 'hello')
    await one.ok({ type: 'friend.remove', user: 'rem-other' })
    t.match(await other.event('friend.removed'), { user: 'rem-one' })
    t.equal(await other.code({ type: 'send', chat: 'rem-one', cid: 'x', text: '?' }), 'not_friends')
    t.match((await other.ok({ type: 'history', chat: 'rem-one' }))['messages'], [{ text: 'hello' }])
  })

  t.test('a block lies over the friendship, both ways, and is lifted again', async (t) => {
    const [one, other] = await pair('blk-one', 'blk-other')
    await befriend(one, other, ['blk-one', 'blk-other'])
    await other.event('presence')
    await one.ok({ type: 'friend.block', user: 'blk-other' })
    t.match(await other.event('presence'), { user: 'blk-one', status: 'offline' })
    t.equal(await other.code({ type: 'send', chat: 'blk-one', cid: 'x', text: '?' }), 'blocked')
    t.equal(await one.code({ type: 'send', chat: 'blk-other', cid: 'x', text: '?' }), 'blocked')
    t.equal(await other.code({ type: 'typing', chat: 'blk-one' }), 'blocked')
    t.equal(await other.code({ type: 'friend.request', user: 'blk-one' }), 'blocked')
    t.match(await one.ok({ type: 'friends' }), { blocked: ['blk-other'] })
    t.same(await friendsOf(other), ['assistant online', 'blk-one offline'])
    await one.ok({ type: 'friend.unblock', user: 'blk-other' })
    t.match(await other.event('presence'), { user: 'blk-one', status: 'online' })
    t.match(await other.send('blk-one', 'again'), { seq: 1 })
  })

  t.test('the assistant stays everyone’s friend', async (t) => {
    const [one] = await pair('ast-one', 'ast-other')
    t.equal(await one.code({ type: 'friend.request', user: 'Assistant' }), 'conflict')
    t.equal(await one.code({ type: 'friend.remove', user: 'assistant' }), 'forbidden')
    t.equal(await one.code({ type: 'friend.block', user: 'assistant' }), 'forbidden')
    t.equal(
      await one.code({ type: 'register', user: 'assistant', password: 'correct horse' }),
      'name_taken',
    )
  })

  t.test('people are found by the beginning of name or nickname', async (t) => {
    const [one, other] = await pair('find-one', '寻找')
    await other.ok({ type: 'profile.set', nickname: '小明 %_', bio: '喝茶' })
    const find = async (query: string) =>
      ((await one.ok({ type: 'users.find', query }))['users'] as { user: string }[]).map(
        (u) => u.user,
      )
    t.same(await find('寻'), ['寻找'])
    t.same(await find('小明'), ['寻找'])
    t.same(await find('FIND-'), ['find-one'])
    t.same(await find('%'), [], 'no wildcards')
    t.same(await find('_'), [])
    t.match((await one.ok({ type: 'users.find', query: '寻' }))['users'], [
      { nickname: '小明 %_', bio: '喝茶' },
    ])
    t.equal(await one.code({ type: 'friend.request', user: 'nobody-here' }), 'not_found')
    t.equal(await one.code({ type: 'friend.request', user: 'find-one' }), 'bad_request')
    t.equal(await one.code({ type: 'send', chat: 'find-one', cid: 'x', text: '?' }), 'bad_request')
  })

  t.test('friends see each other go away and come back', async (t) => {
    const [one, other] = await pair('pre-one', 'pre-other')
    await befriend(one, other, ['pre-one', 'pre-other'])
    await other.event('presence')
    await one.ok({ type: 'presence.set', status: 'away' })
    t.match(await other.event('presence'), { user: 'pre-one', status: 'away' })
    t.same(await friendsOf(other), ['assistant online', 'pre-one away'])
    await one.ok({ type: 'presence.set', status: 'online' })
    t.match(await other.event('presence'), { user: 'pre-one', status: 'online' })
  })

  t.test('[P-11] what a session may do before it is someone', async (t) => {
    const peer = await ChatPeer.connect(port)
    t.teardown(() => peer.end())
    t.match(await peer.ok({ type: 'hello', client: 'test', lang: 'zh' }), {
      protocol: 1,
      maxFrameBytes: 65_536,
    })
    await peer.ok({ type: 'ping' })
    for (const type of ['friends', 'missed', 'logout', 'presence.set', 'send']) {
      const code = await peer.code({ type, chat: 'x1', cid: 'x', text: 'x', status: 'away' })
      t.equal(code, 'unauthenticated', type)
    }
  })
})
