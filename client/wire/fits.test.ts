import t from 'tap'
import { EVENTS } from '../../protocol/events.ts'
import { REPLIES } from '../../protocol/replies.ts'
import { fits } from './fits.ts'

const MESSAGE = { type: 'msg', chat: 'han', seq: 1, from: 'han', cid: 'c', at: 1, text: '你好' }

t.test('a message fits, with fields that nobody knows as well', async (t) => {
  t.ok(fits(EVENTS.msg, MESSAGE))
  t.ok(fits(EVENTS.msg, { ...MESSAGE, sticker: { any: ['thing'] } }))
  t.ok(fits(EVENTS.msg, { ...MESSAGE, recalled: true, text: '' }))
  t.ok(fits(EVENTS.msg, { ...MESSAGE, chat: '#茶室' }))
})

t.test('a message with a wrong or missing field does not', async (t) => {
  const wrong: object[] = [
    { seq: '1' },
    { seq: -1 },
    { seq: 1.5 },
    { seq: 2 ** 53 },
    { chat: 'a b' },
    { chat: 'x' },
    { from: null },
    { from: '\x1b[2J' },
    { cid: '茶' },
    { text: ['你好'] },
    { at: 'now' },
    { recalled: false },
  ]
  for (const fields of wrong)
    t.notOk(fits(EVENTS.msg, { ...MESSAGE, ...fields }), JSON.stringify(fields))
  for (const name of Object.keys(MESSAGE)) {
    const { [name as keyof typeof MESSAGE]: _, ...rest } = MESSAGE
    t.notOk(fits(EVENTS.msg, rest), `without ${name}`)
  }
  for (const value of [undefined, null, 7, 'msg', [MESSAGE]]) t.notOk(fits(EVENTS.msg, value))
})

t.test('lists are looked into', async (t) => {
  const li = { user: 'li', nickname: '李雷', status: 'online' }
  const login = { token: 't', me: li, friends: [li], requests: [], chats: [] }
  t.ok(fits(REPLIES.login, login))
  t.notOk(fits(REPLIES.login, { ...login, friends: [li, { ...li, status: 'asleep' }] }))
  t.notOk(fits(REPLIES.login, { ...login, friends: { length: 0 } }))
})

t.test('what an object has by birth is not a field', async (t) => {
  const schema = {
    type: 'object',
    required: ['constructor'],
    properties: { constructor: { type: 'string' } },
  }
  t.notOk(fits(schema, {}))
  t.ok(fits(schema, JSON.parse('{"constructor":"me"}')))
})
