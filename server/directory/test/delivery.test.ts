import t from 'tap'
import type { Entry, Sender } from '../../journal/entry.ts'
import { directChat, Ear, personOf, roomChat, stateOf } from '../../test/support/members.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import type { Chat } from '../conversation.ts'
import { deliver } from '../delivery.ts'
import { Directory } from '../directory.ts'

class EarOfSender extends Ear implements Sender {
  sent(): void {}
  refused(): void {}
}

const entry = (chat: Chat, text: string, origin?: Sender): Entry => ({
  chat,
  cid: `cid of ${text}`,
  text,
  at: 1,
  requestId: 1,
  origin,
  deadlineMs: 0,
})

function openRoom(head = 4) {
  const directory = new Directory(new TurnedClock())
  const join = (id: number, name: string, fields: { floor?: number } = {}) => {
    const ear = new EarOfSender()
    const state = stateOf(id, name, { chats: [roomChat(5, 'dev', { head, ...fields })] })
    const { user } = directory.attach(state, ear)
    return { ear, user, chat: user.chat('#dev') as Chat }
  }
  return { directory, join }
}

t.test('[P-12] to every session of every member except the sending one', async (t) => {
  const { directory, join } = openRoom()
  const [li, han, tom] = [join(7, 'li'), join(8, 'han'), join(9, 'tom')]
  const twin = new EarOfSender()
  directory.attach(stateOf(7, 'li'), twin)
  t.equal(deliver(entry(li.chat, 'hello', li.ear), 5, 99), 3)
  t.same(li.ear.frames, [])
  const msg = {
    type: 'msg',
    chat: '#dev',
    seq: 5,
    from: 'li',
    cid: 'cid of hello',
    at: 99,
    text: 'hello',
  }
  for (const { frames } of [twin, han.ear, tom.ear]) t.same(frames, [msg])
  t.equal(li.chat.conversation.head, 5)
})

t.test('a room shares one encoded line', async (t) => {
  const { join } = openRoom()
  const [li, han, tom] = [join(7, 'li'), join(8, 'han'), join(9, 'tom')]
  const stringify = JSON.stringify
  let encoded = 0
  t.teardown(() => {
    JSON.stringify = stringify
  })
  JSON.stringify = ((value: unknown) => {
    if (value === '你好') encoded += 1
    return stringify(value)
  }) as typeof JSON.stringify
  deliver(entry(li.chat, '你好', li.ear), 5, 99)
  t.equal(encoded, 1)
  t.equal(han.ear.lines[0], tom.ear.lines[0])
})

t.test('in a direct chat each side has the other’s name', async (t) => {
  const directory = new Directory(new TurnedClock())
  const [one, twin, other] = [new EarOfSender(), new EarOfSender(), new EarOfSender()]
  const chats = [directChat(3, personOf(8, 'han'))]
  const { user: li } = directory.attach(stateOf(7, 'li', { chats }), one)
  directory.attach(stateOf(7, 'li'), twin)
  directory.attach(stateOf(8, 'han', { chats: [directChat(3, personOf(7, 'li'))] }), other)
  deliver(entry(li.chat('han') as Chat, 'hello', one), 1, 99)
  t.match(twin.frames, [{ chat: 'han', from: 'li' }])
  t.match(other.frames, [{ chat: 'li', from: 'li' }])
})

t.test('what everybody has been given already is not given again', async (t) => {
  const { join } = openRoom(4)
  const [li, han] = [join(7, 'li'), join(8, 'han')]
  t.equal(deliver(entry(li.chat, 'old', li.ear), 4, 99), 0)
  t.same(han.ear.frames, [])
  t.equal(deliver(entry(li.chat, 'new', li.ear), 5, 99), 1)
  t.equal(deliver(entry(li.chat, 'new', li.ear), 5, 99), 0)
  t.match(han.ear.frames, [{ seq: 5 }])
})

t.test(
  '[G-4] a repetition that nobody has been given yet is news, to the sender too',
  async (t) => {
    const { join } = openRoom(4)
    const [li, han] = [join(7, 'li'), join(8, 'han')]
    // As after an outage: the commit happened, the sender was told "unavailable" and is not waiting any more.
    t.equal(deliver(entry(li.chat, 'late'), 5, 99), 2)
    t.match([...li.ear.frames, ...han.ear.frames], [{ seq: 5 }, { seq: 5 }])
  },
)

t.test('who has just joined a private room is not given what was said before', async (t) => {
  const { join } = openRoom(4)
  const [li, han] = [join(7, 'li'), join(8, 'han')]
  const late = join(9, 'late', { floor: 5 })
  t.equal(deliver(entry(li.chat, 'secret', li.ear), 5, 99), 1)
  t.match(han.ear.frames, [{ seq: 5 }])
  t.same(late.ear.frames, [])
  deliver(entry(li.chat, 'welcome', li.ear), 6, 99)
  t.match(late.ear.frames, [{ seq: 6 }])
})

t.test('a session that leaves while a message is handed out disturbs nobody', async (t) => {
  const { directory, join } = openRoom()
  const li = join(7, 'li')
  const han = join(8, 'han')
  const third = new EarOfSender()
  directory.attach(stateOf(8, 'han'), third)
  const push = han.ear.pushMessage.bind(han.ear)
  han.ear.pushMessage = (line, bytes, chat) => {
    push(line, bytes, chat)
    directory.detach(han.user, han.ear)
  }
  t.equal(deliver(entry(li.chat, 'hello', li.ear), 5, 99), 2)
  t.match(third.frames, [{ seq: 5 }])
})
