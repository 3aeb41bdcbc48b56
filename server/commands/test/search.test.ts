import t, { type Test } from 'tap'
import { ChatError } from '../../chat-error.ts'
import type { SearchQuery } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import { type Deferred, deferred } from '../../test/support/deferred.ts'
import { personOf, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

function open(t: Test) {
  const bench = new Bench(t)
  const queries: SearchQuery[] = []
  const pages: Deferred<string>[] = []
  bench.storage.searchPage = (query) => {
    queries.push(query)
    const page: Deferred<string> = deferred()
    pages.push(page)
    return page.promise
  }
  bench.storage.person = async (name) => (name === 'han' ? personOf(8, 'han') : undefined)
  bench.storage.roomInfo = () => Promise.reject(new ChatError('not_found'))
  const state = { chats: [roomChat(5, 'dev')] }
  const join = () => bench.join(stateOf(7, 'li', state))
  return { bench, queries, pages, join }
}

const EMPTY = '"messages":[],"more":false'

t.test('it asks for what was asked', async (t) => {
  const { queries, pages, join } = open(t)
  const li = join()
  const requests = [
    { query: '茶' },
    { query: 'tea', chat: '#DEV', limit: 7 },
    { query: 'tea', page: '12-5-3' },
  ]
  for (const [i, fields] of requests.entries()) {
    li.say({ type: 'search', id: `q${i}`, ...fields })
    await li.until(() => pages.length === i + 1)
    pages[i]?.resolve(EMPTY)
    t.same(await li.reply(`q${i}`), { type: 'ok', id: `q${i}`, messages: [], more: false })
  }
  t.same(queries, [
    { userId: 7, text: '茶', limit: 50 },
    { userId: 7, text: 'tea', limit: 7, conversationId: 5 },
    { userId: 7, text: 'tea', limit: 50, from: { at: 12, conversationId: 5, seq: 3 } },
  ])
})

t.test('what cannot be searched', async (t) => {
  const { pages, join } = open(t)
  const li = join()
  const ask = (fields: object) => li.ask({ type: 'search', query: 'x', ...fields })
  for (const page of ['', '1', '1-2', '1-2-', 'a-b-c', '1-2-3-4', ' 1-2-3', '1-2--3']) {
    t.match(await ask({ page }), { code: 'bad_request', field: 'page' }, page)
  }
  t.match(await ask({ page: 'x'.repeat(65) }), { code: 'bad_request', field: 'page' })
  t.match(await ask({ chat: '#none' }), { code: 'not_found' })
  t.match(await ask({ chat: 'nobody' }), { code: 'not_found' })
  t.match(await ask({ chat: 'han' }), { type: 'ok', messages: [], more: false })
  t.equal(pages.length, 0)
})

t.test('[G-5] a user’s searches wait for one another, on whichever device', async (t) => {
  const { pages, join } = open(t)
  const [phone, laptop] = [join(), join()]
  for (const id of ['a', 'b']) phone.say({ type: 'search', id, query: 'x' })
  laptop.say({ type: 'search', id: 'c', query: 'x' })
  for (let n = 1; n <= 3; n += 1) {
    await phone.until(() => pages.length === n)
    await settled()
    t.equal(pages.length, n)
    pages[n - 1]?.resolve(EMPTY)
  }
  await laptop.reply('c')
})
