import t from 'tap'
import { anyText, HOSTILE, seeded } from '../test/support/hostile.ts'
import { cellsOf, fit, tail, wrap } from './cells.ts'
import { clean } from './clean.ts'

t.test('a Chinese character and an emoji take two places', async (t) => {
  t.equal(cellsOf('li'), 2)
  t.equal(cellsOf('韩梅梅'), 6)
  t.equal(cellsOf('👍'), 2)
  t.equal(cellsOf('e\u0301'), 1)
})

t.test('a text is cut with a sign, or filled up', async (t) => {
  t.equal(fit('Tom', 5), 'Tom  ')
  t.equal(fit('Tom', 5, 'right'), '  Tom')
  t.equal(fit('Lucy Liu', 5), 'Lucy…')
  t.equal(fit('韩梅梅', 6), '韩梅梅')
  t.equal(fit('韩梅梅', 5), '韩梅…')
  t.equal(fit('韩梅梅', 4), '韩… ', 'half a character is a blank')
  t.equal(fit('韩梅梅', 4, 'right'), ' 韩…')
  t.equal(fit('韩', 1), '…')
  t.equal(fit('anything', 0), '')
})

t.test('a line is broken between words where it can be', async (t) => {
  t.strictSame(wrap('the database is away', 12), ['the database', 'is away'])
  t.strictSame(wrap('韩梅梅和李雷', 5), ['韩梅', '梅和', '李雷'])
  t.strictSame(wrap('', 5), [''])
  t.strictSame(wrap('韩', 1), ['韩'], 'what fits nowhere is not split for ever')
})

t.test('of what is typed the end is seen', async (t) => {
  t.equal(tail('abcdef', 3), 'def')
  t.equal(tail('韩梅梅', 5), '梅梅')
})

t.test('whatever it is, it takes exactly its places', async (t) => {
  const random = seeded(7)
  const texts = [...HOSTILE, ...Array.from({ length: 2_000 }, () => anyText(random))].map(clean)
  for (const text of texts) {
    const columns = 1 + Math.floor(random() * 40)
    for (const side of ['left', 'right'] as const) {
      const fitted = fit(text, columns, side)
      if (cellsOf(fitted) !== columns) t.fail(`${columns}: ${JSON.stringify(fitted)}`)
    }
    const lines = wrap(text, columns + 1)
    if (lines.some((line) => cellsOf(line) > columns + 1)) t.fail(`wrap: ${JSON.stringify(text)}`)
    const before = text.replaceAll(' ', '').length
    if (lines.join('').replaceAll(' ', '').length !== before) t.fail('wrap lost something')
    if (cellsOf(tail(text, columns)) > columns) t.fail(`tail: ${JSON.stringify(text)}`)
  }
  t.pass(`${texts.length} texts`)
})
