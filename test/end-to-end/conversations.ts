import type { Test } from 'tap'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import type { Transport } from '../support/peer-wire.ts'

/** What two people and their devices can count on, whatever carries their frames. */
export function conversations(t: Test, port: number, transport: Transport): void {
  const user = async (name: string): Promise<ChatPeer> => {
    const peer = await ChatPeer.as(port, name, undefined, transport)
    t.teardown(() => peer.end())
    return peer
  }

  t.test('two people become friends, talk, go away and find what they missed', async (t) => {
    const li = await user('李雷')
    const han = await user('韩梅梅')
    t.equal(await li.code({ type: 'send', chat: '韩梅梅', cid: 'c1', text: '?' }), 'not_friends')

    t.match(await li.ok({ type: 'friend.request', user: '韩梅梅', note: '我是李雷' }), {
      state: 'requested',
    })
    t.match(await han.event('friend.requested'), { user: '李雷', note: '我是李雷' })
    await han.ok({ type: 'friend.accept', user: '李雷' })
    t.match(await li.event('friend.accepted'), { user: '韩梅梅' })
    t.match(await li.event('presence'), { user: '韩梅梅', status: 'online' })

    const sent = await li.send('韩梅梅', '中午一起喝茶吗?', 'li-1')
    t.match(sent, { chat: '韩梅梅', seq: 1 })
    t.match(await han.event('msg'), {
      chat: '李雷',
      seq: 1,
      from: '李雷',
      cid: 'li-1',
      at: sent['at'],
      text: '中午一起喝茶吗?',
    })
    await han.ok({ type: 'received', chat: '李雷', seq: 1 })
    t.match(await li.event('receipt'), { chat: '韩梅梅', user: '韩梅梅', received: 1 })
    await han.ok({ type: 'read', chat: '李雷', seq: 1 })
    t.match(await li.event('receipt'), { chat: '韩梅梅', user: '韩梅梅', read: 1 })
    await han.ok({ type: 'typing', chat: '李雷' })
    t.match(await li.event('typing'), { chat: '韩梅梅', user: '韩梅梅' })

    han.end()
    t.match(await li.event('presence', (e) => e['status'] === 'offline'), { user: '韩梅梅' })
    await li.send('韩梅梅', '好,十二点')
    await li.send('韩梅梅', 'two')

    const back = await ChatPeer.connect(port, transport)
    t.teardown(() => back.end())
    const login = await back.ok({ type: 'login', user: '韩梅梅', password: 'correct horse' })
    t.match(login['chats'], [{ chat: '李雷', head: 3, received: 1, read: 1 }])
    const missed = await back.ok({ type: 'missed' })
    t.match(missed, {
      more: false,
      chats: [
        {
          chat: '李雷',
          head: 3,
          more: false,
          messages: [{ seq: 2, text: '好,十二点' }, { seq: 3 }],
        },
      ],
    })
    await back.ok({ type: 'received', chat: '李雷', seq: 3 })
    t.same(
      (await back.ok({ type: 'missed' }))['chats'],
      [],
      'what was acknowledged is not offered again',
    )
  })

  t.test('[G-2] the same cid is stored once, and its conflict is told', async (t) => {
    const [one, other] = [await user('cid-one'), await user('cid-other')]
    await befriend(one, other, ['cid-one', 'cid-other'])
    const first = await one.send('cid-other', 'once', 'same')
    const again = await one.send('cid-other', 'once', 'same')
    t.match(again, { seq: first['seq'], at: first['at'], dup: true })
    t.notOk('dup' in first)
    const reply = await one.ask({ type: 'send', chat: 'cid-other', cid: 'same', text: 'another' })
    t.match(reply, { type: 'error', code: 'conflict' })
    await other.event('msg')
    await other.settled()
    t.equal(other.events.filter(({ type }) => type === 'msg').length, 0, 'delivered once')
  })

  t.test('[P-9] the same cid is known even to somebody who may no longer write', async (t) => {
    const [one, other] = [await user('was-one'), await user('was-other')]
    await befriend(one, other, ['was-one', 'was-other'])
    const sent = await one.send('was-other', 'before', 'once')
    await one.ok({ type: 'room.create', room: 'was' })
    const said = await one.send('#was', 'in the room', 'there')
    await other.ok({ type: 'friend.remove', user: 'was-one' })
    await one.ok({ type: 'room.leave', room: 'was' })

    t.match(await one.send('WAS-other', 'before', 'once'), { seq: 1, at: sent['at'], dup: true })
    t.equal(await one.code({ type: 'send', chat: 'was-other', cid: 'once', text: 'x' }), 'conflict')
    t.equal(
      await one.code({ type: 'send', chat: 'was-other', cid: 'new', text: 'x' }),
      'not_friends',
    )
    t.match(await one.send('#was', 'in the room', 'there'), {
      chat: '#was',
      at: said['at'],
      dup: true,
    })
    t.equal(await one.code({ type: 'send', chat: '#was', cid: 'new', text: 'x' }), 'not_found')
  })

  t.test('[P-12] every session but the sending one, in order', async (t) => {
    const [one, other] = [await user('many-one'), await user('many-other')]
    await befriend(one, other, ['many-one', 'many-other'])
    const twin = await ChatPeer.connect(port, transport)
    t.teardown(() => twin.end())
    await twin.ok({ type: 'login', user: 'many-one', password: 'correct horse' })
    for (let i = 1; i <= 50; i += 1) {
      one.say({ type: 'send', id: `s${i}`, chat: 'many-other', cid: `o${i}`, text: `${i}` })
    }
    for (const peer of [other, twin]) {
      for (let i = 1; i <= 50; i += 1) {
        t.match(await peer.event('msg'), { seq: i, text: `${i}`, from: 'many-one' })
      }
    }
    await one.settled()
    t.notOk(one.events.some(({ type }) => type === 'msg'))
    await other.send('many-one', 'and you?')
    await one.ok({ type: 'read', chat: 'many-other', seq: 51 })
    t.match(await twin.event('cursor'), { chat: 'many-other', read: 51 })
    await other.ok({ type: 'read', chat: 'many-one', seq: 50 })
    await other.settled()
    t.notOk(other.events.some(({ type }) => type === 'cursor'))
  })

  t.test('history pages in both directions', async (t) => {
    const [one, other] = [await user('page-one'), await user('page-other')]
    await befriend(one, other, ['page-one', 'page-other'])
    t.match(await one.ok({ type: 'history', chat: 'page-other' }), { messages: [], more: false })
    for (let i = 1; i <= 7; i += 1) await one.send('page-other', `${i}`)
    const seqs = async (fields: object) => {
      const page = await other.ok({ type: 'history', chat: 'PAGE-one', ...fields })
      const messages = page['messages'] as { seq: number; chat: string }[]
      t.ok(messages.every(({ chat }) => chat === 'page-one'))
      return [messages.map(({ seq }) => seq), page['more']]
    }
    t.same(await seqs({}), [[1, 2, 3, 4, 5, 6, 7], false])
    t.same(await seqs({ limit: 3 }), [[5, 6, 7], true])
    t.same(await seqs({ before: 5, limit: 3 }), [[2, 3, 4], true])
    t.same(await seqs({ before: 2 }), [[1], false])
    t.same(await seqs({ after: 4, limit: 2 }), [[5, 6], true])
    t.same(await seqs({ after: 7 }), [[], false])
    t.equal(
      await other.code({ type: 'history', chat: 'page-one', before: 3, after: 1 }),
      'bad_request',
    )
    t.equal(await other.code({ type: 'history', chat: 'nobody-there' }), 'not_found')
  })

  t.test('[P-2] a page that would be longer than a frame is cut', async (t) => {
    const [one, other] = [await user('big-one'), await user('big-other')]
    await befriend(one, other, ['big-one', 'big-other'])
    for (let i = 1; i <= 30; i += 1) await one.send('big-other', '\u0001'.repeat(8_000))
    const newest = await other.ok({ type: 'history', chat: 'big-one', limit: 200 })
    const messages = newest['messages'] as { seq: number }[]
    t.ok(Buffer.byteLength(JSON.stringify(newest)) <= 1_048_576)
    t.equal(newest['more'], true)
    t.equal(messages.at(-1)?.seq, 30)
    const missed = await other.ok({ type: 'missed', limit: 200 })
    t.ok(Buffer.byteLength(JSON.stringify(missed)) <= 1_048_576)
    t.match(missed, { chats: [{ head: 30, more: true, messages: [{ seq: 1 }] }] })
  })

  t.test('a cursor goes forward only, and not beyond the newest message', async (t) => {
    const [one, other] = [await user('cur-one'), await user('cur-other')]
    await befriend(one, other, ['cur-one', 'cur-other'])
    for (let i = 1; i <= 3; i += 1) await one.send('cur-other', `${i}`)
    t.match(await other.ask({ type: 'read', chat: 'cur-one', seq: 4 }), {
      code: 'bad_request',
      field: 'seq',
    })
    await other.ok({ type: 'read', chat: 'cur-one', seq: 3 })
    await other.ok({ type: 'received', chat: 'cur-one', seq: 1 })
    t.match(await one.event('receipt'), { received: 3, read: 3 })
    await one.settled()
    t.notOk(one.events.some(({ type }) => type === 'receipt'))
  })
}
