import t from 'tap'
import { cellsOf, fit, head, tail } from '../cells.ts'
import { clean, cleanLines } from '../clean.ts'
import { ends, overlay, row, rowText, span } from '../row.ts'
import { wrap } from '../wrap.ts'
import { hostileText, randomFrom } from './hostile-text.ts'

t.test(
  'what a terminal draws wide counts as two, what it draws onto another as none',
  async (t) => {
    t.equal(cellsOf('tea'), 3)
    t.equal(cellsOf('茶馆'), 4)
    t.equal(cellsOf('😀!'), 3)
    t.equal(cellsOf(clean('cafe\u0301')), 4)
    t.equal(cellsOf('e\u0323\u0302'), 1)
    t.equal(cellsOf('한국'), 4)
  },
)

t.test('nothing that drives a terminal is left, and nothing vanishes without a sign', async (t) => {
  t.equal(clean('\x1b[2Jred\x07'), '·[2Jred·')
  t.equal(clean('a\u202eb\u2066c'), 'a·b·c')
  t.equal(clean('one\ntwo\r\nthree'), 'one␊two␊three')
  t.equal(clean('👩\u200d👩\u200d👧'), '👩👩👧')
  t.equal(clean('🇨🇳'), 'CN')
  t.equal(clean('\u0301x'), '◌\u0301x')
  t.equal(clean(`z${'\u0301'.repeat(50)}`).length <= 3, true)
  t.same(cleanLines('a\r\nb\u2028c\td'), ['a', 'b', 'c    d'])
})

t.test('a text is put into so many places exactly, however wide its characters', async (t) => {
  t.equal(fit('茶馆茶馆', 5), '茶馆…')
  t.equal(fit('茶馆茶馆', 6), '茶馆… ')
  t.equal(fit('tea', 5, 'right'), '  tea')
  t.equal(head('a茶b', 2), 'a')
  t.equal(tail('a茶b', 2), 'b')
})

t.test('lines end between words or Chinese characters, and not before punctuation', async (t) => {
  t.same(wrap('the quick brown fox', 10), ['the quick', 'brown fox'])
  t.same(wrap('中午一起喝茶吗', 6), ['中午一', '起喝茶', '吗'])
  t.same(wrap('中午喝茶,好', 8), ['中午喝', '茶,好'])
  t.same(wrap('中午喝茶\uff0c好', 9), ['中午喝', '茶\uff0c好'])
  t.same(wrap('中午喝\uff08茶\uff09', 8), ['中午喝', '\uff08茶\uff09'])
  t.same(wrap('x https://example.org/abc', 12), ['x https://ex', 'ample.org/ab', 'c'])
  t.same(wrap('', 5), [''])
  t.same(wrap('  indented', 20), ['  indented'])
})

t.test('whatever somebody sends, every width is kept and no character is lost', async (t) => {
  const random = randomFrom(7)
  for (let round = 0; round < 1_500; round += 1) {
    const text = hostileText(random, 40)
    const columns = 2 + Math.floor(random() * 30)
    const cleaned = clean(text)
    const context = JSON.stringify({ text, columns })
    if (clean(cleaned) !== cleaned) t.fail(`cleaned again it is another: ${context}`)
    if (cellsOf(fit(cleaned, columns)) !== columns) t.fail(`fit: ${context}`)
    if (cellsOf(tail(cleaned, columns)) > columns) t.fail(`tail: ${context}`)
    const lines = wrap(cleaned, columns)
    if (lines.some((one) => cellsOf(one) > columns)) t.fail(`wrap is too wide: ${context}`)
    const letters = (all: string): string => all.replaceAll(' ', '')
    if (letters(lines.join('')) !== letters(cleaned)) t.fail(`wrap lost something: ${context}`)
    const bottom = row(40, span(text), span(hostileText(random, 20)))
    const drawn = overlay(bottom, Math.floor(random() * 20), row(9, span(text)))
    for (const one of [bottom, drawn, ends(33, [span(text)], [span('end')])]) {
      const width = one.reduce((sum, part) => sum + part.columns, 0)
      if (width !== cellsOf(rowText(one))) t.fail(`a span lies about its width: ${context}`)
      if (width !== (one.at(-1)?.text === 'end' ? 33 : 40)) t.fail(`row: ${width} ${context}`)
    }
  }
  t.pass('every one of them')
})
