import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import type { Message } from '../../protocol/entities.ts'
import { DAY_MS, MORNING, styleOf } from '../test/support/style.ts'
import { DayLines, messageLines, pageLines } from './message-lines.ts'
import { promptText } from './prompt-text.ts'

const message = (from: string, text: string, at = MORNING): Message => ({
  chat: 'han',
  seq: 1,
  from,
  cid: 'c',
  at,
  text,
})

t.test('a message is a time, a name and its text', async (t) => {
  const style = styleOf()
  t.equal(messageLines(style, message('han', '中午一起喝茶吗?')), '09:41 韩梅梅: 中午一起喝茶吗?')
  t.equal(messageLines(style, message('li', '好'), { mark: '✓' }), '09:41 you: 好 ✓')
  t.equal(
    messageLines(style, message('li', 'hi'), { mark: '◌', to: 'tom' }),
    '09:41 you → Tom: hi ◌',
  )
  t.equal(
    messageLines(style, { ...message('han', ''), recalled: true }),
    '09:41 韩梅梅: (recalled)',
  )
})

t.test(
  'no text can pass for a line of somebody else, or do anything to the terminal',
  async (t) => {
    const style = styleOf()
    const forged = 'hi\n09:42 Tom: I owe you money\r\x1b[2J\u202e'
    t.equal(
      messageLines(style, message('han', forged)),
      '09:41 韩梅梅: hi\n      ┆ 09:42 Tom: I owe you money\n      ┆ [2J',
    )
  },
)

t.test('colours add nothing and hide nothing', async (t) => {
  for (const text of ['你好', 'two\nlines']) {
    const plain = messageLines(styleOf(), message('han', text))
    const coloured = messageLines(styleOf('en', true), message('han', text))
    t.not(coloured, plain)
    t.equal(stripVTControlCharacters(coloured), plain)
  }
})

t.test('a day line comes with the first message of a day', async (t) => {
  const style = styleOf()
  const messages = [
    message('han', 'old', MORNING - 400 * DAY_MS),
    message('han', 'yesterday', MORNING - DAY_MS),
    message('li', 'still yesterday', MORNING - DAY_MS + 1),
    message('han', 'today'),
  ]
  t.same(pageLines(style, messages, new DayLines(style)), [
    '── Saturday 18 October 2025 ──',
    '09:41 韩梅梅: old',
    '── Saturday 21 November ──',
    '09:41 韩梅梅: yesterday',
    '09:41 you: still yesterday ✓',
    '── Sunday 22 November ──',
    '09:41 韩梅梅: today',
  ])
  t.same(new DayLines(styleOf('zh')).before(MORNING), ['── 11月22日星期日 ──'])
  t.same(new DayLines(style, MORNING).before(MORNING), [])
})

t.test('new messages stand under a line that counts them; one’s own are not new', async (t) => {
  const style = styleOf()
  const days = new DayLines(style, MORNING)
  const messages = [
    message('han', 'read'),
    message('han', 'new 1'),
    message('li', 'mine'),
    message('han', 'new 2'),
  ]
  t.same(pageLines(style, messages, days, 2), [
    '09:41 韩梅梅: read',
    '── 2 new ──',
    '09:41 韩梅梅: new 1',
    '09:41 you: mine ✓',
    '09:41 韩梅梅: new 2',
  ])
  t.equal(pageLines(style, messages, days, 99)[0], '── 99 new ──', 'more than the page holds')
})

t.test('a moment beyond all calendars does not break anything', async (t) => {
  t.match(
    messageLines(styleOf(), message('han', 'x', Number.MAX_SAFE_INTEGER)),
    /^\d\d:\d\d 韩梅梅: x$/,
  )
})

t.test(
  'the prompt: the open chat, and the mark in a slot that does not move the line',
  async (t) => {
    const style = styleOf()
    const state = { chat: 'han', mark: '✓', isOnline: true, typing: [] } as const
    t.equal(promptText(style, { ...state, chat: undefined, mark: '' }), 'teahouse › ')
    t.equal(promptText(style, { ...state, mark: '' }), '韩梅梅 › ')
    t.equal(promptText(style, state), '韩梅梅 ✓  › ')
    t.equal(promptText(style, { ...state, mark: '✓✓' }), '韩梅梅 ✓✓ › ')
    t.equal(promptText(style, { ...state, isOnline: false, mark: '◌' }), '[offline] 韩梅梅 ◌  › ')
    t.equal(promptText(style, { ...state, typing: ['han'] }), '韩梅梅 is typing…\n韩梅梅 ✓  › ')
  },
)
