import t, { type Test } from 'tap'
import type { CursorRow } from '../../storage/store.ts'
import { type Deferred, deferred } from '../../test/support/deferred.ts'
import {
  directChat,
  Ear,
  personOf,
  relationTo,
  roomChat,
  stateOf,
} from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import type { Chat } from '../conversation.ts'
import { Cursors } from '../cursors.ts'
import { Directory } from '../directory.ts'

interface Save extends Deferred<void> {
  rows: CursorRow[]
}

/** The database's answers are the test's. */
function bench(t: Test) {
  const saves: Save[] = []
  const failures: unknown[] = []
  const cursors = new Cursors(
    (rows) => {
      const save = { ...deferred(), rows }
      saves.push(save)
      return save.promise
    },
    (error) => failures.push(error),
  )
  t.teardown(() => cursors.stop())
  const directory = new Directory(new TurnedClock())
  const join = (id: number, name: string, chat = roomChat(5, 'dev', { head: 9 })) => {
    const ear = new Ear()
    const { user } = directory.attach(stateOf(id, name, { chats: [chat] }), ear)
    const [only] = user.chats.values()
    return { ear, user, chat: only as Chat }
  }
  return { cursors, saves, failures, directory, join }
}

t.test('cursors go forward only, and what is read has been received', async (t) => {
  const { cursors, join } = bench(t)
  const { chat } = join(7, 'li')
  cursors.received(chat, 5)
  cursors.received(chat, 3)
  t.same([chat.received, chat.read], [5, 0])
  cursors.read(chat, 4)
  t.same([chat.received, chat.read], [5, 4])
  cursors.read(chat, 7)
  cursors.read(chat, 6)
  t.same([chat.received, chat.read], [7, 7])
})

t.test(
  'one’s own message counts as received and read, unless one misses something before it',
  async (t) => {
    const { cursors, join } = bench(t)
    const start = (received: number, read: number) =>
      roomChat(5, 'dev', { head: 3, received, read })
    const { chat } = join(7, 'li', start(3, 3))
    cursors.sent(chat, 4)
    t.same([chat.received, chat.read], [4, 4])
    const { chat: unread } = join(8, 'han', start(3, 1))
    cursors.sent(unread, 4)
    t.same([unread.received, unread.read], [4, 1])
    const { chat: away } = join(9, 'tom', start(2, 2))
    cursors.sent(away, 4)
    t.same([away.received, away.read], [2, 2])
    cursors.sendReceipts()
    t.ok(cursors.isBehind(7) && cursors.isBehind(8) && !cursors.isBehind(9))
  },
)

t.test('one’s own message causes no receipt', async (t) => {
  const { cursors, join } = bench(t)
  const [li, han] = [join(7, 'li'), join(8, 'han')]
  li.chat.received = 9
  cursors.sent(li.chat, 10)
  cursors.sendReceipts()
  t.same(han.ear.frames, [])
})

t.test('of many moves the others hear once, and one’s own sessions of what was read', async (t) => {
  const { cursors, join, directory } = bench(t)
  const [li, han] = [join(7, 'li'), join(8, 'han')]
  const twin = new Ear()
  directory.attach(stateOf(7, 'li'), twin)
  for (let seq = 1; seq <= 6; seq += 1) cursors.received(li.chat, seq)
  cursors.sendReceipts()
  t.same(han.ear.frames, [{ type: 'receipt', chat: '#dev', user: 'li', received: 6 }])
  cursors.read(li.chat, 6)
  cursors.sendReceipts()
  cursors.read(li.chat, 8)
  cursors.sendReceipts()
  t.same(han.ear.frames.slice(1), [
    { type: 'receipt', chat: '#dev', user: 'li', read: 6 },
    { type: 'receipt', chat: '#dev', user: 'li', received: 8, read: 8 },
  ])
  cursors.sendReceipts()
  cursors.received(li.chat, 8)
  cursors.sendReceipts()
  t.equal(han.ear.frames.length, 3, 'what did not move is no news')
  const read = [6, 8].map((seq) => ({ type: 'cursor', chat: '#dev', read: seq }))
  t.same(li.ear.frames, read)
  t.same(twin.frames, read)
})

t.test('who has one session hears nothing of it, who has two also in a large room', async (t) => {
  const { cursors, join, directory } = bench(t)
  const li = join(7, 'li')
  li.chat.conversation.memberCount = 51
  cursors.read(li.chat, 3)
  cursors.sendReceipts()
  t.same(li.ear.frames, [])
  const twin = new Ear()
  directory.attach(stateOf(7, 'li'), twin)
  for (const seq of [4, 5]) cursors.read(li.chat, seq)
  cursors.received(li.chat, 9)
  cursors.sendReceipts()
  t.same(twin.frames, [{ type: 'cursor', chat: '#dev', read: 5 }])
})

t.test('rooms of more than fifty get no receipts', async (t) => {
  const { cursors, join } = bench(t)
  const [li, han] = [join(7, 'li'), join(8, 'han')]
  li.chat.conversation.memberCount = 51
  cursors.received(li.chat, 3)
  cursors.sendReceipts()
  t.same(han.ear.frames, [])
  li.chat.conversation.memberCount = 50
  cursors.received(li.chat, 4)
  cursors.sendReceipts()
  t.match(han.ear.frames, [{ received: 4 }])
})

t.test('who has blocked each other, either way, learns nothing of the other', async (t) => {
  const { cursors, directory } = bench(t)
  const [li, han] = [personOf(7, 'li'), personOf(8, 'han')]
  const blocked = (other: typeof li, fields: object) =>
    stateOf(other === li ? 8 : 7, other === li ? 'han' : 'li', {
      chats: [directChat(3, other, { head: 9 })],
      relations: [relationTo(other, fields)],
    })
  const ears = [new Ear(), new Ear()] as const
  const one = directory.attach(blocked(han, { blocks: true }), ears[0]).user
  const other = directory.attach(blocked(li, { blockedBy: true }), ears[1]).user
  cursors.read(one.chat('han') as Chat, 3)
  cursors.read(other.chat('li') as Chat, 4)
  cursors.sendReceipts()
  t.same([...ears[0].frames, ...ears[1].frames], [])
})

t.test('what has moved is written once, with where it is by then', async (t) => {
  const { cursors, saves, join } = bench(t)
  const { chat } = join(7, 'li')
  cursors.received(chat, 3)
  const first = cursors.save()
  await settled()
  t.same(saves[0]?.rows, [{ conversationId: 5, userId: 7, received: 3, read: 0 }])
  cursors.read(chat, 4)
  saves[0]?.resolve()
  await first
  const second = cursors.save()
  await settled()
  t.same(saves[1]?.rows, [{ conversationId: 5, userId: 7, received: 4, read: 4 }])
  saves[1]?.resolve()
  await second
  await cursors.save()
  t.equal(saves.length, 2)
})

t.test('the database is behind from the move until the save is done', async (t) => {
  const { cursors, saves, join } = bench(t)
  const { chat } = join(7, 'li')
  t.equal(cursors.isBehind(7), false)
  cursors.received(chat, 3)
  t.equal(cursors.isBehind(7), true)
  t.equal(cursors.isBehind(8), false)
  const saved = cursors.save()
  await settled()
  t.equal(saves.length, 1)
  t.equal(cursors.isBehind(7), true, 'on its way is not there')
  saves[0]?.resolve()
  await saved
  t.equal(cursors.isBehind(7), false)
})

t.test('what could not be written is written with the next', async (t) => {
  const { cursors, saves, failures, join } = bench(t)
  const { chat } = join(7, 'li')
  cursors.received(chat, 3)
  const refused = cursors.save()
  await settled()
  saves[0]?.reject(new Error('the database is away'))
  await refused
  t.equal(failures.length, 1)
  t.equal(cursors.isBehind(7), true)
  const saved = cursors.save()
  await settled()
  t.match(saves[1]?.rows, [{ userId: 7, received: 3 }])
  saves[1]?.resolve()
  await saved
  t.equal(cursors.isBehind(7), false)
})

t.test(
  'however many ask while a save hangs, none waits for more than the one after it',
  async (t) => {
    const { cursors, saves, join } = bench(t)
    const { chat } = join(7, 'li')
    cursors.received(chat, 3)
    const done: string[] = []
    void cursors.save().then(() => done.push('first'))
    await settled()
    cursors.received(chat, 4)
    for (let i = 0; i < 100; i += 1) void cursors.save().then(() => done.push('later'))
    await settled()
    t.equal(saves.length, 1)
    saves[0]?.reject(new Error('the database is away'))
    await settled()
    t.same(done, ['first'])
    t.equal(saves.length, 2, 'one more for all hundred')
    t.match(saves[1]?.rows, [{ received: 4 }])
    saves[1]?.resolve()
    await settled()
    t.equal(done.length, 101)
    t.equal(saves.length, 2)
  },
)

t.test('many rows go in transactions of five hundred', async (t) => {
  const { cursors, saves, directory } = bench(t)
  const chats = Array.from({ length: 1_100 }, (_, i) => roomChat(i + 1, `r${i}`, { head: 9 }))
  const { user } = directory.attach(stateOf(7, 'li', { chats }), new Ear())
  for (const chat of user.chats.values()) cursors.received(chat, 1)
  const saved = cursors.save()
  for (let i = 0; i < 3; i += 1) {
    await settled()
    saves[i]?.resolve()
  }
  await saved
  t.same(
    saves.map(({ rows }) => rows.length),
    [500, 500, 100],
  )
})

t.test('nor are one’s sessions told when one has come back since', async (t) => {
  const { cursors, directory, join } = bench(t)
  const li = join(7, 'li')
  const han = join(8, 'han')
  cursors.read(li.chat, 9)
  directory.detach(li.user, li.ear)
  const back = join(7, 'li')
  cursors.sendReceipts()
  t.same(back.ear.frames, [])
  t.match(han.ear.frames, [{ type: 'receipt', user: 'li', read: 9 }])
})
