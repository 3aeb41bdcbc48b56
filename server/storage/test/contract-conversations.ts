import type { Test } from 'tap'
import type { UserRecord } from '../store.ts'
import type { TestStore } from './test-store.ts'

export async function conversationsContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const chatsOf = async (user: UserRecord) => (await store.loginState(user.id)).chats

  t.test('a direct chat is made once, and each sees the other in it', async (t) => {
    const li = await world.user()
    const han = await world.user()
    const chat = await store.openDirect(li.id, han.id, 1)
    t.strictSame(chat, {
      conversationId: chat.conversationId,
      kind: 'direct',
      name: han.name,
      peerId: han.id,
      memberCount: 2,
      ...{ head: 0, floor: 0, received: 0, read: 0 },
    })
    t.strictSame(await store.openDirect(li.id, han.id, 2), chat)
    t.strictSame(await store.openDirect(han.id, li.id, 2), {
      ...chat,
      name: li.name,
      peerId: li.id,
    })
    t.strictSame(await chatsOf(li), [chat])
  })

  t.test('two servers that open it at the same moment get the same one', async (t) => {
    const other = await world.anotherStore()
    for (let round = 0; round < 10; round++) {
      const li = await world.user()
      const han = await world.user()
      const opened = await Promise.all([
        store.openDirect(li.id, han.id, 1),
        other.openDirect(han.id, li.id, 1),
        store.openDirect(li.id, han.id, 1),
      ])
      t.equal(new Set(opened.map(({ conversationId }) => conversationId)).size, 1)
      t.equal((await chatsOf(han)).length, 1)
    }
  })

  t.test('one can write to oneself', async (t) => {
    const li = await world.user()
    const chat = await store.openDirect(li.id, li.id, 1)
    t.match(chat, { name: li.name, peerId: li.id, memberCount: 1 })
    t.strictSame(await chatsOf(li), [chat])
  })

  t.test('chats come by conversation, with their newest seq', async (t) => {
    const { li, han, chat } = await world.pair()
    await world.say(chat.conversationId, li, '1', '2', '3')
    const room = await world.room(li)
    await store.joinRoom(han.id, room.name, 2_000)
    const chats = await chatsOf(li)
    t.strictSame(chats, [
      { ...chat, head: 3 },
      { ...room.chat, memberCount: 2 },
    ])
  })

  t.test('cursors only move forward, each by itself', async (t) => {
    const { li, han, chat } = await world.pair()
    const { conversationId } = chat
    const save = async (received: number, read: number) => {
      await store.saveCursors([{ conversationId, userId: li.id, received, read }])
      const [found] = await chatsOf(li)
      return [found?.received, found?.read]
    }
    t.strictSame(await save(5, 2), [5, 2])
    t.strictSame(await save(4, 3), [5, 3])
    t.strictSame(await save(9, 1), [9, 3])
    t.strictSame(await save(0, 0), [9, 3])
    const [hans] = await chatsOf(han)
    t.match(hans, { received: 0, read: 0 }, "the other's stay")
  })

  t.test('cursors of many members are saved at once, without those who are gone', async (t) => {
    const { li, han, chat } = await world.pair()
    const { conversationId } = chat
    const gone = Array.from({ length: 1_000 }, (_, i) => ({
      ...{ conversationId: 1_000_000 + i, userId: li.id, received: 1, read: 1 },
    }))
    const twice = [3, 2].map((seq) => ({ conversationId, userId: li.id, received: seq, read: seq }))
    await store.saveCursors([...gone, ...twice, { ...twice[0], userId: han.id } as never])
    await store.saveCursors([])
    t.match(await chatsOf(li), [{ received: 3, read: 3 }])
    t.match(await chatsOf(han), [{ received: 3, read: 3 }])
  })
}
