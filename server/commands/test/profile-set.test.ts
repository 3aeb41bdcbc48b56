import t from 'tap'
import { Bench } from '../../test/support/bench.ts'
import { stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

t.test('of two sessions’ profiles the later one is what memory has too', async (t) => {
  const bench = new Bench(t)
  const state = stateOf(7, 'li')
  const [one, other] = [bench.join(state), bench.join(state)]
  const answers: { nickname: string; answer(): void }[] = []
  bench.storage.setProfile = (_id, { nickname = '' }) =>
    new Promise((resolve) => {
      answers.push({ nickname, answer: () => resolve({ ...state.user, nickname }) })
    })
  one.say({ type: 'profile.set', id: 1, nickname: 'first' })
  await settled()
  other.say({ type: 'profile.set', id: 2, nickname: 'second' })
  await settled()
  // A database with many connections may answer in any order what it is asked at once.
  for (const { answer } of answers.splice(0).reverse()) answer()
  await settled()
  for (const { answer } of answers.splice(0)) answer()
  await Promise.all([one.reply(1), other.reply(2)])
  t.equal(one.session.user?.nickname, 'second')
})
