import t from 'tap'
import { searchHistory } from '../search-history.ts'

const found = (text: string, kind: 'direct' | 'room' = 'direct', recalled = false) => ({
  chat: { kind, name: 'tea' },
  message: { sender: 'han', at: 7, text, recalled },
})

t.test('goes on until there is enough, or no more', async (t) => {
  const asked: unknown[] = []
  const pages = [
    { found: [found('a'), found('b', 'room')], next: 'p1' },
    { found: [], next: 'p2' },
    { found: [found('gone', 'direct', true), found('c')] },
  ]
  const search = searchHistory<string>({
    search: async (query) => {
      asked.push(query)
      return pages[asked.length - 1] ?? { found: [] }
    },
  })
  t.same(await search(7, 'tea', 5), [
    { chat: 'tea', from: 'han', at: 7, text: 'a' },
    { chat: '#tea', from: 'han', at: 7, text: 'b' },
    { chat: 'tea', from: 'han', at: 7, text: 'c' },
  ])
  t.strictSame(asked, [
    { userId: 7, text: 'tea', limit: 5 },
    { userId: 7, text: 'tea', from: 'p1', limit: 3 },
    { userId: 7, text: 'tea', from: 'p2', limit: 3 },
  ])
})

t.test('[G-6] a few pages are enough', async (t) => {
  let asked = 0
  const search = searchHistory<string>({
    search: async () => {
      asked += 1
      return { found: [], next: 'on and on' }
    },
  })
  t.same(await search(7, 'tea', 5), [])
  t.equal(asked, 5)
})
