import t from 'tap'
import { clean } from '../clean.ts'

t.test('what people write stays what it is', async (t) => {
  for (const text of [
    'li',
    'Tom & Jerry <tom@example.org>',
    '韩梅梅',
    '茶馆 → 十二点',
    'Zoë',
    '👍 ok',
    '안녕',
  ]) {
    t.equal(clean(text), text)
  }
})

t.test(
  'nothing that drives a terminal is left, and it is seen that something was there',
  async (t) => {
    t.equal(clean('\x1b[31mred'), '·[31mred')
    t.equal(clean('a\x9bm'), 'a·m')
    t.equal(clean('one\r\ntwo\nthree\u2028four'), 'one␊two␊three␊four')
    t.equal(clean('a\tb\u3000c'), 'a b c')
    t.equal(clean('a\u202eb'), 'a·b')
    t.equal(clean('\ud83d'), '·', 'half a character')
    t.equal(clean('{red-fg}'), '{red-fg}', 'a tag is text: nobody reads it')
  },
)

t.test('drawings of several characters become those characters', async (t) => {
  t.equal(clean('👨‍👩‍👧'), '👨👩👧')
  t.equal(clean('👍🏽'), '👍')
  t.equal(clean('❤️ 1️⃣'), '❤ 1')
  t.equal(clean('🇨🇳'), 'CN')
})

t.test('marks stand on something, and not in heaps', async (t) => {
  t.equal(clean('\u0301a'), '◌\u0301a')
  t.equal([...clean(`z${'\u0335'.repeat(100)}`)].length, 3)
  t.equal(clean('e\u0301'), 'é')
})
