import t from 'tap'
import { Drafts } from './drafts.ts'
import { KeptOutbox } from './kept-outbox.ts'
import { Receipts } from './receipts.ts'
import { keepSettings, readSettings } from './settings.ts'
import { MemoryShelf } from './shelf.ts'

t.test('a draft belongs to one user and one chat', async (t) => {
  const shelf = new MemoryShelf()
  const drafts = new Drafts(shelf, 'Li')
  drafts.set('han', 'half a sen')
  t.equal(new Drafts(shelf, 'li').get('Han'), 'half a sen', 'names are folded')
  t.equal(drafts.get('tom'), '')
  t.equal(new Drafts(shelf, 'han').get('han'), '')
  drafts.set('han', '  ')
  t.same(shelf.keys(), [])
  drafts.set('tom', 'x')
  new Drafts(shelf, 'other').close()
  t.equal(drafts.get('tom'), 'x')
  drafts.close()
  drafts.set('tom', 'typed while it was closed')
  t.same(shelf.keys(), [])
})

t.test('unsent messages come back in the order in which they were written', async (t) => {
  const shelf = new MemoryShelf()
  const one = new KeptOutbox(shelf, 'li')
  const other = new KeptOutbox(shelf, 'li')
  one.keep({ chat: 'han', cid: 'b-1', text: 'second', writtenAt: 2 })
  other.keep({ chat: 'han', cid: 'a-1', text: 'first', writtenAt: 1 })
  t.same(
    one.load().map(({ text }) => text),
    ['first', 'second'],
    'those of another tab as well',
  )
  other.drop('b-1')
  t.same(one.load(), [{ chat: 'han', cid: 'a-1', text: 'first', writtenAt: 1 }])
  t.same(new KeptOutbox(shelf, 'han').load(), [], 'another user has their own')
})

t.test('what somebody has damaged is left out', async (t) => {
  const shelf = new MemoryShelf()
  for (const [index, json] of [
    '',
    '{',
    '[]',
    'null',
    '{"chat":1}',
    '{"chat":"han","text":"x"}',
  ].entries())
    shelf.set(`out:li:${index}`, json)
  t.same(new KeptOutbox(shelf, 'li').load(), [])
  for (const json of ['{', '[[1]]', '[["han",[["han",{"received":"x"}]]]]', '7']) {
    const receipts = new Receipts()
    receipts.restore(json)
    t.equal(receipts.markOf('han', 1), 'stored', json)
  }
})

t.test('marks move forwards only, and outlive a reload', async (t) => {
  const receipts = new Receipts()
  t.equal(receipts.markOf('han', 3), 'stored')
  receipts.take({ chat: 'han', user: 'han', received: 3 })
  t.equal(receipts.markOf('Han', 3), 'delivered')
  receipts.take({ chat: 'han', user: 'han', read: 3 })
  receipts.take({ chat: 'han', user: 'han', received: 1 })
  const later = new Receipts()
  later.restore(receipts.toJson())
  t.equal(later.markOf('han', 3), 'read')
  t.equal(later.markOf('han', 4), 'stored')
})

t.test('in a room the readers are counted', async (t) => {
  const receipts = new Receipts()
  receipts.take({ chat: '#lunch', user: 'han', read: 5 })
  receipts.take({ chat: '#lunch', user: 'tom', received: 5, read: 2 })
  t.equal(receipts.readers('#lunch', 2), 2)
  t.equal(receipts.readers('#lunch', 5), 1)
  t.equal(receipts.markOf('#lunch', 5), 'read')
})

t.test('settings follow the browser until they are chosen', async (t) => {
  const shelf = new MemoryShelf()
  t.match(readSettings(shelf, ['fr', 'zh-TW', 'en']), {
    language: 'zh',
    theme: 'auto',
    sound: true,
  })
  t.match(readSettings(shelf, ['fr']), { language: 'en', notify: false, ctrlSends: false })
  keepSettings(shelf, { theme: 'dark' })
  keepSettings(shelf, { sound: false })
  t.match(readSettings(shelf, ['zh']), { language: 'zh', theme: 'dark', sound: false })
  shelf.set('settings', '{"theme":"pink","language":7,"sound":"yes"}')
  t.match(readSettings(shelf, ['en']), { language: 'en', theme: 'auto', sound: true })
})
