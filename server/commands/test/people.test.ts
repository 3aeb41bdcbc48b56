import t from 'tap'
import { MAX_SERVER_FRAME_BYTES } from '../../../protocol/limits.ts'
import { Directory } from '../../directory/directory.ts'
import type { Relation } from '../../storage/store.ts'
import { ASSISTANT } from '../../test/support/bench.ts'
import { directChat, Ear, personOf, relationTo, stateOf } from '../../test/support/members.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import { chatStates } from '../chats.ts'
import { circleOf, cutToBytes } from '../people.ts'

const longName = (i: number): string => `${'茶'.repeat(26)}${String(i).padStart(6, '0')}`

function open(relations: Relation[]) {
  const directory = new Directory(new TurnedClock())
  const li = directory.attach(stateOf(7, 'li', { relations }), new Ear()).user
  return { directory, circle: () => circleOf(directory, li, relations, ASSISTANT) }
}

t.test('everybody has their place, the assistant the first', async (t) => {
  const friend = { ...personOf(8, 'han'), bio: '喝茶' }
  const { directory, circle } = open([
    relationTo(friend),
    relationTo(personOf(9, 'foe'), { blocks: true }),
    relationTo(personOf(10, 'asks'), { state: 'incoming', note: 'hi' }),
    relationTo(personOf(11, 'asked'), { state: 'outgoing' }),
    relationTo(personOf(12, 'stranger'), { state: 'none', blocks: true }),
    relationTo(personOf(13, 'hidden'), { state: 'none', blockedBy: true }),
  ])
  directory.attach(stateOf(8, 'han'), new Ear())
  const nick = (name: string): string => personOf(0, name).nickname
  t.same(circle(), {
    friends: [
      { user: 'assistant', nickname: '小助手', status: 'online' },
      { user: 'han', nickname: nick('han'), bio: '喝茶', status: 'online' },
      { user: 'foe', nickname: nick('foe'), status: 'offline', blocked: true },
    ],
    requests: [
      { user: 'asks', nickname: nick('asks'), note: 'hi', direction: 'incoming' },
      { user: 'asked', nickname: nick('asked'), note: '', direction: 'outgoing' },
    ],
    blocked: ['foe', 'stranger'],
  })
})

t.test('[P-2] friends, requests and blocks without number fit into a frame', async (t) => {
  const many = (count: number, fields: Partial<Relation>) =>
    Array.from({ length: count }, (_, i) =>
      relationTo(
        { ...personOf(100 + i, longName(i)), nickname: '茶'.repeat(64), bio: '茶'.repeat(500) },
        { note: '茶'.repeat(200), ...fields },
      ),
    )
  const short = open(many(89, { state: 'friends' })).circle()
  t.same([short.friends.length, short.more], [90, undefined])
  const heaviest = { nickname: '🍵'.repeat(64), bio: '\u0001'.repeat(500) }
  const heavy = many(200, { state: 'friends' }).map(({ person, ...rest }) => ({
    ...rest,
    person: { ...person, ...heaviest },
  }))
  t.ok(Buffer.byteLength(JSON.stringify(open(heavy).circle())) < MAX_SERVER_FRAME_BYTES / 3)
  const states = [
    { state: 'friends' },
    { state: 'incoming', blocks: true },
    { state: 'none', blocks: true },
  ] as const
  for (const fields of states) {
    const cut = open(many(9_000, fields)).circle()
    t.equal(cut.more, true)
    t.ok(Buffer.byteLength(JSON.stringify(cut)) < (2 * MAX_SERVER_FRAME_BYTES) / 3)
  }
})

t.test('[P-2] chats without number fit beside them', async (t) => {
  const directory = new Directory(new TurnedClock())
  const state = (count: number) =>
    stateOf(7, 'li', {
      chats: Array.from({ length: count }, (_, i) =>
        directChat(i + 1, personOf(100 + i, longName(i)), { head: i }),
      ),
    })
  const ear = new Ear()
  const few = directory.attach(state(999), ear).user
  t.match(chatStates(few), { isCut: false, kept: { length: 999 } })
  directory.detach(few, ear)
  const cut = chatStates(directory.attach(state(9_000), ear).user)
  t.equal(cut.isCut, true)
  t.ok(Buffer.byteLength(JSON.stringify(cut.kept)) < MAX_SERVER_FRAME_BYTES / 3)
  t.same(cut.kept[0], { chat: longName(0), head: 0, received: 0, read: 0 })
})

t.test('a list is cut at the last entry that fits', async (t) => {
  t.same(cutToBytes(['ab', 'cd', '茶'], 16), { kept: ['ab', 'cd', '茶'], isCut: false })
  t.same(cutToBytes(['ab', 'cd', '茶'], 15), { kept: ['ab', 'cd'], isCut: true })
  t.same(cutToBytes([], 0), { kept: [], isCut: false })
})

t.test('how far a chat is comes from memory', async (t) => {
  const directory = new Directory(new TurnedClock())
  const chats = [directChat(3, personOf(8, 'han'), { head: 9, received: 4, read: 2 })]
  const { user } = directory.attach(stateOf(7, 'li', { chats }), new Ear())
  const chat = user.chat('han')
  if (chat !== undefined) Object.assign(chat, { received: 8, read: 7 })
  t.same(chatStates(user).kept, [{ chat: 'han', head: 9, received: 8, read: 7 }])
})
