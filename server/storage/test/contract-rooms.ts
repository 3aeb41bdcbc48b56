import type { Test } from 'tap'
import type { RoomRecord, UserRecord } from '../store.ts'
import { ODD_TEXTS, type TestStore } from './test-store.ts'

const at = 2_000
const rolesOf = ({ members }: RoomRecord) => members.map(({ user, role }) => `${user} ${role}`)

export async function roomsContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test('a new room has its creator as owner and only member', async (t) => {
    const li = await world.user()
    const made = await store.createRoom({
      ...{ name: '茶Room', folded: '茶room', topic: '喝茶', isPrivate: false },
      ...{ ownerId: li.id, at: 1 },
    })
    const { conversationId } = made
    const chat = {
      ...{ conversationId, kind: 'room', name: '茶Room', peerId: 0, memberCount: 1 },
      ...{ head: 0, floor: 0, received: 0, read: 0 },
    }
    const room = {
      ...{ conversationId, name: '茶Room', topic: '喝茶', isPrivate: false },
      members: [{ userId: li.id, user: li.name, role: 'owner' }],
    }
    t.strictSame(made, { ...room, joined: true, chat })
    t.strictSame(await store.roomInfo(li.id, '茶room'), room)
    t.strictSame((await store.loginState(li.id)).chats, [chat])
    await t.rejects(world.room(li, { folded: '茶room' }), { code: 'name_taken' })
  })

  t.test('a room may have the name of a user, and any topic', async (t) => {
    const li = await world.user()
    await world.room(li, { name: li.name, folded: li.name })
    for (const topic of ODD_TEXTS) {
      const room = await world.room(li, { topic, name: topic, folded: topic })
      t.match(await store.roomInfo(li.id, topic), { topic, name: topic })
      t.equal(room.topic, topic)
    }
  })

  t.test('who joins starts at the head, and sees all of a public room', async (t) => {
    const li = await world.user()
    const han = await world.user()
    const { name, conversationId } = await world.room(li)
    await world.say(conversationId, li, 'one', 'two')
    const join = await store.joinRoom(han.id, name, at)
    t.equal(join.joined, true)
    t.match(join.chat, { head: 2, floor: 0, received: 2, read: 2, memberCount: 2 })
    t.strictSame(rolesOf(join), [`${li.name} owner`, `${han.name} member`])
    t.strictSame(await store.joinRoom(han.id, name, 3_000), { ...join, joined: false })
    await t.rejects(store.joinRoom(han.id, 'nowhere', at), { code: 'not_found' })
  })

  t.test('a private room needs an invitation, and hides what came before', async (t) => {
    const [li, han, tom] = [await world.user(), await world.user(), await world.user()]
    const { name, conversationId } = await world.room(li, { isPrivate: true })
    await world.say(conversationId, li, 'secret')
    await t.rejects(store.joinRoom(han.id, name, at), { code: 'forbidden' })
    await t.rejects(store.roomInfo(han.id, name), { code: 'not_member' })
    t.strictSame(await store.invite(li.id, name, han.name, at), {
      ...{ conversationId, name },
      person: { id: han.id, name: han.name, nickname: han.nickname, bio: '' },
    })
    t.match(await store.roomInfo(han.id, name), { isPrivate: true })
    const { chat } = await store.joinRoom(han.id, name, at)
    t.match(chat, { head: 1, floor: 1, received: 1, read: 1 })
    await world.say(conversationId, li, 'hello')
    const { messages } = await store.history({ conversationId, floor: chat.floor, limit: 9 })
    t.strictSame(
      messages.map(({ text }) => text),
      ['hello'],
    )
    t.match(await store.invite(han.id, name, tom.name, at), { name }, 'any member may invite')
  })

  t.test('an invitation lets in once', async (t) => {
    const [li, han] = [await world.user(), await world.user()]
    const { name } = await world.room(li, { isPrivate: true })
    await store.invite(li.id, name, han.name, at)
    await store.invite(li.id, name, han.name, at)
    await store.joinRoom(han.id, name, at)
    await t.rejects(store.invite(li.id, name, han.name, at), { code: 'conflict' })
    await store.leaveRoom(han.id, name)
    await t.rejects(store.joinRoom(han.id, name, at), { code: 'forbidden' })
  })

  t.test('who may not be invited', async (t) => {
    const [li, han, tom] = [await world.user(), await world.user(), await world.user()]
    const { name } = await world.room(li)
    await t.rejects(store.invite(li.id, 'nowhere', han.name, at), { code: 'not_found' })
    await t.rejects(store.invite(li.id, name, 'nobody', at), { code: 'not_found' })
    await t.rejects(store.invite(han.id, name, tom.name, at), { code: 'not_member' })
    await t.rejects(store.invite(li.id, name, li.name, at), { code: 'conflict' })
    await store.setBlocked(han.id, li.name, true, at)
    await t.rejects(store.invite(li.id, name, han.name, at), { code: 'blocked' })
    await store.setBlocked(li.id, tom.name, true, at)
    await t.rejects(store.invite(li.id, name, tom.name, at), { code: 'blocked' })
  })

  t.test('the owner kicks', async (t) => {
    const [li, han, tom] = [await world.user(), await world.user(), await world.user()]
    const { name, conversationId } = await world.room(li, { isPrivate: true })
    for (const user of [han, tom]) {
      await store.invite(li.id, name, user.name, at)
      await store.joinRoom(user.id, name, at)
    }
    await t.rejects(store.kick(han.id, name, tom.name), { code: 'forbidden' })
    await t.rejects(store.kick(li.id, name, li.name), { code: 'forbidden' })
    await t.rejects(store.kick(li.id, name, 'nobody'), { code: 'not_found' })
    await t.rejects(store.kick(li.id, 'nowhere', han.name), { code: 'not_found' })
    t.strictSame(await store.kick(li.id, name, han.name), {
      ...{ conversationId, name, memberCount: 2 },
      person: { id: han.id, name: han.name, nickname: han.nickname, bio: '' },
    })
    await t.rejects(store.kick(li.id, name, han.name), { code: 'not_found' })
    await t.rejects(store.kick(han.id, name, tom.name), { code: 'not_member' })
    await t.rejects(store.joinRoom(han.id, name, at), { code: 'forbidden' })
  })
}

export async function leavingContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test('when the owner leaves, the member of longest standing owns the room', async (t) => {
    const [li, han, tom] = [await world.user(), await world.user(), await world.user()]
    const { name, conversationId } = await world.room(li)
    await store.joinRoom(tom.id, name, 3_000)
    await store.joinRoom(han.id, name, 4_000)
    t.strictSame(await store.leaveRoom(li.id, name), {
      ...{ conversationId, name, memberCount: 2 },
      person: { id: li.id, name: li.name, nickname: li.nickname, bio: '' },
    })
    const room = await store.roomInfo(tom.id, name)
    t.strictSame(rolesOf(room), [`${tom.name} owner`, `${han.name} member`])
    t.match(await store.kick(tom.id, name, han.name), { memberCount: 1 }, 'and has its rights')
    await t.rejects(store.leaveRoom(li.id, name), { code: 'not_member' })
    await t.rejects(store.leaveRoom(li.id, 'nowhere'), { code: 'not_found' })
  })

  t.test('when the last one leaves, the name is free and the messages stay', async (t) => {
    const [li, han] = [await world.user(), await world.user()]
    const { name, conversationId } = await world.room(li, { isPrivate: true })
    await world.say(conversationId, li, 'stays')
    await store.invite(li.id, name, han.name, at)
    t.match(await store.leaveRoom(li.id, name), { memberCount: 0 })
    await t.rejects(store.roomInfo(li.id, name), { code: 'not_found' })
    await t.rejects(store.joinRoom(han.id, name, at), { code: 'not_found' })
    t.strictSame((await store.loginState(li.id)).chats, [])
    t.match(await store.history({ conversationId, floor: 0, limit: 5 }), {
      messages: [{ text: 'stays' }],
    })
    const again = await world.room(han, { name, folded: name })
    t.not(again.conversationId, conversationId)
    t.equal(again.chat.head, 0)
  })

  t.test('many can come and go on two servers at once', async (t) => {
    const other = await world.anotherStore()
    const owner = await world.user()
    const users: UserRecord[] = []
    for (let i = 0; i < 12; i++) users.push(await world.user())
    const { name } = await world.room(owner)
    const on = (i: number) => (i % 2 === 0 ? store : other)
    await Promise.all(users.map((user, i) => on(i).joinRoom(user.id, name, at + i)))
    t.match(await store.joinRoom(owner.id, name, at), { chat: { memberCount: 13 } })
    await Promise.all(
      [owner, ...users.slice(0, 11)].map((user, i) => on(i).leaveRoom(user.id, name)),
    )
    const [last] = users.slice(-1)
    const room = await store.roomInfo(last?.id ?? 0, name)
    t.strictSame(rolesOf(room), [`${last?.name} owner`])
    t.match(await store.findRooms(owner.id, name, 5), [{ members: 1 }])
  })
}

export async function findRoomsContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test('finds public rooms and one’s own by the beginning of the name', async (t) => {
    const [li, han] = [await world.user(), await world.user()]
    await world.room(li, { name: 'Tea_b', folded: 'tea_b', topic: 'green' })
    await world.room(li, { name: 'tea_a', folded: 'tea_a' })
    await world.room(li, { name: 'tea_secret', folded: 'tea_secret', isPrivate: true })
    await world.room(li, { name: '茶', folded: '茶' })
    await store.joinRoom(han.id, 'tea_b', at)
    const names = async (user: UserRecord, prefix: string, limit = 9) =>
      (await store.findRooms(user.id, prefix, limit)).map(({ name }) => name)
    t.strictSame(await names(han, 'tea'), ['tea_a', 'Tea_b'])
    t.strictSame(await names(li, 'tea'), ['tea_a', 'Tea_b', 'tea_secret'])
    t.strictSame(await names(li, 'tea', 2), ['tea_a', 'Tea_b'])
    t.strictSame(await names(han, ''), ['tea_a', 'Tea_b', '茶'], 'none of them a direct chat')
    t.strictSame(await names(han, '%'), [])
    t.strictSame(await names(han, 'tea\\'), [])
    t.strictSame(await store.findRooms(han.id, 'tea_b', 9), [
      { name: 'Tea_b', topic: 'green', members: 2 },
    ])
  })
}
