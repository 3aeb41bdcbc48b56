import t from 'tap'
import type { Message } from '../../protocol/entities.ts'
import { type Row, rowsOf } from './rows.ts'

const MINUTE_MS = 60_000
const NOON = new Date(2026, 10, 22, 12).getTime()

const message = (seq: number, from: string, at: number): Message => ({
  chat: '#lunch',
  seq,
  from,
  cid: `${from}-${seq}`,
  at,
  text: 'x',
})
const rows = (messages: Message[], unreadFrom?: number): Row[] =>
  rowsOf({ messages, waiting: [], me: 'li', unreadFrom })
const shape = (all: Row[]): string[] =>
  all.map((row) => (row.kind === 'group' ? `${row.from}×${row.entries.length}` : row.kind))

t.test('what one person says within five minutes stands together', async (t) => {
  const all = rows([
    message(1, 'han', NOON),
    message(2, 'han', NOON + 4 * MINUTE_MS),
    message(3, 'han', NOON + 8 * MINUTE_MS),
    message(4, 'han', NOON + 13 * MINUTE_MS),
    message(5, 'li', NOON + 13 * MINUTE_MS),
  ])
  t.same(shape(all), ['day', 'han×3', 'han×1', 'li×1'])
})

t.test('each day has a line before its first message', async (t) => {
  const all = rows([message(1, 'han', NOON - 12.5 * 60 * MINUTE_MS), message(2, 'han', NOON)])
  t.same(shape(all), ['day', 'han×1', 'day', 'han×1'])
})

t.test(
  'the line before what is new stands where it belongs, and cuts a group in two',
  async (t) => {
    const two = [message(1, 'han', NOON), message(2, 'han', NOON + 1)]
    t.same(shape(rows(two, 2)), ['day', 'han×1', 'unread', 'han×1'])
    t.same(shape(rows(two, 1)), ['day', 'unread', 'han×2'])
    t.same(shape(rows(two, 3)), ['day', 'han×2'], 'nothing new is here')
    const [, gone] = two
    t.same(
      shape(rows(gone ? [gone] : [], 1)),
      ['day', 'unread', 'han×1'],
      'the first new one is elsewhere',
    )
  },
)

t.test('one’s own stand apart, however the name is written, with what is on its way', async (t) => {
  const all = rowsOf({
    messages: [message(1, 'Li', NOON)],
    waiting: [{ cid: 'li-2', text: 'x', at: NOON + 1, state: 'waiting' }],
    me: 'Li',
    unreadFrom: undefined,
  })
  t.match(all, [{ kind: 'day' }, { kind: 'group', isOwn: true, entries: [{}, {}] }])
})

t.test('keys are unlike each other', async (t) => {
  const many = Array.from({ length: 50 }, (_, index) =>
    message(index + 1, index % 3 === 0 ? 'han' : 'tom', NOON + index * 7 * MINUTE_MS),
  )
  const keys = rows(many, 10).map(({ key }) => key)
  t.equal(new Set(keys).size, keys.length)
})

t.test('a moment that no calendar has does no harm', async (t) => {
  t.same(shape(rows([message(1, 'han', Number.MAX_SAFE_INTEGER)])), ['day', 'han×1'])
})
