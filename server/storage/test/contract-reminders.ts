import type { Test } from 'tap'
import type { NewReminder } from '../reminder-records.ts'
import { ODD_TEXTS, type TestStore } from './test-store.ts'

export async function remindersContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const asker = async () => {
    const user = await world.user()
    const { conversationId } = await store.openDirect(user.id, 1, 1_000)
    return (askedSeq: number, dueAt: number, text = 'tea'): NewReminder => {
      return { userId: user.id, conversationId, askedSeq, dueAt, language: 'zh', text }
    }
  }

  t.test('they come the next first, one’s own and everybody’s', async (t) => {
    const [li, han] = [await asker(), await asker()]
    const wanted = [li(1, 5_000), li(3, 3_000), han(1, 4_000)]
    const ids: unknown[] = []
    for (const one of wanted) ids.push(await store.addReminder(one, 10))
    const [first, second, other] = wanted.map((one, i) => ({ ...one, id: ids[i] }))
    t.strictSame(await store.remindersOf(li(0, 0).userId), [second, first])
    t.strictSame(await store.nextReminders(5_000, 10), [second, other, first])
    t.strictSame(await store.nextReminders(5_000, 1), [second])
    t.strictSame(await store.nextReminders(4_999, 10), [second, other])
    await store.cancelReminders(li(0, 0).userId, 'all')
    await store.cancelReminders(han(0, 0).userId, 'all')
    t.strictSame(await store.nextReminders(5_000, 10), [])
  })

  t.test('[G-2] the same question makes one, whatever it says the second time', async (t) => {
    const li = await asker()
    const id = await store.addReminder(li(1, 5_000), 10)
    t.type(id, 'number')
    t.equal(await store.addReminder(li(1, 6_000, 'coffee'), 10), id)
    t.equal(await store.addReminder(li(1, 5_000), 1), id, 'also when there is no room for more')
    t.match(await store.remindersOf(li(0, 0).userId), [{ dueAt: 5_000, text: 'tea' }])
  })

  t.test('[G-6] nobody has more than they may', async (t) => {
    const [li, han] = [await asker(), await asker()]
    for (const seq of [1, 2]) await store.addReminder(li(seq, 5_000), 2)
    t.equal(await store.addReminder(li(3, 5_000), 2), undefined)
    t.equal((await store.remindersOf(li(0, 0).userId)).length, 2)
    t.type(await store.addReminder(han(1, 5_000), 2), 'number', 'others are not held up')
  })

  t.test('one’s own can be cancelled, and its number is not given again', async (t) => {
    const [li, han] = [await asker(), await asker()]
    const id = (await store.addReminder(li(1, 5_000), 10)) ?? 0
    t.equal(await store.cancelReminders(han(0, 0).userId, id), 0, 'not somebody else’s')
    t.equal(await store.cancelReminders(li(0, 0).userId, id), 1)
    t.equal(await store.cancelReminders(li(0, 0).userId, id), 0)
    t.ok(((await store.addReminder(li(3, 5_000), 10)) ?? 0) > id)
    await store.addReminder(li(5, 5_000), 10)
    t.equal(await store.cancelReminders(li(0, 0).userId, 'all'), 2)
  })

  t.test('one that was said is gone, and that twice is no error', async (t) => {
    const li = await asker()
    const id = (await store.addReminder(li(1, 5_000), 10)) ?? 0
    await store.deleteReminder(id)
    await store.deleteReminder(id)
    t.strictSame(await store.remindersOf(li(0, 0).userId), [])
  })

  t.test('any text comes back as it was', async (t) => {
    const li = await asker()
    const texts = [...ODD_TEXTS, '', '🍵'.repeat(1_000)]
    for (const [i, text] of texts.entries()) await store.addReminder(li(i + 1, i, text), 100)
    t.strictSame(
      (await store.remindersOf(li(0, 0).userId)).map(({ text }) => text),
      texts,
    )
  })
}
