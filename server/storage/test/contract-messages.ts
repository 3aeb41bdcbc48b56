import type { Test } from 'tap'
import type { HistoryQuery, MessagePage, UserRecord } from '../store.ts'
import { batchOf, ODD_TEXTS, type TestStore } from './test-store.ts'

const seqs = ({ messages }: MessagePage) => messages.map(({ seq }) => seq)

export async function historyContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const { li, han, chat } = await world.pair()
  const { conversationId } = chat
  for (let i = 1; i <= 10; i++) await world.say(conversationId, i % 2 ? li : han, `text ${i}`)
  const read = (query: Partial<HistoryQuery>) =>
    store.history({ conversationId, floor: 0, limit: 3, ...query })

  t.test('pages of messages, always ascending', async (t) => {
    const cases: [string, Partial<HistoryQuery>, number[], boolean][] = [
      ['the newest', {}, [8, 9, 10], true],
      ['before one', { before: 8 }, [5, 6, 7], true],
      ['to the beginning', { before: 3 }, [1, 2], false],
      ['exactly to the beginning', { before: 4 }, [1, 2, 3], false],
      ['before the first', { before: 1 }, [], false],
      ['before what is not there yet', { before: 99 }, [8, 9, 10], true],
      ['after one', { after: 4 }, [5, 6, 7], true],
      ['from the beginning', { after: 0 }, [1, 2, 3], true],
      ['exactly to the end', { after: 7 }, [8, 9, 10], false],
      ['after the newest', { after: 10 }, [], false],
      ['all', { limit: 200 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
      ['above a floor', { floor: 8 }, [9, 10], false],
      ['exactly down to a floor', { floor: 7 }, [8, 9, 10], false],
      ['before one above a floor', { before: 8, floor: 6 }, [7], false],
      ['after one below a floor', { after: 2, floor: 6 }, [7, 8, 9], true],
    ]
    for (const [name, query, expected, more] of cases) {
      const found = await read(query)
      t.strictSame(seqs(found), expected, name)
      t.equal(found.more, more, `${name}: more`)
    }
  })

  t.test('a message comes back as it was sent, with its sender’s name', async (t) => {
    const [first] = (await read({ after: 0, limit: 1 })).messages
    t.match(first, { seq: 1, sender: li.name, at: 5_000, text: 'text 1', recalled: false })
    t.strictSame(Object.keys(first ?? {}).sort(), [
      ...['at', 'cid', 'recalled', 'sender', 'seq', 'text'],
    ])
  })

  t.test('a message is found by who sent it under which cid', async (t) => {
    const [first] = (await read({ after: 0, limit: 1 })).messages
    const cid = first?.cid ?? ''
    t.strictSame(await store.sentMessage(li.id, cid), {
      ...{ kind: 'direct', name: han.name, seq: 1, at: 5_000, text: 'text 1', recalled: false },
    })
    t.equal(await store.sentMessage(han.id, cid), undefined, 'a cid is its sender’s own')
    t.equal(await store.sentMessage(li.id, 'never'), undefined)
  })

  t.test('the newest seq', async (t) => {
    t.equal(await store.newestSeq(conversationId), 10)
    t.equal(await store.newestSeq(999_999), 0)
  })

  t.test('a conversation without messages has an empty page', async (t) => {
    const empty = { messages: [], more: false }
    t.strictSame(await read({ conversationId: 999_999 }), empty)
    t.strictSame(await read({ conversationId: 999_999, after: 0 }), empty)
  })

  t.test('text and cid keep every character', async (t) => {
    const { li, chat } = await world.pair()
    const texts = [
      ...ODD_TEXTS,
      'a\0b\0',
      '\u0001\u001a\u007f\r\n\t\b',
      '🫖'.repeat(8_000),
      '\0'.repeat(8_000),
      '\u{10ffff}\uffff\ufffe',
      ' ',
    ]
    const cids = ['a', 'a ', 'a  ', 'A', "a'", 'a\\', 'a\0', '\0', '\x7f', '%', 'c'.repeat(64)]
    for (const [i, text] of texts.entries()) {
      const cid = cids[i] ?? world.name('cid')
      const entry = { conversationId: chat.conversationId, senderId: li.id, cid, text }
      t.match(await store.append(batchOf([entry])), { outcome: [0], seq: [i + 1] })
      const { messages } = await store.history({
        ...{ conversationId: chat.conversationId, floor: 0, limit: 1 },
      })
      t.ok(messages[0]?.text === text, `text ${i} comes back`)
      t.equal(messages[0]?.cid, cid)
    }
  })
}

export async function missedContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test('missed gives what is beyond the cursor, one’s own messages too', async (t) => {
    const { li, han, chat } = await world.pair()
    const { conversationId } = chat
    await world.say(conversationId, li, '1', '2', '3', '4')
    await world.say(conversationId, han, '5', '6')
    await store.saveCursors([{ conversationId, userId: han.id, received: 2, read: 0 }])
    const { chats, more } = await store.missed(han.id, 3, 10)
    t.equal(more, false)
    t.equal(chats.length, 1)
    t.strictSame(chats[0]?.chat, {
      ...chat,
      ...{ name: li.name, peerId: li.id, head: 6, received: 2 },
    })
    t.strictSame(
      chats[0]?.messages.map(({ seq, sender }) => [seq, sender]),
      [
        [3, li.name],
        [4, li.name],
        [5, han.name],
      ],
    )
    t.equal(chats[0]?.more, true)
    await store.saveCursors([{ conversationId, userId: han.id, received: 3, read: 0 }])
    t.match(await store.missed(han.id, 3, 10), { chats: [{ more: false }] })
    await store.saveCursors([{ conversationId, userId: han.id, received: 6, read: 0 }])
    t.strictSame(await store.missed(han.id, 3, 10), { chats: [], more: false })
  })

  t.test('at most so many chats, those without anything left out', async (t) => {
    const li = await world.user()
    const ids: number[] = []
    for (let i = 0; i < 20; i++) {
      const other = await world.user()
      const { conversationId } = await store.openDirect(li.id, other.id, 1)
      if (i % 5 === 0) continue
      await world.say(conversationId, other, `hello ${i}`, 'and again')
      ids.push(conversationId)
    }
    const missed = async (maxChats: number) => {
      const { chats, more } = await store.missed(li.id, 1, maxChats)
      for (const { messages } of chats) t.match(messages, [{ seq: 1 }])
      return { ids: chats.map(({ chat }) => chat.conversationId), more }
    }
    t.strictSame(await missed(16), { ids, more: false })
    t.strictSame(await missed(15), { ids: ids.slice(0, 15), more: true })
    t.strictSame(await missed(1), { ids: ids.slice(0, 1), more: true })
  })

  t.test('very long texts make it stop early, and say that there is more', async (t) => {
    const li = await world.user()
    for (let i = 0; i < 24; i++) {
      const other = await world.user()
      const { conversationId } = await store.openDirect(li.id, other.id, 1)
      const texts = Array.from({ length: 10 }, () => '茶'.repeat(8_000))
      await world.say(conversationId, other, ...texts)
    }
    const { chats, more } = await store.missed(li.id, 10, 100)
    t.equal(chats.length, 16, 'the first that pass a million characters, in steps of eight')
    t.equal(more, true)
  })

  t.test('a member of a private room misses nothing from before the joining', async (t) => {
    const [li, han] = [await world.user(), await world.user()]
    const { name, conversationId } = await world.room(li, { isPrivate: true })
    await world.say(conversationId, li, 'before')
    await store.invite(li.id, name, han.name, 1)
    await store.joinRoom(han.id, name, 1)
    t.strictSame(await store.missed(han.id, 9, 9), { chats: [], more: false })
    await world.say(conversationId, li, 'after')
    t.match(await store.missed(han.id, 9, 9), { chats: [{ messages: [{ text: 'after' }] }] })
  })
}

export async function writtenSinceContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const write = async (conversationId: number, sender: UserRecord, ...times: number[]) => {
    const entry = (at: number) => ({
      ...{ conversationId, senderId: sender.id, cid: world.name('cid') },
      ...{ text: `at ${at}`, at },
    })
    await store.append(batchOf(times.map(entry)))
  }
  const texts = async (user: UserRecord, since: number, limit: number) =>
    (await store.writtenSince(user.id, since, limit)).map(({ chat, messages, more }) => [
      chat.name,
      messages.map(({ text }) => text).join(),
      more,
    ])

  t.test('the newest of others at or after a moment, ascending', async (t) => {
    const { li, han, chat } = await world.pair()
    await write(chat.conversationId, li, 10, 20, 30, 40, 50)
    await write(chat.conversationId, han, 60)
    t.strictSame(await texts(han, 30, 9), [[li.name, 'at 30,at 40,at 50', false]])
    t.strictSame(await texts(han, 30, 3), [[li.name, 'at 30,at 40,at 50', false]])
    t.strictSame(await texts(han, 30, 2), [[li.name, 'at 40,at 50', true]])
    t.strictSame(await texts(han, 51, 2), [], 'chats without any are left out')
    t.strictSame(await texts(li, 0, 2), [[han.name, 'at 60', false]])
  })

  t.test('one’s own messages between do not hide those of others', async (t) => {
    const { li, han, chat } = await world.pair()
    for (let i = 0; i < 10; i++) {
      await write(chat.conversationId, li, 100 + i)
      await write(chat.conversationId, han, ...new Array(7).fill(100 + i))
    }
    t.strictSame(await texts(han, 103, 3), [[li.name, 'at 107,at 108,at 109', true]])
    t.strictSame(await texts(han, 107, 3), [[li.name, 'at 107,at 108,at 109', false]])
    t.strictSame(await texts(han, 0, 50), [
      [li.name, Array.from({ length: 10 }, (_, i) => `at ${100 + i}`).join(), false],
    ])
  })

  t.test('of all chats, a private room’s from the joining on', async (t) => {
    const { li, han, chat } = await world.pair()
    const room = await world.room(li, { isPrivate: true })
    await write(room.conversationId, li, 10, 20)
    await store.invite(li.id, room.name, han.name, 1)
    await store.joinRoom(han.id, room.name, 1)
    await write(room.conversationId, li, 30)
    await write(chat.conversationId, li, 15, 25)
    t.strictSame(await texts(han, 12, 9), [
      [li.name, 'at 15,at 25', false],
      [room.name, 'at 30', false],
    ])
    t.strictSame(await texts(li, 0, 9), [])
  })
}
