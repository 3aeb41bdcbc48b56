import t, { type Test } from 'tap'
import type { Relation } from '../../storage/store.ts'
import { Bench } from '../../test/support/bench.ts'
import type { Client } from '../../test/support/client.ts'
import { deferred } from '../../test/support/deferred.ts'
import { personOf, relationTo, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = personOf(7, 'li')
const HAN = personOf(8, 'han')

function open(t: Test, relation: Partial<Relation> = { state: 'none' }) {
  const bench = new Bench(t)
  const mirrored = { ...relation, blocks: relation.blockedBy, blockedBy: relation.blocks }
  const li = bench.join(stateOf(7, 'li', { relations: [relationTo(HAN, relation)] }))
  const han = bench.join(
    stateOf(8, 'han', { relations: [relationTo(LI, mirrored as Partial<Relation>)] }),
  )
  return { bench, li, han }
}

const areFriends = (li: Client, han: Client): boolean[] => [
  li.session.user?.isFriendOf(8) === true,
  han.session.user?.isFriendOf(7) === true,
]

t.test('a request is told to the other, with its note, and to no one else', async (t) => {
  const { bench, li, han } = open(t)
  const twin = bench.join(stateOf(8, 'han'))
  bench.storage.friendRequest = async () => relationTo(HAN, { state: 'outgoing' })
  t.match(await li.ask({ type: 'friend.request', user: 'Han', note: '我是李雷' }), {
    state: 'requested',
  })
  await settled()
  const event = { type: 'friend.requested', user: 'li', nickname: LI.nickname, note: '我是李雷' }
  t.same([han.frames, twin.frames, li.events('friend.requested')], [[event], [event], []])
  t.same(areFriends(li, han), [false, false])
})

t.test('an accepted request makes friends of both, who see how the other is', async (t) => {
  const { bench, li, han } = open(t)
  const twin = bench.join(stateOf(7, 'li'))
  bench.storage.friendAccept = async () => relationTo(HAN)
  await li.ask({ type: 'friend.accept', user: 'han' })
  await settled()
  t.same(areFriends(li, han), [true, true])
  t.match(han.frames, [
    { type: 'friend.accepted', user: 'li' },
    { type: 'presence', user: 'li', status: 'online' },
  ])
  t.match(twin.frames, [
    { type: 'friend.accepted', user: 'han' },
    { type: 'presence', user: 'han', status: 'online' },
  ])
  t.match(li.frames, [{ type: 'presence', user: 'han' }, { type: 'ok' }])
})

t.test('a friendship that ends ends for both at once', async (t) => {
  const { bench, li, han } = open(t, { state: 'friends' })
  bench.storage.friendRemove = async () => relationTo(HAN, { state: 'none' })
  await li.ask({ type: 'friend.remove', user: 'han' })
  await settled()
  t.same(areFriends(li, han), [false, false])
  t.match(han.frames, [{ type: 'friend.removed', user: 'li' }])
})

t.test('the blocked one is told nothing, and sees the other go offline', async (t) => {
  const { bench, li, han } = open(t, { state: 'friends' })
  bench.storage.setBlocked = async () => relationTo(HAN, { blocks: true })
  await li.ask({ type: 'friend.block', user: 'han' })
  await settled()
  t.same(han.frames, [{ type: 'presence', user: 'li', status: 'offline' }])
  t.same([li.session.user?.isBlocked(8), han.session.user?.isBlocked(7)], [true, true])
  bench.storage.setBlocked = async () => relationTo(HAN)
  await li.ask({ type: 'friend.unblock', user: 'han' })
  await settled()
  t.match(han.frames.at(-1), { type: 'presence', user: 'li', status: 'online' })
  t.same(areFriends(li, han), [true, true])
})

t.test('log-ins of both that are under way read again', async (t) => {
  const { bench, li } = open(t)
  const { directory } = bench
  const { version } = directory
  bench.storage.friendAccept = async () => relationTo(HAN)
  await li.ask({ type: 'friend.accept', user: 'han' })
  t.same(
    [7, 8, 9].map((id) => directory.changedSince(id, version)),
    [true, true, false],
  )
})

t.test('changes between the same two are carried out one after another', async (t) => {
  const { bench, li, han } = open(t)
  const answer = deferred<Relation>()
  const asked: string[] = []
  bench.storage.friendAccept = () => {
    asked.push('accept')
    return answer.promise
  }
  bench.storage.friendRemove = async () => {
    asked.push('remove')
    return relationTo(LI, { state: 'none' })
  }
  li.say({ type: 'friend.accept', id: 1, user: 'han' })
  han.say({ type: 'friend.remove', id: 2, user: 'li' })
  await settled()
  t.same(asked, ['accept'])
  answer.resolve(relationTo(HAN))
  await han.reply(2)
  t.same(asked, ['accept', 'remove'])
  t.same(areFriends(li, han), [false, false], 'the later one wins')
})

t.test('a block holds for who has gone and come back before the database answered', async (t) => {
  const { bench, li, han } = open(t, { state: 'friends' })
  const answer = deferred<Relation>()
  bench.storage.setBlocked = () => answer.promise
  li.say({ type: 'friend.block', user: 'han' })
  await settled()
  li.breakOff()
  await settled()
  const back = bench.join(stateOf(7, 'li', { relations: [relationTo(HAN)] }))
  answer.resolve(relationTo(HAN, { blocks: true }))
  await settled()
  t.equal(back.session.user?.isBlocked(8), true)
  t.match(back.frames, [{ type: 'presence', user: 'han', status: 'offline' }])
  t.match(han.frames.at(-1), { type: 'presence', user: 'li', status: 'offline' })
})

t.test('nobody befriends or blocks themselves, nor unfriends the assistant', async (t) => {
  const { li } = open(t)
  for (const type of ['friend.request', 'friend.block', 'friend.remove', 'friend.accept']) {
    t.match(await li.ask({ type, user: 'LI' }), { code: 'bad_request', field: 'user' }, type)
  }
  t.match(await li.ask({ type: 'friend.remove', user: 'Assistant' }), { code: 'forbidden' })
  t.match(await li.ask({ type: 'friend.block', user: 'ASSISTANT' }), { code: 'forbidden' })
  t.match(await li.ask({ type: 'friend.request', user: 'assistant' }), { code: 'conflict' })
})
