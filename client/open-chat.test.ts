import t from 'tap'
import { MissedDigest } from '../client-cli/missed-digest.ts'
import type { Message } from '../protocol/entities.ts'
import { OpenChat } from './open-chat.ts'

const message = (seq: number, chat = 'han'): Message => ({
  chat,
  seq,
  from: 'han',
  cid: `c${seq}`,
  at: seq,
  text: `${seq}`,
})
const seqs = (messages: readonly Message[]): number[] => messages.map(({ seq }) => seq)

t.test(
  'what comes live while the history is on its way follows it, and nothing twice',
  async (t) => {
    const open = new OpenChat('han')
    t.notOk(open.take(message(9)))
    t.notOk(open.take(message(10)))
    t.same(
      seqs(
        open.start(
          'Han',
          [7, 8, 9].map((seq) => message(seq)),
        ),
      ),
      [10],
    )
    t.equal(open.chat, 'Han')
    t.equal(open.oldest, 7)
    t.equal(open.newest, 10)
    t.notOk(open.take(message(10)))
    t.ok(open.take(message(11)))
  },
)

t.test(
  'history that is ahead of what was pushed makes the pushed ones late, not new',
  async (t) => {
    const open = new OpenChat('han')
    t.same(
      open.start(
        'han',
        [1, 2, 3].map((seq) => message(seq)),
      ),
      [],
    )
    t.notOk(open.take(message(2)))
    t.notOk(open.take(message(3)))
    t.ok(open.take(message(4)))
  },
)

t.test('older pages begin where the last one did', async (t) => {
  const open = new OpenChat('han')
  open.start('han', [])
  t.equal(open.oldest, undefined)
  t.ok(open.take(message(5)))
  t.equal(open.oldest, 5)
  open.older([message(3), message(4)])
  t.equal(open.oldest, 3)
  open.older([])
  t.equal(open.oldest, 3)
})

t.test('a flood while the history is on its way is held in bounds', async (t) => {
  const open = new OpenChat('han')
  for (let seq = 1; seq <= 2_000; seq += 1) open.take(message(seq))
  const held = open.start('han', [message(1_999)])
  t.same(seqs(held), [2_000])
})

t.test('of many missed messages the newest are kept, and all are counted', async (t) => {
  const digest = new MissedDigest()
  for (let seq = 1; seq <= 100; seq += 1) digest.add(message(seq))
  for (let n = 0; n < 200; n += 1) digest.add(message(200 + n, `friend-${n}`))
  const { chats } = digest
  t.equal(chats.length, 50)
  t.match(chats[0], { chat: 'han', count: 100 })
  t.same(seqs(chats[0]?.messages ?? []), [91, 92, 93, 94, 95, 96, 97, 98, 99, 100])
})

t.test(
  'what is recalled is not kept: neither for the chat being opened nor for /missed',
  async (t) => {
    const open = new OpenChat('han')
    open.take(message(8))
    open.take(message(9))
    open.recall(9)
    t.match(open.start('han', [message(7)]), [{ text: '8' }, { text: '', recalled: true }])
    const missed = new MissedDigest()
    missed.add(message(1))
    missed.add(message(2))
    missed.recall('han', 1)
    missed.recall('tom', 2)
    t.match(missed.chats, [{ messages: [{ text: '', recalled: true }, { text: '2' }] }])
  },
)
