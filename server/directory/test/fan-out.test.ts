import t from 'tap'
import type { Entry } from '../../journal/entry.ts'
import { Ear, roomChat, stateOf } from '../../test/support/members.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import type { Chat } from '../conversation.ts'
import { Directory } from '../directory.ts'
import { FanOut } from '../fan-out.ts'

/** A room with so many listeners, and somebody who speaks in it without hearing themselves. */
function openRoom(listeners: number) {
  const clock = new TurnedClock()
  const directory = new Directory(clock)
  const tally = { delivered: 0 }
  const fanOut = new FanOut(clock, (copies) => {
    tally.delivered += copies
  })
  const join = (id: number) => {
    const ear = new Ear()
    const { user } = directory.attach(
      stateOf(id, `user${id}`, { chats: [roomChat(5, 'dev', { head: 0 })] }),
      ear,
    )
    return { ear, user, chat: user.chat('#dev') as Chat }
  }
  const members = Array.from({ length: listeners }, (_, i) => join(i + 1))
  const [first] = members as [ReturnType<typeof join>, ...ReturnType<typeof join>[]]
  let seq = 0
  const say = (): void => {
    seq += 1
    fanOut.hand(entry(first.chat, seq), seq, 1)
  }
  const heard = (ear: Ear) => ear.frames.map((frame) => (frame as unknown as { seq: number }).seq)
  return { clock, directory, fanOut, join, members, first, say, heard, tally }
}

const entry = (chat: Chat, n: number): Entry => ({
  chat,
  cid: `cid-${n}`,
  text: 'tea',
  at: 1,
  requestId: undefined,
  origin: undefined,
  deadlineMs: 0,
})

t.test('a small room never waits', async (t) => {
  const { say, heard, first } = openRoom(99)
  for (let i = 0; i < 3; i += 1) say()
  t.same(heard(first.ear), [1, 2, 3])
})

t.test(
  'in a large room the first leaves at once, those close behind it together, in order [G-3]',
  async (t) => {
    const { say, heard, members, first, tally } = openRoom(200)
    for (let i = 0; i < 4; i += 1) say()
    t.same(heard(first.ear), [1])
    t.equal(first.chat.conversation.head, 1, 'the head is what was handed out')
    // 50 ms for 200 members; the test waits for the hand-out, not for the time.
    while (tally.delivered < 4 * 200) await new Promise((resolve) => setTimeout(resolve, 1))
    for (const { ear } of members) t.same(heard(ear), [1, 2, 3, 4])
  },
)

t.test('after the pause nobody waits', async (t) => {
  const { say, heard, first, clock } = openRoom(200)
  say()
  clock.turn(50)
  say()
  t.same(heard(first.ear), [1, 2])
})

t.test(
  'who leaves has heard all that was said before, who comes hears what is said after',
  async (t) => {
    const { say, heard, members, join, directory } = openRoom(200)
    const last = members.at(-1) as (typeof members)[number]
    say()
    say()
    directory.removeChat(last.user, '#dev')
    t.same(heard(last.ear), [1, 2])
    say()
    const late = join(1000)
    say()
    t.same(heard(late.ear), [], 'what came before is in the history')
    t.same(heard(last.ear), [1, 2])
  },
)

t.test('a message handed over twice is handed out once, waiting or not', async (t) => {
  const { say, heard, first, fanOut } = openRoom(200)
  say()
  say()
  fanOut.hand(entry(first.chat, 2), 2, 1)
  fanOut.finish()
  t.same(heard(first.ear), [1, 2])
})

t.test('a room that fell silent is forgotten, one with something waiting is not', async (t) => {
  const { say, heard, first, fanOut, clock } = openRoom(200)
  say()
  say()
  clock.turn(1_000)
  fanOut.sweep()
  fanOut.finish()
  t.same(heard(first.ear), [1, 2])
  clock.turn(1_000)
  fanOut.sweep()
  t.equal(first.chat.conversation.handOut, undefined)
})

t.test('what a large room still waits for is handed out before it is recalled', async (t) => {
  const { directory, first, members, say, tally } = openRoom(150)
  for (let i = 0; i < 3; i += 1) say()
  t.equal(tally.delivered, 150, 'two of them wait')
  const asker = members[0] as { ear: Ear }
  directory.recalled(first.chat.conversation, 3, asker.ear)
  const other = members.at(-1)?.ear.frames.map(({ type, seq }) => `${type} ${seq}`)
  t.same(other, ['msg 1', 'msg 2', 'msg 3', 'recalled 3'])
  t.same(asker.ear.frames.at(-1)?.type, 'msg', 'who asked has the reply')
  t.equal(directory.recalls, 1)
})
