import t from 'tap'
import { type Key, KeyReader } from '../key-reader.ts'

const key = (name: string): Key => ({ kind: 'key', name })
const text = (typed: string): Key => ({ kind: 'text', text: typed })

/** The keys of some bytes that come in pieces of so many. */
function read(input: string, pieceBytes: number): Key[] {
  const reader = new KeyReader()
  const bytes = Buffer.from(input)
  const keys: Key[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    keys.push(...reader.feed(bytes.subarray(at, at + pieceBytes)))
  }
  return [...keys, ...reader.flush()]
}

/** Letters that came one by one are the same as letters that came together. */
function joined(keys: readonly Key[]): Key[] {
  const all: Key[] = []
  for (const one of keys) {
    const last = all.at(-1)
    if (one.kind === 'text' && last?.kind === 'text') {
      all[all.length - 1] = text(last.text + one.text)
    } else all.push(one)
  }
  return all
}

t.test('keys have names, in whatever pieces their bytes come', async (t) => {
  const input =
    '你好 tea\r\x1b[A\x1bOB\x1b[1;3A\x1b[1;5C\x1b[5~\x1b[3~\x1bOP\x0b\x0e\x7f\x1b\r\x1bb\x1b\x1b[B\x1b[I\x1b[200~one\r\ntwo 三\x1b[201~!\x1b'
  const expected = [
    text('你好 tea'),
    ...['enter', 'up', 'down', 'alt-up', 'ctrl-right', 'pageup', 'delete', 'f1'].map(key),
    ...['ctrl-k', 'ctrl-n', 'backspace', 'alt-enter', 'alt-b', 'alt-down', 'focus'].map(key),
    { kind: 'paste', text: 'one\r\ntwo 三' },
    text('!'),
    key('escape'),
  ]
  for (let bytes = 1; bytes <= 12; bytes += 1) {
    t.same(joined(read(input, bytes)), expected, `${bytes} at a time`)
  }
  t.same(read(input, 1_000), expected)
})

t.test(
  'a lone ESC waits for the rest of a sequence, and is a key when nothing comes',
  async (t) => {
    const reader = new KeyReader()
    t.same(reader.feed(Buffer.from('\x1b')), [])
    t.equal(reader.isWaiting, true)
    t.same(reader.flush(), [key('escape')])
    t.equal(reader.isWaiting, false)
    t.same(reader.feed(Buffer.from('\x1b')), [])
    t.same(reader.feed(Buffer.from('[A')), [key('up')])
  },
)

t.test(
  'Esc and a letter right behind it are both, unless Alt with it means something',
  async (t) => {
    t.same(read('\x1b/who', 100), [key('escape'), text('/'), text('who')])
    t.same(read('\x1b好', 100), [key('escape'), text('好')])
    t.same(read('\x1b\x12', 100), [key('escape'), key('ctrl-r')])
    t.same(read('\x1bf', 100), [key('alt-f')])
  },
)

t.test('a sequence that nobody knows is nothing, and one without an end is let go', async (t) => {
  t.same(read('\x1b[99~\x1b[?1;2c\x1b[Mx', 100), [text('x')])
  t.same(
    read(`\x1b[${'1'.repeat(1_000)}x`, 7).filter(({ kind }) => kind === 'key').length <= 1,
    true,
  )
})

t.test('a paste is text and nothing else, whatever is in it; a large one is cut', async (t) => {
  t.same(read('\x1b[200~\x03\x1b[A\r\x1b[201~', 3), [{ kind: 'paste', text: '\x03\x1b[A\r' }])
  const [paste] = read(`\x1b[200~${'长'.repeat(50_000)}\x1b[201~`, 4_096)
  t.equal(paste?.kind === 'paste' && paste.text.length, 32_000)
})
