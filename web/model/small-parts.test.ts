import t from 'tap'
import { Calendar } from './calendar.ts'
import { isBigEmoji } from './emoji.ts'
import { type Keystroke, meaningOf } from './entering.ts'
import { highlighted } from './highlight.ts'
import { lastOwn } from './last-own.ts'
import { mentions } from './mentions.ts'
import type { MessageWindow } from './message-window.ts'
import { fitting } from './palette.ts'
import { type Place, placeAbove, placeOfHash, placeToHash } from './place.ts'
import { around, fill } from './speech.ts'
import { titleOf } from './title.ts'

const stroke = (key: string, more: Partial<Keystroke> = {}): Keystroke => ({
  key,
  keyCode: 0,
  isComposing: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

t.test('Enter sends, but not while an input method composes', async (t) => {
  t.equal(meaningOf(stroke('Enter'), false, false), 'send')
  t.equal(meaningOf(stroke('Enter', { isComposing: true }), false, false), undefined)
  t.equal(meaningOf(stroke('Enter', { keyCode: 229 }), false, false), undefined, 'Safari')
  t.equal(meaningOf(stroke('Enter', { shiftKey: true }), false, false), undefined)
})

t.test('who wants it so sends with Ctrl-Enter', async (t) => {
  t.equal(meaningOf(stroke('Enter'), false, true), undefined)
  t.equal(meaningOf(stroke('Enter', { ctrlKey: true }), false, true), 'send')
  t.equal(meaningOf(stroke('Enter', { metaKey: true }), false, true), 'send')
})

t.test('the arrow up is for the cursor where something is written', async (t) => {
  t.equal(meaningOf(stroke('ArrowUp'), true, false), 'last')
  t.equal(meaningOf(stroke('ArrowUp'), false, false), undefined)
  t.equal(meaningOf(stroke('ArrowUp', { isComposing: true }), true, false), undefined)
})

t.test('an address and a place say the same', async (t) => {
  const places: Place[] = [
    {},
    { chat: 'han' },
    { chat: '#午饭' },
    { chat: 'a.b_c-d', panel: 'details' },
    { panel: 'settings' },
  ]
  for (const place of places) t.same(placeOfHash(placeToHash(place)), place)
  for (const hash of ['', '#', '#/', '#/chat', '#/chat/%E0%A4%A', '#/chat/<script>', '#/nowhere']) {
    t.same(placeOfHash(hash), {}, hash)
  }
  t.same(placeAbove({ chat: 'han', panel: 'details' }), { chat: 'han' })
  t.same(placeAbove({ chat: 'han' }), {})
})

t.test('what begins with the word comes before what only has it', async (t) => {
  const items = ['Theme: dark', 'dark matter', 'Bernard K', 'ark'].map((label) => ({
    key: label,
    label,
  }))
  t.same(
    fitting(items, 'dark').map(({ label }) => label),
    ['dark matter', 'Theme: dark'],
  )
  t.same(
    fitting(items, 'ark d').map(({ label }) => label),
    ['Theme: dark', 'dark matter', 'Bernard K'].filter((label) => /ark/.test(label)),
    'every word has to be there',
  )
})

t.test('without a word what is unread comes first', async (t) => {
  const items = [
    { key: 'a', label: 'a' },
    { key: 'b', label: 'b', isUrgent: true },
  ]
  t.same(
    fitting(items, ' ').map(({ key }) => key),
    ['b', 'a'],
  )
})

t.test('a person is found by a name in any writing', async (t) => {
  const items = [{ key: 'han', label: '韩梅梅', words: ['HanMeimei'] }]
  t.equal(fitting(items, 'hanm').length, 1)
  t.equal(fitting(items, '梅').length, 1)
})

t.test('a name is named as a word, or behind an @', async (t) => {
  t.ok(mentions('#lunch', 'Li: are you in?', 'li'))
  t.ok(mentions('#lunch', '请@李雷 看看', '李雷'))
  t.notOk(mentions('#lunch', 'I like noodles', 'li'))
  t.notOk(mentions('#lunch', '李雷锋', '李雷'))
  t.notOk(mentions('han', 'li, are you in?', 'li'), 'who writes to me need not name me')
})

t.test('only a few emoji and nothing else are shown larger', async (t) => {
  for (const text of ['👍', '😀😀', '👨‍👩‍👧‍👦', '❤️ ✨', '🇨🇳', '👍🏽']) t.ok(isBigEmoji(text), text)
  for (const text of ['', '1', '#', 'a👍', '😀😀😀😀', '一']) t.notOk(isBigEmoji(text), text)
})

t.test('an excerpt shows what was found', async (t) => {
  const marked = (text: string, query: string): string =>
    highlighted(text, query)
      .map(({ text: piece, isHit }) => (isHit ? `[${piece}]` : piece))
      .join('')
  t.equal(marked('我们去茶馆喝茶', '茶馆'), '我们去[茶馆]喝茶')
  t.equal(marked('Tea, TEA', 'tea'), '[Tea], [TEA]')
  t.equal(marked('nothing here', 'tea'), 'nothing here')
  const far = marked(`${'word '.repeat(100)}kettle ${'word '.repeat(100)}`, 'kettle')
  t.match(far, /^….*\[kettle\].*…$/)
  t.ok(far.length < 300)
})

t.test('the last of one’s own can be taken back for two minutes', async (t) => {
  const at = (seq: number, from: string, when: number, recalled = false) => ({
    chat: 'han',
    seq,
    from,
    cid: `${seq}`,
    at: when,
    text: 'x',
    ...(recalled && { recalled: true as const }),
  })
  const isMe = (user: string): boolean => user === 'li'
  const messages = [at(1, 'li', 1_000), at(2, 'li', 2_000, true), at(3, 'han', 3_000)]
  const waiting: MessageWindow['waiting'] = []
  t.match(lastOwn({ messages, waiting }, isMe, 60_000), { message: { seq: 1 }, mayRecall: true })
  t.match(lastOwn({ messages, waiting }, isMe, 121_000), { mayRecall: false })
  t.equal(lastOwn({ messages: [at(3, 'han', 3_000)], waiting }, isMe, 4_000), undefined)
  const later = { cid: 'c', text: 'on its way', at: 2_500, state: 'waiting' } as const
  t.equal(lastOwn({ messages, waiting: [later] }, isMe, 60_000), undefined, 'not the one before it')
})

t.test('days are said as people say them', async (t) => {
  const now = new Date(2026, 10, 22, 12).getTime()
  const day = (date: Date, language: 'en' | 'zh' = 'en'): string =>
    new Calendar(language).day(date.getTime(), now)
  t.equal(day(new Date(2026, 10, 22, 0, 1)), 'Today')
  t.equal(day(new Date(2026, 10, 21, 23, 59)), 'Yesterday')
  t.equal(day(new Date(2026, 10, 20)), 'Friday 20 November')
  t.match(day(new Date(2025, 10, 20)), /2025/)
  t.equal(day(new Date(2026, 10, 21), 'zh'), '昨天')
  t.equal(new Calendar('en').time(new Date(2026, 10, 22, 9, 41).getTime()), '09:41')
  t.doesNotThrow(() => new Calendar('en').full(Number.MAX_SAFE_INTEGER))
})

t.test('sentences take their values, and show what they lack', async (t) => {
  t.equal(fill('{count} from {name}', { count: 3, name: '{count}' }), '3 from {count}')
  t.equal(fill('{count} new'), '{count} new')
  t.same(around('{name} is typing', 'name'), ['', ' is typing'])
})

t.test('the title counts what is unread', async (t) => {
  t.equal(titleOf(0, undefined, 'Teahouse'), 'Teahouse')
  t.equal(titleOf(3, '韩梅梅', 'Teahouse'), '(3) 韩梅梅 · Teahouse')
  t.equal(titleOf(1_000, undefined, 'Teahouse'), '(99+) Teahouse')
})
