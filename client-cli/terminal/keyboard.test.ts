import t from 'tap'
import { Keyboard, withNewlines } from './keyboard.ts'

/** What reaches the editor: keys as they are, letters that came together as `text:…`. */
function scene() {
  const seen: string[] = []
  const keyboard = new Keyboard({
    setRawMode: () => undefined,
    onText: (text) => seen.push(`text:${text}`),
  })
  keyboard.on('data', (key: string) => seen.push(key))
  const feed = (...chunks: (string | Buffer)[]): void => {
    for (const chunk of chunks) keyboard.feed(Buffer.from(chunk as string))
  }
  return { keyboard, seen, feed }
}

t.test('keys come one at a time, letters that came together as one', async (t) => {
  const { seen, feed } = scene()
  feed('a', '你好', 'é', '\x1b[D', 'ab\r', '\x1b[1;5C\t', '\x7f\x7f', '👩‍👩‍👧')
  t.same(seen, [
    'a',
    'text:你好',
    'é',
    '\x1b[D',
    'text:ab',
    '\r',
    '\x1b[1;5C',
    '\t',
    '\x7f',
    '\x7f',
    'text:👩‍👩‍👧',
  ])
})

t.test('a letter that is cut in two by the terminal is one letter', async (t) => {
  const { seen, feed } = scene()
  const bytes = Buffer.from('茶')
  feed(bytes.subarray(0, 1), bytes.subarray(1))
  t.same(seen, ['茶'])
})

t.test('a lone ESC does not wait; the beginning of a paste does', async (t) => {
  const { seen, feed } = scene()
  feed('\x1b')
  t.same(seen, ['\x1b'])
  feed('\x1b[20')
  t.equal(seen.length, 1)
  feed('0~in\x1b[201~')
  t.same(seen, ['\x1b', 'text:in'])
})

const PASTE = '\x1b[200~first\r\nsecond\tthird\x1b[31m\x03\n\n\x1b[201~'

t.test('a paste is one line without keys in it, wherever it is cut', async (t) => {
  for (let at = 2; at < PASTE.length; at += 1) {
    const { seen, feed } = scene()
    feed(PASTE.slice(0, at), PASTE.slice(at), 'x')
    t.same(seen, ['text:first␊second    third[31m', 'x'], `cut at ${at}`)
  }
  t.equal(withNewlines('first␊second'), 'first\nsecond')
})

t.test('a paste without an end is held in bounds', async (t) => {
  const { seen, feed } = scene()
  feed('\x1b[200~')
  for (let n = 0; n < 100; n += 1) feed('x'.repeat(10_000))
  feed('\x1b[201~')
  t.equal(seen.length, 1)
  t.equal(seen[0]?.length, 'text:'.length + 32_000)
})

t.test('a secret is seen by nobody, and can be mended while it is typed', async (t) => {
  const { keyboard, seen, feed } = scene()
  const secret = keyboard.readSecret()
  feed(
    'wrong',
    '\x15',
    'cor',
    'x\x7f',
    '\x1b[D\x1bOA',
    '\x1b[200~rect\n\x1b[201~',
    ' 马',
    '\r',
    'after',
  )
  t.equal(await secret, 'correct 马')
  t.same(seen, ['text:after'])
})

t.test('a secret can be broken off', async (t) => {
  for (const key of ['\x03', '\x04']) {
    const { keyboard, feed } = scene()
    const secret = keyboard.readSecret()
    feed('half', key)
    t.equal(await secret, undefined)
  }
  const { keyboard } = scene()
  const secret = keyboard.readSecret()
  keyboard.end()
  t.equal(await secret, undefined)
})
