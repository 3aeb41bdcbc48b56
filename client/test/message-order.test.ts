import t from 'tap'
import { scene, until } from './support/listener.ts'

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
    peer.store('han', 'li', 'first')
    const { seq, at } = peer.store('li', 'han', 'second', String(frame['cid']))
    peer.ok(caller, frame, { chat: 'han', seq, at })
    return true
  }
  li.client.send('han', 'second')
  await li.until(() => li.of('stored').length === 1)
  t.same(li.texts, [])
  peer.tell('li', { type: 'msg', ...peer.log('li', 'han')[0], chat: 'han' })
  await li.until(() => li.texts.length === 2)
  t.same(li.texts, ['first', 'second'])
  // Whatever was asked before this has reached the peer.
  await li.client.request('ping', {})
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
