import t from 'tap'
import { cuttings, feedAs } from '../../peers/test/pretend-listener.ts'
import { LineCutter } from '../line-cutter.ts'

t.test('lines come out whole however the bytes came in', async (t) => {
  for (const [name, pieces] of cuttings(Buffer.from('one\n\ntwo, 二\nthree\nfour'))) {
    const lines: string[] = []
    const cutter = new LineCutter((bytes, start, end) => {
      lines.push(bytes.toString('utf8', start, end))
    })
    feedAs(cutter, pieces)
    t.strictSame(lines, ['one', '', 'two, 二', 'three'], name)
    feedAs(cutter, [Buffer.from('teen\n')])
    t.equal(lines.at(-1), 'fourteen', name)
  }
})
