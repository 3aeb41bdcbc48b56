import type { Test } from 'tap'
import type { Relation, UserRecord } from '../store.ts'
import { ODD_TEXTS, type TestStore } from './test-store.ts'

export async function friendshipsContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const two = async () => [await world.user(), await world.user()] as const
  const personOf = ({ id, name, nickname, bio }: UserRecord) => ({ id, name, nickname, bio })
  /** Both sides in one line: what each sees of the other. */
  const between = async (a: UserRecord, b: UserRecord) => {
    const side = async (user: UserRecord, other: UserRecord) => {
      const relations = await store.relations(user.id)
      const found = relations.find(({ person }) => person.id === other.id)
      return found ? describe(found) : 'nothing'
    }
    return `${await side(a, b)} | ${await side(b, a)}`
  }
  const describe = ({ state, blocks, blockedBy, note }: Relation) =>
    [state, blocks && 'blocks', blockedBy && 'blocked', note].filter(Boolean).join(' ')

  t.test('a request is seen by both, and becomes a friendship when it is accepted', async (t) => {
    const [li, han] = await two()
    t.strictSame(await store.friendRequest(li.id, han.name, 'tea?', 1), {
      ...{ person: personOf(han), state: 'outgoing', blocks: false, blockedBy: false },
      note: 'tea?',
    })
    t.equal(await between(li, han), 'outgoing tea? | incoming tea?')
    t.match(await store.friendRequest(li.id, han.name, 'again', 2), { state: 'outgoing' })
    t.equal(await between(li, han), 'outgoing again | incoming again')
    t.match(await store.friendAccept(han.id, li.name, 3), { state: 'friends', note: '' })
    t.equal(await between(li, han), 'friends | friends')
    await t.rejects(store.friendRequest(li.id, han.name, '', 4), { code: 'conflict' })
    await t.rejects(store.friendAccept(han.id, li.name, 4), { code: 'not_found' })
  })

  t.test('two requests that cross make a friendship', async (t) => {
    const [li, han] = await two()
    await store.friendRequest(li.id, han.name, 'a', 1)
    t.match(await store.friendRequest(han.id, li.name, 'b', 2), { state: 'friends', note: '' })
    t.equal(await between(li, han), 'friends | friends')
  })

  t.test('also when they come at the same moment on two servers', async (t) => {
    const other = await world.anotherStore()
    for (let round = 0; round < 10; round++) {
      const [li, han] = await two()
      const states = await Promise.all([
        store.friendRequest(li.id, han.name, '', 1),
        other.friendRequest(han.id, li.name, '', 1),
      ])
      t.strictSame(states.map(({ state }) => state).sort(), ['friends', 'outgoing'])
      t.equal(await between(li, han), 'friends | friends')
    }
  })

  t.test('a request can be declined, or taken back', async (t) => {
    const [li, han] = await two()
    await store.friendRequest(li.id, han.name, '', 1)
    await t.rejects(store.friendAccept(li.id, han.name, 2), { code: 'not_found' })
    await t.rejects(store.friendDecline(li.id, han.name), { code: 'not_found' })
    await t.rejects(store.friendRemove(han.id, li.name), { code: 'not_found' })
    t.match(await store.friendDecline(han.id, li.name), { state: 'none' })
    t.equal(await between(li, han), 'nothing | nothing')
    await store.friendRequest(li.id, han.name, '', 3)
    t.match(await store.friendRemove(li.id, han.name), { state: 'none' })
    t.equal(await between(li, han), 'nothing | nothing')
  })

  t.test('either can end a friendship', async (t) => {
    const [li, han] = await two()
    for (const [one, other] of [
      [li, han],
      [han, li],
    ] as const) {
      await world.friends(li, han)
      t.match(await store.friendRemove(one.id, other.name), { state: 'none' })
      t.equal(await between(li, han), 'nothing | nothing')
      await t.rejects(store.friendRemove(one.id, other.name), { code: 'not_found' })
    }
  })

  t.test('a block lies over the friendship, and is seen from both sides', async (t) => {
    const [li, han] = await two()
    await world.friends(li, han)
    t.match(await store.setBlocked(li.id, han.name, true, 2), { state: 'friends', blocks: true })
    t.match(await store.setBlocked(li.id, han.name, true, 3), { blocks: true, blockedBy: false })
    t.equal(await between(li, han), 'friends blocks | friends blocked')
    t.match(await store.setBlocked(han.id, li.name, true, 4), { blocks: true, blockedBy: true })
    t.equal(await between(li, han), 'friends blocks blocked | friends blocks blocked')
    await store.setBlocked(li.id, han.name, false, 5)
    await store.setBlocked(han.id, li.name, false, 5)
    t.equal(await between(li, han), 'friends | friends')
  })

  t.test('between strangers a block is all there is, and stops requests either way', async (t) => {
    const [li, han] = await two()
    await store.setBlocked(li.id, han.name, true, 1)
    t.equal(await between(li, han), 'none blocks | none blocked')
    await t.rejects(store.friendRequest(li.id, han.name, '', 2), { code: 'blocked' })
    await t.rejects(store.friendRequest(han.id, li.name, '', 2), { code: 'blocked' })
    t.match(await store.setBlocked(li.id, han.name, false, 3), { state: 'none', blocks: false })
    t.equal(await between(li, han), 'nothing | nothing')
    await store.setBlocked(li.id, han.name, false, 3)
  })

  t.test('nobody, and oneself, cannot be befriended or blocked', async (t) => {
    const li = await world.user()
    for (const name of ['nobody', li.name]) {
      const code = 'not_found'
      await t.rejects(store.friendRequest(li.id, name, '', 1), { code })
      await t.rejects(store.friendAccept(li.id, name, 1), { code })
      await t.rejects(store.friendDecline(li.id, name), { code })
      await t.rejects(store.friendRemove(li.id, name), { code })
      await t.rejects(store.setBlocked(li.id, name, true, 1), { code })
    }
    t.strictSame(await store.relations(li.id), [])
  })

  t.test('relations come by name and are the same at login; a note carries any text', async (t) => {
    const li = await world.user()
    const others = [await world.user('rel_b'), await world.user('rel_a'), await world.user('rel_c')]
    for (const text of ODD_TEXTS) {
      for (const other of others) await store.friendRequest(other.id, li.name, text, 1)
      const relations = await store.relations(li.id)
      t.strictSame(
        relations.map(({ person, note }) => [person.name, note]),
        ['rel_a', 'rel_b', 'rel_c'].map((name) => [name, text]),
      )
      t.strictSame((await store.loginState(li.id)).relations, relations)
    }
  })
}
