import type { Test } from 'tap'
import type { Search, SearchQuery, UserRecord } from '../store.ts'
import { batchOf, type TestStore } from './test-store.ts'

/** Texts found, all pages, newest first. */
async function textsOf(
  store: Search,
  { id: userId }: UserRecord,
  text: string,
  options: Partial<SearchQuery> = {},
): Promise<string[]> {
  const texts: string[] = []
  let from = options.from
  for (let pages = 0; pages < 200; pages++) {
    const query = { limit: 50, ...options, userId, text, ...(from === undefined ? {} : { from }) }
    const { found, next } = await store.search(query)
    texts.push(...found.map(({ message }) => message.text))
    if (next === undefined) return texts
    from = next
  }
  throw new Error('the pages never end')
}

/** Brings everything into the index, as the server does by and by. */
async function indexAll(store: Search): Promise<void> {
  let after: number | undefined = 0
  while (after !== undefined) {
    const { conversationIds, next } = await store.behindIndex(after)
    for (const id of conversationIds) {
      for (let stretch = await store.nextStretch(id); stretch; ) {
        await store.fileStretches([stretch])
        stretch = await store.nextStretch(id)
      }
    }
    after = next
  }
}

/** Everything twice: read message by message, and by the index. */
async function bothWays(t: Test, world: TestStore, check: (t: Test) => Promise<void>) {
  await t.test('before it is indexed', check)
  await indexAll(world.store)
  t.strictSame((await world.store.behindIndex(0)).conversationIds, [], 'all is indexed')
  await t.test('by the index', check)
}

export async function searchWordsContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const { li, chat } = await world.pair()
  const { conversationId } = chat
  const texts = [
    'Tea at four o’clock?',
    'the TEAHOUSE opens',
    '我们去茶馆喝茶吧',
    '中国 人民',
    '明天下午在北京大学见',
    'ＡＢＣ fullwidth, Straße',
    'iPhone手机坏了',
    'こんにちは世界 カタカナ',
    '안녕하세요 여러분',
    'สวัสดีครับ',
    'cheers 🍵🍻',
    `${'word '.repeat(300)}needle`,
    'Ä composed: A\u0308',
    '𠮷野家で食べる',
  ]
  await world.say(conversationId, li, ...texts)
  const finds: [query: string, ...expected: number[]][] = [
    ['tea', 0],
    ['TEA four', 0],
    ['four tea', 0],
    ['tea opens'],
    ['house'],
    ['teahouse', 1],
    ['teahous'],
    ['茶馆', 2],
    ['喝茶', 2],
    ['茶', 2],
    ['茶喝'],
    ['馆喝茶吧', 2],
    ['国人'],
    ['中国', 3],
    ['中国 人民', 3],
    ['人民,中国', 3],
    ['北京大学', 4],
    ['大学', 4],
    ['北大'],
    ['abc', 5],
    ['STRASSE', 5],
    ['iphone', 6],
    ['手机', 6],
    ['iphone手机', 6],
    ['手机iphone', 6],
    ['phone'],
    ['世界', 7],
    ['かた'],
    ['カタ', 7],
    ['ｶﾀｶﾅ', 7],
    ['녕하', 8],
    ['สวัส', 9],
    ['🍵', 10],
    ['🍻🍵', 10],
    ['needle', 11],
    ['ä', 12],
    ['a'],
    ['𠮷', 13],
    ['𠮷野', 13],
    ['?!'],
    ['" * -'],
    ["'; DROP TABLE messages --"],
    ['word needle', 11],
  ]
  await bothWays(t, world, async (t) => {
    for (const [query, ...expected] of finds) {
      const found = await textsOf(store, li, query)
      t.strictSame(
        found,
        expected.map((i) => texts[i]),
        query,
      )
    }
  })
}

export async function searchSightContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const { li, han, chat } = await world.pair()
  const stranger = await world.user()
  const room = await world.room(li)
  const closed = await world.room(li, { isPrivate: true })
  await world.say(chat.conversationId, li, 'direct secret')
  await world.say(room.conversationId, li, 'room secret')
  await world.say(closed.conversationId, li, 'private secret before', 'private secret again')
  await store.joinRoom(han.id, room.name, 2_000)
  await store.invite(li.id, closed.name, han.name, 2_000)
  await store.joinRoom(han.id, closed.name, 2_000)
  await world.say(closed.conversationId, han, 'private secret after')

  await bothWays(t, world, async (t) => {
    const all = [
      'private secret after',
      'private secret again',
      'private secret before',
      'room secret',
      'direct secret',
    ]
    t.strictSame((await textsOf(store, li, 'secret')).sort(), [...all].sort())
    const hans = ['private secret after', 'room secret', 'direct secret']
    t.strictSame((await textsOf(store, han, 'secret')).sort(), hans.sort(), 'from the joining on')
    t.strictSame(await textsOf(store, stranger, 'secret'), [])
    const there = { conversationId: room.conversationId }
    t.strictSame(await textsOf(store, li, 'secret', there), ['room secret'])
    t.strictSame(await textsOf(store, stranger, 'secret', there), [], 'not by its id either')
  })

  t.test('who left a room finds nothing there', async (t) => {
    await store.leaveRoom(han.id, closed.name)
    t.notOk((await textsOf(store, han, 'secret')).includes('private secret after'))
  })

  t.test('what was recalled is gone, from the index as from the rest', async (t) => {
    const recall = { conversationId: room.conversationId, seq: 1, senderId: li.id, sentSince: 0 }
    await store.recall(recall)
    t.strictSame(await textsOf(store, li, 'secret', { conversationId: room.conversationId }), [])
  })

  t.test('what is found says where it was said, and by whom', async (t) => {
    const query = { userId: li.id, text: 'after', limit: 5 }
    t.match((await store.search(query)).found, [
      {
        chat: { kind: 'room', name: closed.name },
        message: { seq: 3, sender: han.name, text: 'private secret after', recalled: false },
      },
    ])
  })
}

export async function searchPagesContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const { li, han, chat } = await world.pair()
  const rooms = [await world.room(li), await world.room(li)]
  const conversations = [chat, ...rooms].map(({ conversationId }) => conversationId)
  // 900 messages over three chats; many share a millisecond, one in seven has the word.
  const said = Array.from({ length: 900 }, (_, i) => ({
    conversationId: conversations[(i + Math.floor(i / 7)) % 3] as number,
    senderId: i % 2 === 0 ? li.id : han.id,
    cid: `page-${i}`,
    at: 10_000 + Math.floor(i / 20),
    text: i % 7 === 0 ? `lucky ${i}` : `number ${i}`,
  }))
  await store.append(batchOf(said))
  const expected = said
    .map((entry, i) => ({ ...entry, i }))
    .filter(({ text }) => text.startsWith('lucky'))
    .sort((a, b) => b.at - a.at || b.conversationId - a.conversationId || b.i - a.i)
    .map(({ text }) => text)

  await bothWays(t, world, async (t) => {
    for (const limit of [1, 7, 50, 200]) {
      t.strictSame(await textsOf(store, li, 'lucky', { limit }), expected, `pages of ${limit}`)
    }
    const there = { conversationId: chat.conversationId, limit: 3 }
    const inChat = said
      .filter((one) => one.conversationId === chat.conversationId)
      .filter(({ text }) => text.startsWith('lucky'))
      .map(({ text }) => text)
    t.strictSame(await textsOf(store, li, 'lucky', there), inChat.reverse(), 'in one chat')
  })

  t.test('an index that is half-way is as good', async (t) => {
    const fresh = await world.pair()
    const id = fresh.chat.conversationId
    await world.say(
      id,
      fresh.li,
      ...Array.from({ length: 300 }, (_, i) => `half ${i % 3} way ${i}`),
    )
    await store.fileStretches([(await store.nextStretch(id)) as never])
    await world.say(id, fresh.li, 'half 1 way, a moment ago')
    const found = await textsOf(store, fresh.li, 'half 1', { limit: 9 })
    t.equal(found.length, 101)
    t.equal(found[0], 'half 1 way, a moment ago')
    t.equal(found.at(-1), 'half 1 way 1')
  })

  t.test('two words that are never in one message cost a page at most its share', async (t) => {
    const { li, chat } = await world.pair()
    const entries = Array.from({ length: 40_000 }, (_, i) => ({
      ...{ conversationId: chat.conversationId, senderId: li.id, cid: `apart-${i}` },
      text: i === 0 ? 'left and right' : i % 2 ? 'left' : 'right',
    }))
    await store.append(batchOf(entries))
    await indexAll(store)
    const first = await store.search({ userId: li.id, text: 'left right', limit: 50 })
    t.strictSame(first.found, [])
    t.ok(first.next, 'but it says where to go on')
    t.strictSame(await textsOf(store, li, 'left right'), ['left and right'])
  })
}

export async function indexingContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test('a stretch is filed once, by whichever server comes first', async (t) => {
    const { li, chat } = await world.pair()
    await world.say(chat.conversationId, li, ...Array.from({ length: 200 }, (_, i) => `once ${i}`))
    const other = await world.anotherStore()
    const mine = await store.nextStretch(chat.conversationId)
    const theirs = await other.nextStretch(chat.conversationId)
    if (mine === undefined || theirs === undefined) throw new Error('there is something to file')
    t.match(mine, { firstSeq: 1, lastSeq: 128, firstAt: 5_000, lastAt: 5_000, isNewest: false })
    await Promise.all([store.fileStretches([mine]), other.fileStretches([theirs])])
    await store.fileStretches([mine])
    const rest = await other.nextStretch(chat.conversationId)
    t.match(rest, { firstSeq: 129, lastSeq: 200, isNewest: true })
    const driver = await world.driver()
    const rows = await driver.query('SELECT * FROM search_stretches WHERE conversation_id = ?', [
      chat.conversationId,
    ])
    t.equal(rows.length, 1)
    t.strictSame((await textsOf(store, li, 'once')).length, 200)
  })

  t.test('of long texts a stretch takes fewer', async (t) => {
    const { li, chat } = await world.pair()
    const long = (n: number) =>
      Array.from({ length: 3_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7 + n) % 20_000)))
    for (let n = 0; n < 3; n++) await world.say(chat.conversationId, li, long(n * 3_001).join(''))
    t.match(await store.nextStretch(chat.conversationId), { firstSeq: 1, lastSeq: 1 })
  })

  t.test('what has no words moves on all the same', async (t) => {
    const { li, chat } = await world.pair()
    await world.say(chat.conversationId, li, '???', '…')
    await indexAll(store)
    t.equal(await store.nextStretch(chat.conversationId), undefined)
  })
}
