import t from 'tap'
import {
  encodeError,
  encodeFrame,
  encodeMsg,
  encodeOk,
  encodeOkJson,
  encodeSent,
  lineType,
} from '../encode.ts'

const TRICKY = [
  'plain',
  '"quoted"',
  'back\\slash',
  'new\nline',
  '\u0000\u001f',
  '茶馆 🍵',
  '\u2028',
]

t.test('what is written out by hand is what JSON.stringify writes', async (t) => {
  for (const text of TRICKY) {
    const msg = {
      type: 'msg',
      chat: text,
      seq: 7,
      from: text,
      cid: text,
      at: 1_700_000_000_000,
      text,
    }
    const json = JSON.stringify(text)
    t.equal(encodeMsg(json, 7, json, text, msg.at, text), `${JSON.stringify(msg)}\n`)

    const sent = { type: 'ok', id: text, chat: text, seq: 7, at: msg.at }
    t.equal(encodeSent(text, json, 7, msg.at, false), `${JSON.stringify(sent)}\n`)
    t.equal(encodeSent(text, json, 7, msg.at, true), `${JSON.stringify({ ...sent, dup: true })}\n`)
  }
  const numbered = { type: 'ok', id: 12, chat: 'li', seq: 1, at: 2 }
  t.equal(encodeSent(12, '"li"', 1, 2, false), `${JSON.stringify(numbered)}\n`)
})

t.test('ok carries its fields behind the id', async (t) => {
  t.equal(encodeOk(1, {}), '{"type":"ok","id":1}\n')
  t.equal(encodeOk('a', { state: 'requested' }), '{"type":"ok","id":"a","state":"requested"}\n')
  t.equal(
    encodeOkJson(1, '"messages":[],"more":false'),
    '{"type":"ok","id":1,"messages":[],"more":false}\n',
  )
})

t.test('every line tells its type', async (t) => {
  t.equal(
    lineType(encodeFrame({ type: 'friend.requested', user: '"type":"x"' })),
    'friend.requested',
  )
  t.equal(lineType(encodeFrame({ type: 'ping' })), 'ping')
  t.equal(lineType(encodeOk('"', {})), 'ok')
  t.equal(lineType(encodeOkJson(1, '"more":false')), 'ok')
  t.equal(lineType(encodeSent(1, '"li"', 1, 2, false)), 'ok')
  t.equal(lineType(encodeMsg('"li"', 1, '"li"', 'c', 2, 'x')), 'msg')
  t.equal(lineType(encodeError({ type: 'error', code: 'busy', message: 'x' })), 'error')
})
