import t from 'tap'
import { Roster } from '../../client/roster.ts'
import { completeLine } from './completer.ts'

t.test('Tab completes commands, people and rooms', async (t) => {
  const roster = new Roster()
  roster.learnFriends([{ user: 'han', nickname: '韩梅梅', status: 'online' }], [])
  for (const chat of ['#harbour', 'han', 'tom']) roster.chat(chat)
  t.same(completeLine('/op', roster), [['/open '], '/op'])
  t.same(completeLine('/re', roster)[0], ['/recall ', '/requests ', '/remove '])
  t.same(completeLine('/open ha', roster), [['han'], 'ha'])
  t.same(completeLine('/open #', roster), [['#harbour'], '#'])
  t.same(completeLine('hello ha', roster), [[], 'hello ha'])
  t.same(completeLine('/msg han hel', roster)[0], [])
})
