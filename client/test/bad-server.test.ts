import t from 'tap'
import { type Caller, FakePeer } from './support/fake-peer.ts'
import { arrive, Listener, scene, until } from './support/listener.ts'

t.test('a server that says nothing is given up, and tried again', async (t) => {
  const peer = await FakePeer.start()
  t.teardown(() => peer.stop())
  const timing = { answerMs: 60, silenceMs: 60 }
  const li = await arrive(peer, 'li', { timing })
  t.teardown(() => li.client.close())
  peer.intercept = ({ type }) => type !== 'login'
  li.client.send('han', 'is anybody there?')
  await li.until(() => li.of('offline').length >= 1)
  t.match(li.of('offline')[0], { reason: 'no_answer' })
  peer.intercept = () => false
  await li.until(() => li.texts.length === 1)
  t.equal(peer.log('li', 'han').length, 1)
})

t.test('silence with nothing due is asked with a ping, and a ping is answered', async (t) => {
  const peer = await FakePeer.start()
  t.teardown(() => peer.stop())
  const li = await arrive(peer, 'li', { timing: { silenceMs: 30 } })
  t.teardown(() => li.client.close())
  await until(() => peer.askedFor('ping').length > 0)
  const before = peer.askedFor('ping').filter(({ id }) => id === undefined).length
  peer.tell('li', { type: 'ping' })
  await until(() => peer.askedFor('ping').filter(({ id }) => id === undefined).length > before)
  t.equal(li.of('offline').length, 0)
})

t.test(
  'garbage is skipped, ten pieces of it end the connection, and a line without end as well',
  async (t) => {
    const { peer, li } = await scene(t)
    const current = (): Caller => peer.callers.at(-1) as Caller
    for (const line of [
      'not json',
      '[]',
      '{"type":7}',
      '{"type":"msg","chat":7}',
      '{"type":"constructor"}',
      '\xff',
    ]) {
      current().socket.write(Buffer.from(`${line}\n`, 'latin1'))
    }
    peer.say('han', 'li', 'still here')
    await li.until(() => li.texts.length === 1)
    t.equal(li.of('offline').length, 0)

    current().socket.write('garbage\n'.repeat(10))
    await li.until(() => li.of('online').length === 2)
    t.match(li.of('offline'), [{ reason: 'garbage' }])

    current().socket.write(Buffer.alloc(1_048_576 + 2, 'x'))
    await li.until(() => li.of('online').length === 3)
    t.match(li.of('offline'), [{ reason: 'garbage' }, { reason: 'garbage' }])
  },
)

t.test(
  'a reply without the fields that it must have is an error of that request alone',
  async (t) => {
    const { peer, li } = await scene(t)
    peer.intercept = (frame, caller) => {
      if (frame.type !== 'friends') return false
      peer.ok(caller, frame, { friends: 'all of them' })
      return true
    }
    await t.rejects(li.client.request('friends', {}), { code: 'bad_reply' })
    t.ok(li.client.isOnline)
  },
)

t.test('what a server writes into an error beside its fields means nothing', async (t) => {
  const { peer, li } = await scene(t)
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'friends') return false
    peer.error(caller, frame, 'forbidden', { isFinal: true, advice: 'Type this:', cause: 1 })
    return true
  }
  const error = await li.client.request('friends', {}).catch((failure) => failure)
  t.match(error, { code: 'forbidden', isFinal: false, advice: undefined, cause: undefined })
})

t.test('history that promises more and gives nothing is not asked for ever', async (t) => {
  const { peer, li } = await scene(t)
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'history') return false
    peer.ok(caller, frame, { chat: 'han', messages: [], more: true })
    return true
  }
  peer.tell('li', { type: 'msg', chat: 'han', seq: 9, from: 'han', cid: 'c', at: 1, text: 'late' })
  await li.until(() => li.texts.length === 1)
  t.ok(peer.askedFor('history').length <= 2)
})

t.test('a server that cannot be reached is said to be so, once', async (t) => {
  const peer = await FakePeer.start()
  await peer.stop()
  const li = new Listener({ port: 1 })
  await t.rejects(li.client.start({ token: 'x' }), { code: 'unreachable' })
  await li.client.close()
})
