import t from 'tap'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Message } from '../../protocol/entities.ts'
import { MessageWindow } from './message-window.ts'

const message = (seq: number): Message => ({
  chat: 'han',
  seq,
  from: 'han',
  cid: `han-${seq}`,
  at: seq * 1000,
  text: `number ${seq}`,
})
const page = (from: number, to: number): Message[] =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
const seqs = (window: MessageWindow): number[] => window.messages.map(({ seq }) => seq)

t.test('live messages extend a window that ends with the newest message', async (t) => {
  const window = new MessageWindow('han')
  window.latest(page(5, 9), true)
  t.ok(window.add(message(10)))
  t.notOk(window.add(message(10)), 'not twice')
  t.notOk(window.add(message(7)))
  t.same(seqs(window), [5, 6, 7, 8, 9, 10])
  t.match(window, { hasOlder: true, hasNewer: false, oldest: 5, newest: 10 })
})

t.test('what comes while the page is on its way is there after it, once', async (t) => {
  const window = new MessageWindow('han')
  t.notOk(window.add(message(9)))
  window.add(message(10))
  window.latest(page(5, 9), true)
  t.same(seqs(window), [5, 6, 7, 8, 9, 10])
})

t.test('pages are put before it until there are none', async (t) => {
  const window = new MessageWindow('han')
  window.latest(page(8, 9), true)
  window.older(page(4, 8), true)
  t.same(seqs(window), [4, 5, 6, 7, 8, 9], 'what was there already is not doubled')
  window.older([], true)
  t.notOk(window.hasOlder, 'a server that says "more" and gives nothing is not asked for ever')
})

t.test('looking far back lets go of the newest, and coming back fetches them', async (t) => {
  const window = new MessageWindow('han')
  window.latest(page(901, 1000), true)
  for (let first = 841; first > 300; first -= 60) window.older(page(first, first + 59), true)
  t.ok(window.hasNewer)
  t.ok(window.messages.length <= 600)
  t.notOk(window.add(message(1001)), 'a live message waits outside')
  while (window.hasNewer) {
    const after = window.newest
    const last = Math.min(after + 60, 1000)
    window.newer(page(after + 1, last), last < 1000)
  }
  t.equal(window.newest, 1001, 'and is there when one has come back')
  t.ok(window.messages.length <= 600)
  t.ok(window.hasOlder, 'what was let go at the other end is known to be missing')
  t.same(
    seqs(window),
    page(window.oldest ?? 0, 1001).map(({ seq }) => seq),
    'without a gap',
  )
})

t.test('a gap between the past and what came live is not closed by forgetting it', async (t) => {
  const window = new MessageWindow('han')
  window.past(page(1, 10), false, true)
  window.add(message(50))
  window.newer(page(11, 20), false)
  t.same(seqs(window).at(-1), 20)
  t.ok(window.hasNewer)
  window.newer(page(21, 50), false)
  t.equal(window.newest, 50)
  t.notOk(window.hasNewer)
})

t.test(
  'the newest page joins what is there, or replaces it where something is missing',
  async (t) => {
    const window = new MessageWindow('han')
    window.latest(page(1, 5), false)
    window.latest(page(4, 8), true)
    t.same(seqs(window), [1, 2, 3, 4, 5, 6, 7, 8])
    t.notOk(window.hasOlder, 'it still begins at the beginning')
    window.latest(page(20, 22), true)
    t.same(seqs(window), [20, 21, 22])
    t.ok(window.hasOlder)
  },
)

t.test('one follows for hours, and the window stays bounded', async (t) => {
  const window = new MessageWindow('han')
  window.latest([], false)
  for (let seq = 1; seq <= 5_000; seq += 1) window.add(message(seq))
  t.ok(window.messages.length <= 600)
  t.equal(window.newest, 5_000)
  t.ok(window.hasOlder)
})

t.test('a recalled message has no text any more, also one that waits outside', async (t) => {
  const window = new MessageWindow('han')
  window.latest(page(1, 3), false)
  window.recall(2)
  t.match(window.find(2), { text: '', recalled: true })
  window.past(page(1, 1), false, true)
  window.add(message(2))
  window.recall(2)
  window.newer([], false)
  t.match(window.find(2), { text: '', recalled: true })
})

t.test('one’s own message waits, and then stands in its place', async (t) => {
  const window = new MessageWindow('han')
  window.latest(page(1, 1), false)
  const outgoing = { chat: 'han', cid: 'li-1', text: 'hello', writtenAt: 5 }
  window.send(outgoing)
  window.send(outgoing)
  t.match(window.waiting, [{ cid: 'li-1', state: 'waiting', at: 5 }], 'once')
  window.stored('li-1')
  t.match(window.waiting, [{ state: 'stored' }])
  window.add({ ...message(2), from: 'li', cid: 'li-1' })
  t.same(window.waiting, [])
})

t.test('one’s own message that a page brings, its answer being lost, waits no more', async (t) => {
  const own: Message = { ...message(2), from: 'li', cid: 'li-1' }
  const outgoing = { chat: 'han', cid: 'li-1', text: 'hello', writtenAt: 5 }
  for (const pageFirst of [true, false]) {
    const window = new MessageWindow('han')
    if (!pageFirst) window.send(outgoing)
    window.latest([message(1), own], false)
    if (pageFirst) window.send(outgoing)
    window.stored('li-1')
    t.same(window.waiting, [], `page first: ${pageFirst}`)
  }
})

t.test('a refused message keeps its reason until it is dealt with', async (t) => {
  const window = new MessageWindow('han')
  window.latest([], false)
  window.send({ chat: 'han', cid: 'li-1', text: 'hello', writtenAt: 5 })
  window.refused('li-1', new ChatClientError('not_friends'))
  t.match(window.waiting, [{ state: 'refused', refusal: { code: 'not_friends' } }])
  t.equal(window.drop('li-1'), 'hello')
  t.same(window.waiting, [])
})

t.test('what is on its way is not shown in the past', async (t) => {
  const window = new MessageWindow('han')
  window.past(page(1, 10), false, true)
  window.send({ chat: 'han', cid: 'li-1', text: 'hello', writtenAt: 5 })
  t.same(window.waiting, [])
  window.latest(page(90, 99), true)
  t.equal(window.waiting.length, 1)
})
