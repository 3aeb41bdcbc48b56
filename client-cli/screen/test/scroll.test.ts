import t from 'tap'
import { randomFrom } from '../../../terminal/test/hostile-text.ts'
import { atTop, type Position, scrolled, windowOf } from '../scroll.ts'

/** Blocks of 1 to 5 rows, each row named after where it is. */
function blocksOf(sizes: readonly number[]) {
  return {
    length: sizes.length,
    rows: (index: number) =>
      Array.from({ length: sizes[index] ?? 0 }, (_, row) => `${index}.${row}`),
  }
}

t.test('the window shows what it would if all rows were one list', async (t) => {
  const random = randomFrom(3)
  for (let round = 0; round < 500; round += 1) {
    const sizes = Array.from(
      { length: 1 + Math.floor(random() * 12) },
      () => 1 + Math.floor(random() * 5),
    )
    const blocks = blocksOf(sizes)
    const all = sizes.flatMap((_, index) => blocks.rows(index))
    const height = 1 + Math.floor(random() * 15)
    let bottom: Position | undefined
    let end = all.length
    for (let step = 0; step < 10; step += 1) {
      const by = Math.floor(random() * 13) - 6
      bottom = scrolled(blocks, bottom, by, height)
      end = Math.min(all.length, Math.max(Math.min(height, all.length), end + by))
      const seen = windowOf(blocks, bottom, height)
      const context = JSON.stringify({ sizes, height, step, by })
      const expected = all.slice(Math.max(0, end - height), end)
      if (seen.rows.join() !== expected.join()) t.fail(`rows: ${context}`)
      if (seen.isAtBottom !== (end === all.length)) t.fail(`bottom: ${context}`)
      if (seen.isAtTop !== end - height <= 0) t.fail(`top: ${context}`)
      if ((bottom === undefined) !== (end === all.length)) t.fail(`following: ${context}`)
    }
  }
  t.pass('in all of them')
})

t.test('a row can be put at the top, unless the end is seen too', async (t) => {
  const blocks = blocksOf([2, 3, 1, 4, 2])
  const bottom = atTop(blocks, { index: 1, row: 0 }, 4)
  t.same(windowOf(blocks, bottom, 4).rows, ['1.0', '1.1', '1.2', '2.0'])
  t.equal(atTop(blocks, { index: 3, row: 0 }, 10), undefined)
})
