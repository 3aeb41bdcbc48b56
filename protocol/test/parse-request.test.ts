import t from 'tap'
import { parseFrame } from '../parse-frame.ts'
import { checkRequest, requestId } from '../parse-request.ts'
import { ProtocolError } from '../protocol-error.ts'
import { REQUESTS } from '../requests.ts'

function problem(frame: object): { code: string; field: string | undefined } | undefined {
  try {
    checkRequest(frame as Record<string, unknown>)
    return undefined
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { code: error.code, field: error.field }
  }
}

const SEND = { type: 'send', chat: 'han', cid: 'li-1', text: '你好' }

t.test('only JSON objects are frames [P-3]', async (t) => {
  for (const line of ['', '{', 'null', '[]', '1', '"send"', 'true', '{"a":1}}', '\uFEFF{}']) {
    t.throws(() => parseFrame(line), { code: 'bad_json' }, JSON.stringify(line))
  }
  t.same(parseFrame(' {"type":"ping"} '), { type: 'ping' })
  t.throws(() => parseFrame('['.repeat(65_536)), { code: 'bad_json' }, 'deep nesting')
})

t.test('names of what every object has are no request types', async (t) => {
  for (const type of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
    t.same(problem({ type }), { code: 'unknown_type', field: undefined }, type)
  }
  const own = parseFrame('{"type":"ping","__proto__":{"admin":true}}')
  t.equal(problem(own), undefined)
  t.same(problem({ type: 7 }), { code: 'bad_request', field: 'type' })
  t.same(problem({}), { code: 'bad_request', field: 'type' })
})

t.test('a wrong field is named [P-5]', async (t) => {
  t.equal(problem(SEND), undefined)
  for (const field of ['chat', 'cid', 'text'] as const) {
    const { [field]: _, ...rest } = SEND
    t.same(problem(rest), { code: 'bad_request', field }, `without ${field}`)
    for (const value of [null, 1, {}, [], '']) {
      t.same(problem({ ...SEND, [field]: value }), { code: 'bad_request', field })
    }
  }
  t.same(problem({ type: 'history', chat: 'han', limit: 201 }), {
    code: 'bad_request',
    field: 'limit',
  })
  t.same(problem({ type: 'history', chat: 'han', before: -1 }), {
    code: 'bad_request',
    field: 'before',
  })
  for (const seq of [1.5, -1, 2 ** 53, '1', Number.POSITIVE_INFINITY]) {
    t.same(problem({ type: 'read', chat: 'han', seq }), { code: 'bad_request', field: 'seq' })
  }
})

t.test('a wrong field is explained in words', async (t) => {
  const message = (frame: Record<string, unknown>): string => {
    try {
      checkRequest(frame)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }
  t.equal(
    message({ type: 'ping', id: 1.5 }),
    '"id" must be an integer or a string of at most 64 characters.',
  )
  t.match(
    message({ type: 'friend.request', user: 'a b' }),
    /"user" must be 2 to 32 letters or digits/,
  )
  t.equal(message({ type: 'presence.set', status: 'busy' }), '"status" must be "online" or "away".')
  t.equal(message({ ...SEND, text: undefined }), '"text" must be string.')
  t.equal(message({ type: 'read', chat: 'li' }), '"seq" is missing.')
})

t.test('unknown fields are ignored', async (t) => {
  t.equal(problem({ ...SEND, colour: 'green', nested: { deep: [1] } }), undefined)
})

t.test('texts are counted in code points and have no lone surrogates [P-8]', async (t) => {
  t.equal(problem({ ...SEND, text: '🍵'.repeat(8_000) }), undefined)
  t.same(problem({ ...SEND, text: '🍵'.repeat(8_001) }), { code: 'bad_request', field: 'text' })
  t.same(problem({ ...SEND, text: 'a\ud83c' }), { code: 'bad_request', field: 'text' })
  t.same(problem({ ...SEND, text: '\udf75' }), { code: 'bad_request', field: 'text' })
})

t.test('a cid is 1 to 64 ASCII characters [P-7]', async (t) => {
  t.equal(problem({ ...SEND, cid: '~'.repeat(64) }), undefined)
  for (const cid of ['', 'a'.repeat(65), '茶', 'é']) {
    t.same(problem({ ...SEND, cid }), { code: 'bad_request', field: 'cid' }, cid)
  }
})

t.test('names are letters and digits of any script [P-6]', async (t) => {
  for (const user of ['li', '韩梅梅', 'Ünal_7', 'a.b-c', 'हिन्दी', '𠀀𠀁']) {
    t.equal(problem({ type: 'friend.request', user }), undefined, user)
  }
  for (const user of ['l', 'x'.repeat(33), 'a b', '#li', 'a\n', 'li!', "'; DROP TABLE users"]) {
    t.same(problem({ type: 'friend.request', user }), { code: 'bad_request', field: 'user' }, user)
  }
  t.equal(problem({ ...SEND, chat: '#午饭' }), undefined)
  t.same(problem({ ...SEND, chat: '##lunch' }), { code: 'bad_request', field: 'chat' })
})

t.test('an id is an integer or a string of at most 64 characters [P-4]', async (t) => {
  for (const id of [0, -7, Number.MAX_SAFE_INTEGER, '', 'x'.repeat(64), '茶'.repeat(64)]) {
    t.equal(requestId({ type: 'ping', id }), id)
    t.equal(problem({ type: 'ping', id }), undefined)
  }
  for (const id of [1.5, 2 ** 60, 'x'.repeat(65), null, {}, [1], true, '\ud800']) {
    t.equal(requestId({ type: 'ping', id }), undefined)
    t.same(problem({ type: 'ping', id }), { code: 'bad_request', field: 'id' }, String(id))
  }
})

t.test('every request can be spelled', async (t) => {
  t.equal(Object.keys(REQUESTS).length, 31)
  for (const type of Object.keys(REQUESTS)) {
    t.not(problem({ type })?.code, 'unknown_type', type)
  }
})
