import t from 'tap'
import type { MessageRecord } from '../../storage/store.ts'
import { directChat, personOf, roomChat } from '../../test/support/members.ts'
import { reportMissed } from '../missed-report.ts'

const NOW = new Date(2026, 10, 22, 9, 41).getTime()
const MINUTE_MS = 60_000
const HAN = personOf(8, 'han')

const message = (
  sender: string,
  text: string,
  minutesAgo: number,
  fields: Partial<MessageRecord> = {},
): MessageRecord => ({
  seq: 1,
  sender,
  cid: 'c',
  at: NOW - minutesAgo * MINUTE_MS,
  text,
  recalled: false,
  ...fields,
})

const report = (
  chats: { chat: ReturnType<typeof roomChat>; messages: MessageRecord[]; more?: boolean }[],
  question = 'missed',
  since: number | undefined = NOW - 30 * MINUTE_MS,
): string =>
  reportMissed({ since, chats: chats.map((one) => ({ more: false, ...one })) }, question, NOW)

t.test('what was missed stands by sender, with times', async (t) => {
  const chats = [
    {
      chat: directChat(3, HAN),
      messages: [message('han', '中午一起喝茶吗?', 20), message('han', 'hello?', 5)],
    },
    {
      chat: roomChat(5, 'dev'),
      messages: [
        message('tom', 'first', 12),
        message('han', 'between', 11),
        message('tom', 'second', 10),
      ],
    },
  ]
  const expected = [
    '5 messages since 09:11:',
    'han (2)',
    '  09:21 中午一起喝茶吗?',
    '  09:36 hello?',
    'tom #dev (2)',
    '  09:29 first',
    '  09:31 second',
    'han #dev (1)',
    '  09:30 between',
  ]
  t.equal(report(chats), expected.join('\n'))
  t.equal(
    report(chats, '离线消息'),
    ['09:11 以来有 5 条离线消息:', ...expected.slice(1)].join('\n'),
  )
})

t.test('what is older than today has its day', async (t) => {
  const messages = [message('han', 'yesterday', 24 * 60)]
  const since = NOW - 30 * 3_600_000
  const expected = ['1 message since 21/11 03:41:', 'han (1)', '  21/11 09:41 yesterday']
  t.equal(report([{ chat: directChat(3, HAN), messages }], 'missed', since), expected.join('\n'))
})

t.test('nothing is said to be nothing', async (t) => {
  t.equal(report([]), 'Nothing came in while you were away (since 09:11).')
  t.equal(
    report([{ chat: directChat(3, HAN), messages: [] }], '离线消息？'),
    '你不在的时候没有新消息(09:11 以来)。',
  )
  t.equal(
    reportMissed({ since: undefined, chats: [] }, 'missed', NOW),
    'Nothing came in while you were away.',
  )
})

t.test('a recalled message shows that it was, and nothing of what it said', async (t) => {
  const messages = [message('han', 'secret', 5, { recalled: true, text: 'secret' })]
  const chats = [{ chat: directChat(3, HAN), messages }]
  t.match(report(chats), /09:36 \(recalled\)$/)
  t.match(report(chats, '离线消息'), /09:36 \(已撤回\)$/)
  t.notMatch(report(chats), /secret/)
})

t.test('a message takes one line, however it was written', async (t) => {
  const messages = [message('han', '  a\n\n\tb  ', 5), message('han', '🍵'.repeat(200), 4)]
  const lines = report([{ chat: directChat(3, HAN), messages, more: true }]).split('\n')
  t.equal(lines[1], 'han (2+)', 'there are older ones')
  t.equal(lines[2], '  09:36 a b')
  t.equal(lines[3], `  09:37 ${'🍵'.repeat(120)}…`)
})

t.test('[P-8] a report is cut at 8,000 characters, between lines, and says so', async (t) => {
  const lengths = [...Array.from({ length: 60 }, (_, i) => 50 + i), 200]
  for (const question of ['missed', '离线消息']) {
    for (const length of lengths) {
      const messages = Array.from({ length: 100 }, () => message('han', '🍵'.repeat(length), 5))
      const text = report([{ chat: directChat(3, HAN), messages }], question)
      const lines = text.split('\n')
      const size = [...text].length
      if (size > 8_000) t.fail(`${size} characters`)
      const isCut = lines.length < 102
      if (isCut && !/^…/.test(lines.at(-1) ?? '')) t.fail('cut without a word')
      if (isCut && size < 7_800) t.fail(`${size} characters, and there was room for more`)
      t.ok(lines.slice(2, -1).every((line) => /^ {2}09:36 🍵+…?$/u.test(line)))
    }
  }
})
