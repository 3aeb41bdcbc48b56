import t, { type Test } from 'tap'
import { ChatError } from '../../chat-error.ts'
import type { Recall } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import { type Deferred, deferred } from '../../test/support/deferred.ts'
import { directChat, personOf, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

/** Li and Han have a chat and a private room, in which Han came later. */
function open(t: Test) {
  const bench = new Bench(t)
  const recalls: Recall[] = []
  bench.storage.recall = async (recall) => void recalls.push(recall)
  const chats = (peer: ReturnType<typeof personOf>, floor: number) => [
    directChat(3, peer, { head: 9 }),
    roomChat(5, 'dev', { head: 9, floor }),
  ]
  const li = bench.join(stateOf(7, 'li', { chats: chats(personOf(8, 'han'), 0) }))
  const han = bench.join(stateOf(8, 'han', { chats: chats(personOf(7, 'li'), 4) }))
  return { bench, recalls, li, han }
}

t.test('each hears it under their own address; who asked has the reply', async (t) => {
  const { bench, recalls, li, han } = open(t)
  const second = bench.join(stateOf(7, 'li'))
  t.same(await li.ask({ type: 'recall', chat: 'Han', seq: 6 }), { type: 'ok', id: 1 })
  await settled()
  t.same(han.events('recalled'), [{ type: 'recalled', chat: 'li', seq: 6 }])
  t.same(second.events('recalled'), [{ type: 'recalled', chat: 'han', seq: 6 }])
  t.same(li.events('recalled'), [])
  const sentSince = bench.clock.now() - 120_000
  t.same(recalls, [{ conversationId: 3, seq: 6, senderId: 7, sentSince }])
})

t.test('who came to a private room later has not seen it, and hears nothing', async (t) => {
  const { li, han } = open(t)
  await li.ask({ type: 'recall', chat: '#dev', seq: 4 })
  await li.ask({ type: 'recall', chat: '#dev', seq: 5 })
  await settled()
  t.same(han.events('recalled'), [{ type: 'recalled', chat: '#dev', seq: 5 }])
})

t.test('what is under the floor is not there, whosever it was', async (t) => {
  const { recalls, han } = open(t)
  t.match(await han.ask({ type: 'recall', chat: '#dev', seq: 4 }), { code: 'not_found' })
  t.same(recalls, [])
})

t.test('what the database refuses is refused, and nobody hears of it', async (t) => {
  const { bench, li, han } = open(t)
  bench.storage.recall = () => Promise.reject(new ChatError('forbidden'))
  t.match(await li.ask({ type: 'recall', chat: 'han', seq: 6 }), { code: 'forbidden' })
  t.same(han.events('recalled'), [])
})

t.test('who left meanwhile has recalled it all the same', async (t) => {
  const { bench, li, han } = open(t)
  const commit: Deferred<void> = deferred()
  bench.storage.recall = () => commit.promise
  li.say({ type: 'recall', chat: 'han', seq: 6 })
  await settled()
  li.breakOff()
  await settled()
  commit.resolve()
  await han.until(() => han.events('recalled').length === 1)
})

for (const [type, method] of [
  ['history', 'historyPage'],
  ['missed', 'missedPage'],
  ['search', 'searchPage'],
] as const) {
  t.test(`${type} that was under way during a recall is read again`, async (t) => {
    const { bench, li, han } = open(t)
    const pages: Deferred<string>[] = []
    bench.storage[method] = () => {
      const page: Deferred<string> = deferred()
      pages.push(page)
      return page.promise
    }
    han.say({ type, id: 'page', chat: 'li', query: 'x' })
    await han.until(() => pages.length === 1)
    await li.ask({ type: 'recall', chat: 'han', seq: 6 })
    pages[0]?.resolve('"text":"that is gone"')
    await han.until(() => pages.length === 2)
    t.equal(han.events('recalled').length, 1)
    pages[1]?.resolve('"text":""')
    t.match(await han.reply('page'), { text: '' })

    // Somebody who recalls all the time does not keep others from reading.
    han.say({ type, id: 'busy', chat: 'li', query: 'x' })
    for (let n = 3; n <= 5; n += 1) {
      await han.until(() => pages.length === n)
      await li.ask({ type: 'recall', chat: 'han', seq: 6 })
      pages[n - 1]?.resolve(`"text":"attempt ${n - 2}"`)
    }
    t.match(await han.reply('busy'), { text: 'attempt 3' })
  })
}
