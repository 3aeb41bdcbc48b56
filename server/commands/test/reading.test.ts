import t, { type Test } from 'tap'
import { ChatError } from '../../chat-error.ts'
import type { HistoryQuery } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import { directChat, personOf, relationTo, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const HAN = personOf(8, 'han')

function open(t: Test) {
  const bench = new Bench(t)
  const chats = [
    roomChat(5, 'dev', { head: 9, floor: 3, received: 4, read: 4 }),
    directChat(3, HAN, { head: 2 }),
  ]
  const state = { chats, relations: [relationTo(HAN), relationTo(personOf(9, 'tom'))] }
  const queries: [string, HistoryQuery][] = []
  bench.storage.historyPage = async (chat, query) => {
    queries.push([chat, query])
    return '"messages":[]'
  }
  bench.storage.person = async (name) => [HAN, personOf(9, 'tom')].find((p) => p.name === name)
  return { bench, li: bench.join(stateOf(7, 'li', state)), queries }
}

t.test('history asks for what was asked, and never for what is under the floor', async (t) => {
  const { li, queries } = open(t)
  await li.ask({ type: 'history', chat: '#DEV' })
  await li.ask({ type: 'history', chat: '#dev', before: 7, limit: 10 })
  await li.ask({ type: 'history', chat: 'han', after: 0 })
  t.same(queries, [
    ['#dev', { conversationId: 5, floor: 3, limit: 50 }],
    ['#dev', { conversationId: 5, floor: 3, before: 7, limit: 10 }],
    ['han', { conversationId: 3, floor: 0, after: 0, limit: 50 }],
  ])
})

t.test('history in both directions at once is a mistake', async (t) => {
  const { li, queries } = open(t)
  const both = { type: 'history', chat: '#dev', before: 0, after: 0 }
  t.match(await li.ask(both), { code: 'bad_request', field: 'after' })
  t.same(queries, [])
})

t.test('history of a chat that is none', async (t) => {
  const { bench, li } = open(t)
  t.match(await li.ask({ type: 'history', chat: 'nobody' }), { code: 'not_found' })
  t.match(await li.ask({ type: 'history', chat: 'TOM' }), {
    chat: 'tom',
    messages: [],
    more: false,
  })
  bench.storage.roomInfo = async () => ({}) as never
  t.match(await li.ask({ type: 'history', chat: '#other' }), { code: 'not_member' })
  bench.storage.roomInfo = () => Promise.reject(new ChatError('not_found'))
  t.match(await li.ask({ type: 'history', chat: '#nowhere' }), { code: 'not_found' })
})

t.test('missed waits for this user’s cursors to be in the database, if they are not', async (t) => {
  const { bench, li } = open(t)
  const log: string[] = []
  bench.storage.saveCursors = async () => void log.push('saved')
  bench.storage.missedPage = async (_id, limit) => {
    log.push(`read ${limit}`)
    return '"chats":[],"more":false'
  }
  t.match(await li.ask({ type: 'missed' }), { type: 'ok', more: false })
  await li.ask({ type: 'received', chat: '#dev', seq: 8 })
  await li.ask({ type: 'missed', limit: 7 })
  t.same(log, ['read 50', 'saved', 'read 7'])
})

t.test('a cursor does not go beyond the newest message', async (t) => {
  const { bench, li } = open(t)
  const chat = li.session.user?.chat('#dev')
  bench.storage.newestSeq = async () => 9
  t.match(await li.ask({ type: 'received', chat: '#dev', seq: 10 }), {
    code: 'bad_request',
    field: 'seq',
    message: /9/,
  })
  t.equal(chat?.received, 4)
  t.match(await li.ask({ type: 'received', chat: '#dev', seq: 9 }), { type: 'ok' })
  t.match(await li.ask({ type: 'read', chat: '#dev', seq: 1 }), { type: 'ok' })
  t.same([chat?.received, chat?.read], [9, 4])
})

t.test(
  'what the history shows can be acknowledged, though nobody was handed it here',
  async (t) => {
    const { bench, li } = open(t)
    // Committed by a batch of unknown outcome whose sender gave up, or by another server.
    bench.storage.newestSeq = async () => 11
    t.match(await li.ask({ type: 'received', chat: '#dev', seq: 11 }), { type: 'ok' })
    t.equal(li.session.user?.chat('#dev')?.received, 11)
  },
)

t.test('a cursor in a chat that memory does not know yet moves there too', async (t) => {
  const { bench, li } = open(t)
  bench.storage.openDirect = async () => directChat(4, personOf(9, 'tom'), { head: 6 })
  bench.storage.newestSeq = async () => 6
  t.match(await li.ask({ type: 'read', chat: 'tom', seq: 7 }), { code: 'bad_request' })
  t.match(await li.ask({ type: 'read', chat: 'tom', seq: 6 }), { type: 'ok' })
  t.equal(li.session.user?.chat('tom')?.read, 6)
  await settled()
  t.match(await li.ask({ type: 'read', chat: 'nobody', seq: 1 }), { code: 'not_found' })
})
