import t, { type Test } from 'tap'
import type { OnlineUser } from '../../directory/online-user.ts'
import { StorageUnavailable } from '../../storage/storage-unavailable.ts'
import { Bench } from '../../test/support/bench.ts'
import { deferred } from '../../test/support/deferred.ts'
import { personOf, relationTo, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const LI = personOf(7, 'li')
const HAN = personOf(8, 'han')
const lost = (): Promise<never> => Promise.reject(new StorageUnavailable('the answer was lost'))

function open(t: Test) {
  const bench = new Bench(t)
  return { bench, li: bench.join(stateOf(7, 'li')), han: bench.join(stateOf(8, 'han')) }
}

t.test('a friendship whose answer was lost is there for both once the database is', async (t) => {
  const { bench, li, han } = open(t)
  bench.storage.friendAccept = lost
  t.match(await li.ask({ type: 'friend.accept', user: 'Han' }), { code: 'unavailable' })
  const relations = (id: number) => [relationTo(id === 7 ? HAN : LI)]
  bench.storage.loginState = async (id) =>
    stateOf(id, id === 7 ? 'li' : 'han', { relations: relations(id) })
  await bench.services.doubts.settle()
  await settled()
  t.ok(li.session.user?.isFriendOf(8))
  t.ok(han.session.user?.isFriendOf(7))
  t.match(li.events('friend.accepted'), [{ user: 'han', nickname: HAN.nickname }])
  t.match(han.events('friend.accepted'), [{ user: 'li' }])
  t.match(han.events('presence'), [{ user: 'li', status: 'online' }])

  bench.storage.friendRemove = lost
  await han.ask({ type: 'friend.remove', user: 'li' })
  bench.storage.loginState = async (id) => stateOf(id, id === 7 ? 'li' : 'han')
  await bench.services.doubts.settle()
  await settled()
  t.notOk(li.session.user?.isFriendOf(8))
  t.match(li.events('friend.removed'), [{ user: 'han' }])
})

t.test(
  'who was blocked, and is not any more, hears nothing of it but how the other is',
  async (t) => {
    const { bench, li, han } = open(t)
    bench.storage.setBlocked = lost
    const relate = (blocks: boolean) => async (id: number) => {
      const fields = id === 7 ? { blocks } : { blockedBy: blocks }
      return stateOf(id, id === 7 ? 'li' : 'han', {
        relations: [relationTo(id === 7 ? HAN : LI, fields)],
      })
    }
    bench.storage.loginState = relate(false)
    await li.ask({ type: 'friend.block', user: 'han' })
    await bench.services.doubts.settle()
    await settled()
    han.frames.length = 0

    await li.ask({ type: 'friend.block', user: 'han' })
    bench.storage.loginState = relate(true)
    await bench.services.doubts.settle()
    await settled()
    t.ok(han.session.user?.isBlocked(7))
    t.match(han.frames, [{ type: 'presence', user: 'li', status: 'offline' }])
    han.frames.length = 0

    await li.ask({ type: 'friend.unblock', user: 'han' })
    bench.storage.loginState = relate(false)
    await bench.services.doubts.settle()
    await settled()
    t.match(han.frames, [{ type: 'presence', user: 'li', status: 'online' }])
    t.equal(han.frames.length, 1)
  },
)

t.test('so is a room that was joined, and one that was left', async (t) => {
  const { bench, li } = open(t)
  bench.storage.joinRoom = lost
  t.match(await li.ask({ type: 'room.join', room: '#dev' }), { code: 'unavailable' })
  const chats = [roomChat(5, 'dev', { memberCount: 3, head: 9 })]
  bench.storage.loginState = async () => stateOf(7, 'li', { chats })
  await bench.services.doubts.settle()
  t.match(li.session.user?.chat('#dev'), { conversation: { id: 5, memberCount: 3, head: 9 } })

  bench.storage.leaveRoom = lost
  await li.ask({ type: 'room.leave', room: '#dev' })
  bench.storage.loginState = async () => stateOf(7, 'li')
  await bench.services.doubts.settle()
  await settled()
  t.equal(li.session.user?.chat('#dev'), undefined)
  t.match(li.events('room.joined'), [{ room: '#dev', user: 'li' }])
  t.match(li.events('room.left'), [{ room: '#dev', user: 'li' }])
})

t.test('the one who was kicked is in doubt, not the owner', async (t) => {
  const { bench, li } = open(t)
  bench.storage.kick = lost
  await li.ask({ type: 'room.kick', room: '#dev', user: 'HAN' })
  const read: number[] = []
  bench.storage.loginState = async (id) => {
    read.push(id)
    return stateOf(id, 'han')
  }
  await bench.services.doubts.settle()
  await bench.services.doubts.settle()
  t.same(read, [8], 'once')
})

t.test('nobody is read for a clear refusal', async (t) => {
  const { bench, li } = open(t)
  bench.storage.friendAccept = () => Promise.reject(new Error('a bug'))
  await li.ask({ type: 'friend.accept', user: 'han' })
  // The bench has no answer for loginState: reading would reject.
  await t.resolves(bench.services.doubts.settle())
})

t.test('a change that was made while the answer was on its way is not undone', async (t) => {
  const { bench, li } = open(t)
  bench.storage.friendAccept = lost
  await li.ask({ type: 'friend.accept', user: 'han' })
  const slow = deferred<ReturnType<typeof stateOf>>()
  let reads = 0
  bench.storage.loginState = (id) => {
    reads += 1
    if (reads === 1) return slow.promise
    return Promise.resolve(stateOf(id, 'li', { relations: [relationTo(HAN)] }))
  }
  const done = bench.services.doubts.settle()
  bench.storage.friendAccept = async () => relationTo(HAN)
  await li.ask({ type: 'friend.accept', user: 'han' })
  slow.resolve(stateOf(7, 'li'))
  await done
  t.ok(li.session.user?.isFriendOf(8))
  t.equal(li.events('friend.removed').length, 0)
})

t.test('who could not be read stays in doubt', async (t) => {
  const { bench, li, han } = open(t)
  bench.storage.friendAccept = lost
  await li.ask({ type: 'friend.accept', user: 'han' })
  bench.storage.loginState = lost
  await t.rejects(bench.services.doubts.settle())
  bench.storage.loginState = async (id) =>
    id === 7 ? stateOf(7, 'li', { relations: [relationTo(HAN)] }) : stateOf(8, 'han')
  await bench.services.doubts.settle()
  t.ok(li.session.user?.isFriendOf(8))
  t.notOk(han.session.user?.isFriendOf(7))
})

// SQLite's one writer waits for somebody else's lock while its readers answer everybody: the member who was kicked heard and wrote on.
t.test('what is done only after its wait was given up is known too', async (t) => {
  const { bench, li, han } = open(t)
  const work = deferred<void>()
  bench.directory.addChat(han.session.user as OnlineUser, roomChat(5, 'dev'))
  bench.storage.kick = () =>
    Promise.reject(new StorageUnavailable('no answer in time', { underWay: work.promise }))
  let chats = [roomChat(5, 'dev')]
  bench.storage.loginState = async () => stateOf(8, 'han', { chats })
  t.match(await li.ask({ type: 'room.kick', room: '#dev', user: 'han' }), { code: 'unavailable' })
  await bench.services.doubts.settle()
  t.ok(han.session.user?.chat('#dev'), 'the database answers, and has not done it yet')

  chats = []
  work.resolve()
  await settled()
  t.equal(han.session.user?.chat('#dev'), undefined)
  t.match(han.events('room.left'), [{ room: '#dev', user: 'han' }])
})
