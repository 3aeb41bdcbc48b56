import t from 'tap'
import { Bench } from '../../test/support/bench.ts'
import { personOf, relationTo, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = personOf(7, 'li')
const HAN = personOf(8, 'han')

t.test('away and back is told to friends once each', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(stateOf(7, 'li', { relations: [relationTo(HAN)] }))
  const han = bench.join(stateOf(8, 'han', { relations: [relationTo(LI)] }))
  for (const status of ['away', 'away', 'online']) await li.ask({ type: 'presence.set', status })
  t.match(await li.ask({ type: 'presence.set', status: 'offline' }), { code: 'bad_request' })
  await settled()
  t.same(
    han.frames.map(({ user, status }) => [user, status]),
    [
      ['li', 'away'],
      ['li', 'online'],
    ],
  )
})
