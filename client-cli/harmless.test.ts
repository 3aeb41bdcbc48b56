import t from 'tap'
import { escapeField, harmless, harmlessLine } from './harmless.ts'

t.test('nothing that a terminal would obey is left', async (t) => {
  t.equal(harmless('\x1b[2J\x1b]0;owned\x07hi'), '[2J]0;ownedhi')
  t.equal(harmless('a\x00b\x08c\x0bd\x7fe'), 'abcde')
  t.equal(harmless('\x9b31mred\x9d'), '31mred')
  for (let code = 0; code < 0xa0; code += 1) {
    const kept = harmless(String.fromCharCode(code))
    const isPlain = (code >= 0x20 && code < 0x7f) || code === 0x0a
    const isLineEnd = code === 0x0d || code === 0x85
    const expected = isPlain
      ? String.fromCharCode(code)
      : isLineEnd
        ? '\n'
        : code === 9
          ? '    '
          : ''
    t.equal(kept, expected, `character ${code}`)
  }
})

t.test('nothing turns the direction of writing around', async (t) => {
  const marks = '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c'
  t.equal(harmless(`evil${marks}txt.exe`), 'eviltxt.exe')
})

t.test('every end of line is a newline, and a name has none', async (t) => {
  t.equal(harmless('a\r\nb\rc\nd\u2028e\u2029f'), 'a\nb\nc\nd\ne\nf')
  t.equal(harmlessLine('han\nli: I agree'), 'han li: I agree')
})

t.test('letters, emoji and half a pair', async (t) => {
  t.equal(harmless('你好 👩‍👩‍👧 مرحبا é'), '你好 👩‍👩‍👧 مرحبا é')
  t.equal(harmless('half \ud83d here'), 'half \ufffd here')
})

t.test('a field of a plain line loses nothing and breaks nothing', async (t) => {
  t.equal(escapeField('a\tb\nc\rd\\e'), 'a\\tb\\nc\\rd\\\\e')
  t.equal(escapeField('\x1b[31m\u202e'), '\\u001b[31m\\u202e')
  t.equal(escapeField('你好'), '你好')
  t.notMatch(escapeField('\u2028\u2029\x85'), /[\u2028\u2029\x85]/)
})
