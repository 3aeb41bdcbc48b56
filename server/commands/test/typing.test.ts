import t from 'tap'
import { Bench } from '../../test/support/bench.ts'
import { directChat, personOf, relationTo, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = personOf(7, 'li')
const HAN = personOf(8, 'han')

t.test('the others see it, one’s own sessions do not', async (t) => {
  const bench = new Bench(t)
  const room = { chats: [roomChat(5, 'dev')] }
  const li = bench.join(stateOf(7, 'li', room))
  const others = [bench.join(stateOf(8, 'han', room)), bench.join(stateOf(9, 'tom', room))]
  const twin = bench.join(stateOf(7, 'li'))
  t.match(await li.ask({ type: 'typing', chat: '#DEV' }), { type: 'ok' })
  await settled()
  const event = { type: 'typing', chat: '#dev', user: 'li' }
  for (const { frames } of others) t.same(frames, [event])
  t.same([li.events('typing'), twin.frames], [[], []])
})

t.test('in a direct chat it comes under one’s own name, if one may write there', async (t) => {
  const bench = new Bench(t)
  const li = bench.join(
    stateOf(7, 'li', { chats: [directChat(3, HAN)], relations: [relationTo(HAN)] }),
  )
  const han = bench.join(
    stateOf(8, 'han', { chats: [directChat(3, LI)], relations: [relationTo(LI)] }),
  )
  await li.ask({ type: 'typing', chat: 'han' })
  await settled()
  t.same(han.frames, [{ type: 'typing', chat: 'li', user: 'li' }])
  li.session.user?.relations.delete(8)
  t.match(await li.ask({ type: 'typing', chat: 'han' }), { code: 'not_friends' })
})

t.test(
  'friends who have not said anything yet may be typing, and no chat is made of it',
  async (t) => {
    const bench = new Bench(t)
    bench.storage.person = async (name) => [HAN, personOf(9, 'tom')].find((p) => p.name === name)
    const li = bench.join(stateOf(7, 'li', { relations: [relationTo(HAN)] }))
    const han = bench.join(stateOf(8, 'han', { relations: [relationTo(LI)] }))
    await li.ask({ type: 'typing', chat: 'han' })
    await settled()
    t.same(han.frames, [{ type: 'typing', chat: 'li', user: 'li' }])
    t.match(await li.ask({ type: 'typing', chat: 'tom' }), { code: 'not_friends' })
    t.match(await li.ask({ type: 'typing', chat: 'nobody' }), { code: 'not_found' })
  },
)
