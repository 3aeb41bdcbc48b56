import type { Test } from 'tap'
import { RECALLED } from '../store.ts'
import { batchOf, type TestStore } from './test-store.ts'

export async function recallContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const { li, han, chat } = await world.pair()
  const { conversationId } = chat
  const entry = { conversationId, senderId: li.id, cid: 'mine', text: 'oops', at: 5_000 }
  await store.append(batchOf([entry]))
  await world.say(conversationId, han, 'fine')
  const recall = { conversationId, seq: 1, senderId: li.id, sentSince: 5_000 }

  t.test('not another’s, not one that is not there, not too late', async (t) => {
    await t.rejects(store.recall({ ...recall, seq: 2 }), { code: 'forbidden' })
    await t.rejects(store.recall({ ...recall, seq: 3 }), { code: 'not_found' })
    await t.rejects(store.recall({ ...recall, conversationId: 999_999 }), { code: 'not_found' })
    await t.rejects(store.recall({ ...recall, sentSince: 5_001 }), { code: 'forbidden' })
    const { messages } = await store.history({ conversationId, floor: 0, limit: 9 })
    t.match(messages, [
      { text: 'oops', recalled: false },
      { text: 'fine', recalled: false },
    ])
  })

  t.test('the text is gone, the rest stays', async (t) => {
    await store.recall(recall)
    const { messages } = await store.history({ conversationId, floor: 0, limit: 9 })
    t.match(messages, [
      { seq: 1, sender: li.name, cid: 'mine', at: 5_000, text: '', recalled: true },
      { seq: 2, text: 'fine', recalled: false },
    ])
    const missed = await store.missed(han.id, 9, 9)
    t.match(missed.chats, [{ messages: [{ text: '', recalled: true }, {}] }])
    const driver = await world.driver()
    const rows = await driver.query('SELECT text FROM messages WHERE text LIKE ?', ['%oops%'])
    t.strictSame(rows, [], 'not anywhere')
  })

  t.test('again, and however late', async (t) => {
    await store.recall({ ...recall, sentSince: 9_000 })
    await t.rejects(store.recall({ ...recall, senderId: han.id }), { code: 'forbidden' })
  })

  t.test('[P-9] its cid is still known, and what comes of it is told apart', async (t) => {
    t.match(await store.sentMessage(li.id, 'mine'), { seq: 1, text: '', recalled: true })
    const again = batchOf([entry, { ...entry, text: 'other' }, { ...entry, cid: 'new' }])
    t.strictSame(await store.append(again), {
      ...{ outcome: [RECALLED, RECALLED, 0], seq: [1, 1, 3], at: [5_000, 5_000, 5_000] },
    })
  })
}
