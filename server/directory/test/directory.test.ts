import t from 'tap'
import {
  directChat,
  Ear,
  personOf,
  relationTo,
  roomChat,
  stateOf,
} from '../../test/support/members.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import type { Conversation } from '../conversation.ts'
import { Directory } from '../directory.ts'
import type { OnlineUser } from '../online-user.ts'

const LI = personOf(7, 'li')
const HAN = personOf(8, 'han')
const KEPT_MS = 60_000

function open() {
  const clock = new TurnedClock()
  const directory = new Directory(clock)
  return { clock, directory }
}

const conversationOf = (directory: Directory, id: number): Conversation =>
  directory.conversation(id) as Conversation

t.test('a user comes with the first session and goes with the last', async (t) => {
  const { directory } = open()
  const [one, two] = [new Ear(), new Ear()]
  const first = directory.attach(stateOf(7, 'li', { chats: [directChat(3, HAN)] }), one)
  t.equal(first.isFirst, true)
  const second = directory.attach(stateOf(7, 'li'), two)
  t.same([second.isFirst, second.user === first.user], [false, true])
  t.same([directory.userCount, directory.sessionCount], [1, 2])
  t.equal(directory.conversation(3)?.online.length, 1, 'a member once, however many sessions')

  t.equal(directory.detach(first.user, one), false)
  t.equal(directory.detach(first.user, one), false, 'twice is once')
  t.same([directory.userCount, directory.sessionCount], [1, 1])
  t.equal(directory.detach(first.user, two), true)
  t.same([directory.userCount, directory.sessionCount], [0, 0])
  t.equal(directory.user(7), undefined)
  t.equal(directory.conversation(3)?.online.length, 0)
})

t.test('an event goes to every session of a user but the one that caused it', async (t) => {
  const { directory } = open()
  const ears = [new Ear(), new Ear(), new Ear()] as const
  directory.attach(stateOf(7, 'li'), ears[0])
  directory.attach(stateOf(7, 'li'), ears[1])
  directory.attach(stateOf(8, 'han'), ears[2])
  directory.toUser(7, '{"type":"notice"}\n', ears[1])
  directory.toUser(9, '{"type":"notice"}\n')
  t.same(
    ears.map(({ frames }) => frames.length),
    [1, 0, 0],
  )
})

t.test('a conversation is one object for all its members', async (t) => {
  const { directory } = open()
  const ears = [new Ear(), new Ear()] as const
  const room = (received: number) => roomChat(5, 'dev', { head: 4, received })
  const { user: li } = directory.attach(stateOf(7, 'li', { chats: [room(1)] }), ears[0])
  const { user: han } = directory.attach(stateOf(8, 'han', { chats: [room(3)] }), ears[1])
  t.equal(li.chat('#dev')?.conversation, han.chat('#DEV')?.conversation)
  t.same([li.chat('#dev')?.received, han.chat('#dev')?.received], [1, 3])
  const conversation = conversationOf(directory, 5)
  directory.toMembers(conversation, '{"type":"notice"}\n', ears[0])
  t.same(
    ears.map(({ frames }) => frames.length),
    [0, 1],
  )
})

t.test('making a chat known twice changes nothing', async (t) => {
  const { directory } = open()
  const { user } = directory.attach(stateOf(7, 'li'), new Ear())
  const chat = directory.addChat(user, directChat(3, HAN, { head: 2 }))
  chat.received = 2
  t.equal(directory.addChat(user, directChat(3, HAN, { head: 2 })), chat)
  t.equal(chat.received, 2)
  t.same(directory.conversation(3)?.online, [chat])
})

t.test('a room that was closed and made again under its name is another one', async (t) => {
  const { directory } = open()
  const { user } = directory.attach(stateOf(7, 'li'), new Ear())
  directory.addChat(user, roomChat(5, 'tea'))
  const chat = directory.addChat(user, roomChat(6, 'Tea'))
  t.equal(chat.conversation.id, 6)
  t.equal(user.chat('#tea'), chat)
  t.equal(directory.conversation(5)?.online.length, 0)
})

t.test('a member who has left meanwhile is not listed again', async (t) => {
  const { directory } = open()
  const ear = new Ear()
  const { user } = directory.attach(stateOf(7, 'li'), ear)
  directory.detach(user, ear)
  for (const id of [8, 9]) {
    directory.attach(stateOf(id, `u${id}`, { chats: [roomChat(5, 'dev')] }), new Ear())
  }
  const online = () => conversationOf(directory, 5).online.map((chat) => chat.user.id)
  directory.addChat(user, roomChat(5, 'dev'))
  t.same(online(), [8, 9])
  directory.removeChat(user, '#dev')
  t.same(online(), [8, 9], 'and takes nobody along who is')
  t.equal(directory.present(user), user)
  const { user: back } = directory.attach(stateOf(7, 'li'), ear)
  t.equal(directory.present(user), back, 'who came back is somebody new')
})

t.test('members leave in any order, and each takes only themselves away', async (t) => {
  const { directory } = open()
  const users = Array.from({ length: 5 }, (_, i) => {
    const ear = new Ear()
    const state = stateOf(10 + i, `u${i}`, { chats: [roomChat(5, 'dev')] })
    return { ear, user: directory.attach(state, ear).user }
  })
  const online = () => (directory.conversation(5)?.online ?? []).map(({ user }) => user.name).sort()
  const leave = (i: number): void => {
    const one = users[i]
    if (one !== undefined) directory.detach(one.user, one.ear)
  }
  leave(1)
  t.same(online(), ['u0', 'u2', 'u3', 'u4'])
  leave(4)
  t.same(online(), ['u0', 'u2', 'u3'])
  const gone = directory.user(10) as OnlineUser
  directory.removeChat(gone, '#dev')
  directory.removeChat(gone, '#dev')
  t.same(online(), ['u2', 'u3'])
  leave(0)
  t.same(online(), ['u2', 'u3'], 'who had left the room takes nobody along')
  leave(3)
  leave(2)
  t.same(online(), [])
})

t.test('an empty conversation is remembered while a log-in may still need its head', async (t) => {
  const { clock, directory } = open()
  const ear = new Ear()
  const { user } = directory.attach(stateOf(7, 'li', { chats: [directChat(3, HAN)] }), ear)
  clock.turn(10 * KEPT_MS)
  directory.sweep()
  t.ok(directory.conversation(3), 'somebody is online')
  directory.detach(user, ear)
  clock.turn(KEPT_MS)
  directory.sweep()
  t.ok(directory.conversation(3))
  clock.turn(1)
  directory.sweep()
  t.equal(directory.conversation(3), undefined)
})

t.test('the head that a member comes to is the newest that will not be pushed', async (t) => {
  const { directory } = open()
  const state = (id: number, head: number) =>
    stateOf(id, `u${id}`, { chats: [roomChat(5, 'dev', { head })] })
  directory.attach(state(7, 4), new Ear())
  const conversation = conversationOf(directory, 5)
  directory.attach(state(8, 6), new Ear())
  t.equal(conversation.head, 4, '5 and 6 are committed and will be handed out')
  t.equal(conversation.stored, 6)
  for (const user of [...directory.users()]) directory.detach(user, user.sessions[0] as Ear)
  directory.attach(state(9, 5), new Ear())
  t.equal(conversation.head, 6, 'nobody was there to be handed anything')
})

t.test(
  'a change is known to log-ins that read before it, for as long as one can take',
  async (t) => {
    const { clock, directory } = open()
    const before = directory.version
    directory.changed(7)
    t.equal(directory.changedSince(7, before), true)
    t.equal(directory.changedSince(8, before), false)
    t.equal(directory.changedSince(7, directory.version), false, 'read after it')
    clock.turn(KEPT_MS)
    directory.sweep()
    t.equal(directory.changedSince(7, before), true)
    clock.turn(1)
    directory.sweep()
    t.equal(directory.changedSince(7, before), false)
  },
)

t.test('who stands how to whom comes with the user', async (t) => {
  const { directory } = open()
  const relations = [
    relationTo(HAN),
    relationTo(personOf(9, 'blocked'), { blocks: true }),
    relationTo(personOf(10, 'blocker'), { blockedBy: true }),
    relationTo(personOf(11, 'asked'), { state: 'outgoing' }),
  ]
  const { user } = directory.attach(stateOf(LI.id, LI.name, { relations }), new Ear())
  t.same(
    [8, 9, 10, 11, 12].map((id) => user.isFriendOf(id)),
    [true, false, false, false, false],
  )
  t.same(
    [8, 9, 10, 11, 12].map((id) => user.isBlocked(id)),
    [false, true, true, false, false],
  )
  t.equal(user.relations.size, 3, 'an open request costs no memory')
})
