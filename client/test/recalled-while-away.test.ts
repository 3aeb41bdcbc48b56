import t from 'tap'
import type { FakePeer } from './support/fake-peer.ts'
import { type Listener, scene, until } from './support/listener.ts'

/** Taken back without a word to anybody, as for somebody who was away. */
function recallSilently(peer: FakePeer, seq: number): void {
  Object.assign(peer.log('li', 'han')[seq - 1] ?? {}, { text: '', recalled: true })
}

const recalled = (li: Listener): number[] => li.of('recalled').map(({ seq }) => seq)

t.test('what was taken back while the connection was gone is told after it', async (t) => {
  const { peer, li } = await scene(t)
  for (const text of ['1', '2', '3']) peer.say('han', 'li', text)
  await li.until(() => li.texts.length === 3)
  recallSilently(peer, 2)
  peer.cut()
  await li.until(() => recalled(li).length > 0)
  t.same(li.of('recalled'), [{ type: 'recalled', chat: 'han', seq: 2 }])
  const [asked] = peer.askedFor('history')
  t.match(asked, { chat: 'han', after: 0, limit: 3 })

  // Known to be gone, it is not told again.
  const before = peer.askedFor('history').length
  peer.cut()
  await until(() => peer.askedFor('history').length > before)
  await li.client.request('ping', {})
  t.same(recalled(li), [2])
})

t.test(
  'so is what was taken back of a page of history, and of what one wrote oneself',
  async (t) => {
    const { peer, li } = await scene(t, (peer) => {
      peer.received('li', 'han', peer.store('han', 'li', 'from before').seq)
    })
    li.client.send('han', 'from this device')
    await li.until(() => li.of('stored').length === 1)
    await li.client.request('history', { chat: 'han' })
    recallSilently(peer, 1)
    recallSilently(peer, 2)
    peer.cut()
    await li.until(() => recalled(li).length === 2)
    t.same(recalled(li), [1, 2])
  },
)

t.test('a session that was too slow asks as well [P-13]', async (t) => {
  const { peer, li } = await scene(t)
  peer.say('han', 'li', 'a slip')
  await li.until(() => li.texts.length === 1)
  recallSilently(peer, 1)
  peer.tell('li', { type: 'resync', chats: [{ chat: 'han', head: 1 }] })
  await li.until(() => recalled(li).length === 1)
  t.equal(li.of('offline').length, 0)
})

t.test('nothing is asked where nothing can have been taken back', async (t) => {
  const { peer, li } = await scene(t)
  peer.say('han', 'li', 'old')
  await li.until(() => li.texts.length === 1)
  // By the server's clock ten minutes later.
  const { cid, seq } = peer.store('tom', 'li', 'new')
  const at = Date.UTC(2030, 0, 1)
  peer.tell('li', { type: 'msg', chat: 'tom', from: 'tom', cid, seq, at, text: 'new' })
  await li.until(() => li.texts.length === 2)
  peer.cut()
  await li.until(() => li.of('online').length === 2)
  await until(() => peer.askedFor('history').length > 0)
  await li.client.request('ping', {})
  t.same(
    peer.askedFor('history').map(({ chat }) => chat),
    ['tom'],
  )
})

t.test('a connection lost while asking: the next one asks again', async (t) => {
  const { peer, li } = await scene(t)
  peer.say('han', 'li', 'a slip')
  await li.until(() => li.texts.length === 1)
  recallSilently(peer, 1)
  let cuts = 0
  peer.intercept = ({ type }, { socket }) => {
    if (type !== 'history' || cuts === 2) return false
    cuts += 1
    socket.destroy()
    return true
  }
  peer.cut()
  await li.until(() => recalled(li).length === 1)
  t.equal(cuts, 2)
})
