import t from 'tap'
import { foldName, isName, isRoomAddress, roomAddress, roomName } from '../names.ts'

t.test('names are equal after NFKC and case folding [P-6]', async (t) => {
  const same: [string, string][] = [
    ['Li', 'lI'],
    ['ＬＩ', 'li'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ﬁsh', 'FISH'],
    ['é', 'É'],
    ['Ｈ２', 'h²'],
  ]
  for (const [one, other] of same) t.equal(foldName(one), foldName(other), `${one} = ${other}`)
  t.not(foldName('li'), foldName('ii'))
  t.equal(foldName('韩梅梅'), '韩梅梅')
})

t.test('folding what is folded changes nothing', async (t) => {
  for (const name of ['Straße', 'ΟΔΟΣ', 'İstanbul', 'ǅ', 'ŉab']) {
    t.equal(foldName(foldName(name)), foldName(name), name)
  }
})

t.test('a name obeys the rule as written and as folded', async (t) => {
  t.ok(isName('li'))
  t.notOk(isName('ﷺﷺ'), 'two characters that become thirty-six with spaces')
})

t.test('a room is written with its # or without', async (t) => {
  t.equal(roomName('#lunch'), 'lunch')
  t.equal(roomName('lunch'), 'lunch')
  t.equal(roomAddress('lunch'), '#lunch')
  t.ok(isRoomAddress('#lunch'))
  t.notOk(isRoomAddress('lunch'))
})
