import t from 'tap'
import { ChatLog } from '../chat-log.ts'

const message = (seq: number, from = 'han', text = `no. ${seq}`) => ({
  chat: 'han',
  seq,
  from,
  cid: `${from}-${seq}`,
  at: seq,
  text,
})
const page = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
const seqs = (log: ChatLog): number[] => log.messages.map(({ seq }) => seq)

t.test('pages join at both ends, and nothing is there twice', async (t) => {
  const log = new ChatLog('han')
  log.page(page(11, 20), true)
  log.add(message(20))
  log.add(message(21))
  log.older(page(6, 12), true)
  t.same(seqs(log), [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21])
  t.equal(log.hasOlder, true)
  log.older(page(1, 5), false)
  t.equal(log.hasOlder, false)
  log.page(page(15, 22), true)
  t.same(
    seqs(log),
    page(1, 22).map(({ seq }) => seq),
  )
  t.equal(log.hasOlder, false, 'what was fetched before stays, and its beginning with it')
})

t.test('a page beyond a hole takes the place of what was there', async (t) => {
  const log = new ChatLog('han')
  log.page(page(1, 5), false)
  log.page(page(50, 60), true)
  t.equal(log.oldest, 50)
  t.equal(log.hasOlder, true)
})

t.test('a server that promises more and gives nothing is not asked for ever', async (t) => {
  const log = new ChatLog('han')
  log.page(page(5, 9), true)
  log.older([], true)
  t.equal(log.hasOlder, false)
})

t.test('one’s own message waits, is stored, and takes its place once', async (t) => {
  const log = new ChatLog('han')
  log.page(page(1, 2), false)
  log.send('li-3', 'hi', 3)
  t.equal(log.length, 3)
  log.stored('li-3')
  t.equal(log.waiting[0]?.state, 'stored')
  log.add(message(3, 'li'))
  t.equal(log.length, 3)
  t.same(log.waiting, [])
  log.send('li-4', 'no', 4)
  log.refused('li-4', 'blocked')
  t.match(log.waiting, [{ state: 'refused', reason: 'blocked' }])
})

t.test('places and numbers belong together, with holes and what is on its way', async (t) => {
  const log = new ChatLog('#room')
  log.page([message(3), message(4), message(8)], false)
  log.send('li-1', 'one', 9)
  log.send('li-2', 'two', 9)
  for (let index = 0; index < log.length; index += 1) t.equal(log.indexOf(log.seqAt(index)), index)
  t.equal(log.indexOf(6), 2, 'the nearest behind a hole')
  t.equal(log.indexOf(1), 0)
})

t.test('the line before what is new stands before what others wrote', async (t) => {
  const log = new ChatLog('han')
  log.page([message(1), message(2), message(3, 'li'), message(4)], false)
  log.markNew(2, (user) => user === 'li')
  t.equal(log.newFrom, 2)
  log.addNew(5, true)
  log.addNew(6, false)
  t.same([log.newFrom, log.newCount], [5, 2])
  log.recall(4)
  t.match(log.messages[3], { text: '', recalled: true })
})

t.test('the line before what is new goes up to the first of it as one scrolls there', async (t) => {
  const log = new ChatLog('han')
  const isMe = (user: string): boolean => user === 'li'
  log.page(page(91, 100), true)
  log.markNew(25, isMe)
  t.equal(log.newFrom, 91)
  log.older([...page(81, 89), message(90, 'li')], true, isMe)
  t.equal(log.newFrom, 81)
  log.older(page(61, 80), true, isMe)
  t.equal(log.newFrom, 75)
  t.equal(log.newCount, 25)
  log.older(page(41, 60), true, isMe)
  t.equal(log.newFrom, 75)
})
