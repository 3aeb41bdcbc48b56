import t from 'tap'
import { paintRow } from '../paint.ts'
import { choosePalette } from '../palette.ts'
import { CHOSEN, CLAY, row, span } from '../row.ts'

const PLAIN = choosePalette('plain', 4)

// To empty only the places of a text would leave half of a wide one, and tmux then loses what stands before it.
t.test('a wide text cannot move what stands behind it', async (t) => {
  const painted = paintRow(row(12, span('茶馆'), span(' tea')), 2, PLAIN)
  t.equal(painted, '\x1b[3;1H\x1b[0m\x1b[2K茶馆\x1b[5G tea    ')
})

t.test('colours are those of the terminal, or of the house where there are enough', async (t) => {
  const one = row(3, span('bad', CLAY))
  t.equal(paintRow(one, 0, PLAIN), '\x1b[1;1H\x1b[0m\x1b[2K\x1b[31mbad\x1b[0m')
  t.match(paintRow(one, 0, choosePalette('dark', 24)), '48;2;27;26;23')
  t.match(paintRow(one, 0, choosePalette('light', 8)), '48;5;230')
  t.same(choosePalette('dark', 4), PLAIN, 'sixteen colours are too few for a theme')
})

t.test('without colours what is chosen still differs', async (t) => {
  const none = choosePalette('dark', 1)
  t.equal(paintRow(row(3, span('bad', CLAY)), 0, none), '\x1b[1;1H\x1b[0m\x1b[2Kbad')
  t.match(paintRow(row(3, span('sel', CHOSEN)), 0, none), '\x1b[7msel')
})
