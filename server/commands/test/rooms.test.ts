import t from 'tap'
import type { Chat } from '../../directory/conversation.ts'
import { deliver } from '../../directory/delivery.ts'
import type { ChatRecord, RoomJoin, RoomLeave } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import type { Client } from '../../test/support/client.ts'
import { deferred } from '../../test/support/deferred.ts'
import { personOf, roomChat, stateOf } from '../../test/support/members.ts'
import { microtasks } from '../../test/support/microtasks.ts'
import { settled } from '../../test/support/settled.ts'

const LI = personOf(7, 'li')
const HAN = personOf(8, 'han')

const member = (person: typeof LI) => ({
  userId: person.id,
  user: person.name,
  role: 'member' as const,
})

const joined = (fields: Partial<ChatRecord> = {}): RoomJoin => ({
  conversationId: 5,
  name: 'dev',
  topic: '',
  isPrivate: false,
  members: [member(HAN), member(LI)],
  joined: true,
  chat: roomChat(5, 'dev', { memberCount: 2, head: 4, received: 4, read: 4, ...fields }),
})

const gone = (person: typeof LI): RoomLeave => ({
  conversationId: 5,
  name: 'dev',
  person,
  memberCount: 1,
})

/** Han is in #dev, at message 4. */
function open(bench: Bench) {
  const li = bench.join(stateOf(7, 'li'))
  const chats = [roomChat(5, 'dev', { memberCount: 1, head: 4 })]
  const han = bench.join(stateOf(8, 'han', { chats }))
  const say = (text: string): void => {
    const chat = han.session.user?.chat('#dev') as Chat
    const entry = { chat, cid: text, text, at: 1, requestId: undefined, deadlineMs: 0 }
    deliver({ ...entry, origin: undefined }, chat.conversation.head + 1, 1)
  }
  return { li, han, say }
}

const seqs = (client: Client): unknown[] => client.events('msg').map(({ seq }) => seq)

t.test('who joins is told the newest seq, and pushed everything after it', async (t) => {
  for (let moment = 0; moment < 25; moment += 1) {
    const bench = new Bench(t)
    const { li, say } = open(bench)
    const answer = deferred<RoomJoin>()
    bench.storage.joinRoom = () => answer.promise
    li.say({ type: 'room.join', id: 1, room: '#dev' })
    await settled()
    say('5, while the database joins')
    answer.resolve(joined())
    await microtasks(moment)
    say('6, at some moment')
    await settled()
    say('7, after')
    await settled()
    const [reply, ...messages] = li.frames
    t.match(reply, { type: 'ok', id: 1, room: '#dev', members: [{ user: 'han' }, { user: 'li' }] })
    const first = (reply?.['head'] as number) + 1
    t.same(
      messages.map(({ seq }) => seq),
      Array.from({ length: 8 - first }, (_, i) => first + i),
      `head ${first - 1}, after ${moment} microtasks`,
    )
  }
})

t.test('everybody in the room hears of it, the joining session by its reply', async (t) => {
  const bench = new Bench(t)
  const { li, han } = open(bench)
  const twin = bench.join(stateOf(7, 'li'))
  bench.storage.joinRoom = async () => joined()
  await li.ask({ type: 'room.join', room: 'DEV' })
  await settled()
  const event = { type: 'room.joined', room: '#dev', user: 'li' }
  t.same([li.events('room.joined'), twin.frames, han.frames], [[], [event], [event]])
  t.equal(bench.directory.conversation(5)?.memberCount, 2)
  bench.storage.joinRoom = async () => ({ ...joined(), joined: false })
  t.match(await li.ask({ type: 'room.join', room: 'dev' }), { type: 'ok' })
  await settled()
  t.equal(han.frames.length, 1, 'who was a member already is no news')
  t.equal(bench.directory.conversation(5)?.online.length, 2)
})

t.test('who has joined a private room starts at the joining', async (t) => {
  const bench = new Bench(t)
  const { li, say } = open(bench)
  // 5 is committed but not yet handed out when Li joins.
  bench.storage.joinRoom = async () => joined({ head: 5, floor: 5, received: 5, read: 5 })
  t.match(await li.ask({ type: 'room.join', room: '#dev' }), { head: 5 })
  say('5')
  say('6')
  await settled()
  t.same(seqs(li), [6])
})

t.test('a join counts for the user’s other sessions when the asking one breaks', async (t) => {
  const bench = new Bench(t)
  const { li, han, say } = open(bench)
  const twin = bench.join(stateOf(7, 'li'))
  const answer = deferred<RoomJoin>()
  bench.storage.joinRoom = () => answer.promise
  li.say({ type: 'room.join', id: 1, room: '#dev' })
  await settled()
  li.breakOff()
  await settled()
  answer.resolve(joined())
  await settled()
  say('5')
  await settled()
  t.same(seqs(twin), [5])
  t.match(han.frames, [{ type: 'room.joined', user: 'li' }, { type: 'msg' }])
})

t.test('a join of somebody who has left altogether lists nobody', async (t) => {
  const bench = new Bench(t)
  const { li } = open(bench)
  const answer = deferred<RoomJoin>()
  bench.storage.joinRoom = () => answer.promise
  li.say({ type: 'room.join', id: 1, room: '#dev' })
  await settled()
  li.breakOff()
  await settled()
  answer.resolve(joined())
  await settled()
  const conversation = bench.directory.conversation(5)
  t.same(
    conversation?.online.map(({ user }) => user.name),
    ['han'],
  )
  t.equal(conversation?.memberCount, 2, 'a member all the same')
})

t.test('a join of somebody who has gone and come back is theirs', async (t) => {
  const bench = new Bench(t)
  const { li, say } = open(bench)
  const answer = deferred<RoomJoin>()
  bench.storage.joinRoom = () => answer.promise
  li.say({ type: 'room.join', id: 1, room: '#dev' })
  await settled()
  li.breakOff()
  await settled()
  const back = bench.join(stateOf(7, 'li'))
  answer.resolve(joined())
  await settled()
  say('5')
  await settled()
  t.same(seqs(back), [5])
})

t.test('who is put out hears it and nothing more, even when the owner breaks off', async (t) => {
  const bench = new Bench(t)
  const { li: owner, han, say } = open(bench)
  const answer = deferred<RoomLeave>()
  bench.storage.kick = () => answer.promise
  owner.say({ type: 'room.kick', id: 1, room: '#dev', user: 'han' })
  await settled()
  owner.breakOff()
  await settled()
  const chat = han.session.user?.chat('#dev') as Chat
  answer.resolve(gone(HAN))
  await settled()
  t.same(han.frames, [{ type: 'room.left', room: '#dev', user: 'han', by: 'li' }])
  t.equal(han.session.user?.chat('#dev'), undefined, 'and may not write there any more')
  t.same(chat.conversation.online, [])
  t.throws(() => say('5'))
})

t.test('who leaves gets no more messages, the others hear of it', async (t) => {
  const bench = new Bench(t)
  const { li, han, say } = open(bench)
  bench.storage.joinRoom = async () => joined()
  bench.storage.leaveRoom = async () => gone(LI)
  await li.ask({ type: 'room.join', room: '#dev' })
  t.match(await li.ask({ type: 'room.leave', room: '#dev' }), { type: 'ok', room: '#dev' })
  say('5')
  await settled()
  t.same(seqs(li), [])
  t.same(han.events('room.left'), [{ type: 'room.left', room: '#dev', user: 'li' }])
  t.equal(bench.directory.conversation(5)?.memberCount, 1)
})

t.test('changes of one room are carried out one after another', async (t) => {
  const bench = new Bench(t)
  const { li, han } = open(bench)
  const answer = deferred<RoomJoin>()
  const asked: string[] = []
  bench.storage.joinRoom = () => {
    asked.push('join')
    return answer.promise
  }
  bench.storage.leaveRoom = async () => {
    asked.push('leave')
    return gone(HAN)
  }
  li.say({ type: 'room.join', id: 1, room: '#dev' })
  han.say({ type: 'room.leave', id: 2, room: 'Dev' })
  await settled()
  t.same(asked, ['join'])
  answer.resolve(joined())
  await han.reply(2)
  t.same(asked, ['join', 'leave'])
})

t.test('the assistant joins no rooms, and a room needs a name', async (t) => {
  const bench = new Bench(t)
  const { li } = open(bench)
  const invite = { type: 'room.invite', room: '#dev', user: 'Assistant' }
  t.match(await li.ask(invite), { code: 'forbidden' })
  t.match(await li.ask({ type: 'room.create', room: '#ﷺﷺ' }), {
    code: 'bad_request',
    field: 'room',
  })
})
