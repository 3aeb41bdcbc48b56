import { AdminPeer } from '../support/admin-peer.ts'
import { ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'

/** Above every limit that a room has: receipts and typing 50, comings and goings 200, hand-outs of their own pace 100. */
const MEMBERS = 210
const LISTED = 200

onEveryDatabase(async (t, database) => {
  const server = await database.start(t, '--max-pending-per-address', '0')
  const operator = await AdminPeer.connect(server)
  t.teardown(() => operator.socket.destroy())
  const { users } = (await operator.ok({
    type: 'users.seed',
    prefix: 'user',
    from: 1,
    count: MEMBERS + 1,
    friends: 'none',
  })) as { users: { user: string; token: string }[] }
  const peers = await Promise.all(users.map(() => ChatPeer.connect(server.port)))
  t.teardown(() => {
    for (const peer of peers) peer.end()
  })
  await Promise.all(peers.map((peer, i) => peer.ok({ type: 'login', token: users[i]?.token })))
  const newcomer = peers.pop() as ChatPeer
  const [owner, second, third] = peers as [ChatPeer, ChatPeer, ChatPeer]
  await owner.ok({ type: 'room.create', room: 'everyone' })
  const joined = await Promise.all(
    peers.slice(1).map((peer) => peer.ok({ type: 'room.join', room: 'everyone' })),
  )

  t.test('who joins is told of some members, and that there are others', async (t) => {
    const listed = joined.map(({ members }) => (members as unknown[]).length)
    t.equal(Math.max(...listed), LISTED)
    t.equal(joined.filter(({ more }) => more === true).length, MEMBERS - LISTED)
    const info = await owner.ok({ type: 'room.info', room: 'everyone' })
    t.equal((info['members'] as unknown[]).length, MEMBERS, 'room.info lists them all')
    t.equal(info['more'], undefined)
  })

  t.test('comings and goings are told as long as there are at most 200', async (t) => {
    await owner.settled()
    t.equal(owner.events.filter(({ type }) => type === 'room.joined').length, LISTED - 1)
    const last = peers.pop() as ChatPeer
    await last.ok({ type: 'room.leave', room: 'everyone' })
    await owner.settled()
    t.equal(owner.events.filter(({ type }) => type === 'room.left').length, 0)
    last.end()
  })

  t.test('who is kicked out of a large room hears of it', async (t) => {
    const victim = peers.pop() as ChatPeer
    const { user } = users[peers.length] as { user: string }
    await owner.ok({ type: 'room.kick', room: 'everyone', user })
    t.match(await victim.event('room.left'), { room: '#everyone', user })
    t.equal(
      await victim.code({ type: 'send', chat: '#everyone', cid: 'out', text: '?' }),
      'not_member',
    )
    victim.end()
  })

  t.test('a burst from three speakers reaches everyone once and in order [G-3]', async (t) => {
    const count = 60
    const speakers = [owner, second, third]
    await Promise.all(
      Array.from({ length: count }, (_, i) =>
        (speakers[i % 3] as ChatPeer).ok({
          type: 'send',
          chat: '#everyone',
          cid: `burst-${i}`,
          text: `${i} 茶`,
        }),
      ),
    )
    for (const peer of peers) {
      const own = speakers.includes(peer) ? count / 3 : 0
      const seqs: number[] = []
      while (seqs.length < count - own) seqs.push((await peer.event('msg'))['seq'] as number)
      const ordered = [...new Set(seqs)].sort((a, b) => a - b)
      if (JSON.stringify(seqs) !== JSON.stringify(ordered)) t.same(seqs, ordered)
      if (own === 0 && (seqs[0] !== 1 || seqs.at(-1) !== count)) t.fail(`seqs ${seqs}`)
      peer.say({ type: 'received', chat: '#everyone', seq: count })
    }
    t.pass('everyone has all of it')
  })

  t.test('nobody is told who types or has received', async (t) => {
    await second.ok({ type: 'typing', chat: '#everyone' })
    await second.ok({ type: 'read', chat: '#everyone', seq: 1 })
    // Receipts leave ten times a second: who has joined and has been answered afterwards would have them.
    await new Promise((resolve) => setTimeout(resolve, 250))
    await owner.settled()
    t.same(
      owner.events.filter(({ type }) => type === 'typing' || type === 'receipt'),
      [],
    )
  })

  t.test(
    'who comes in between two messages gets those after, and the rest as history',
    async (t) => {
      const before = owner.send('#everyone', 'before')
      const { head } = await newcomer.ok({ type: 'room.join', room: 'everyone' })
      await before
      await owner.send('#everyone', 'after')
      const last = await newcomer.event('msg', ({ text }) => text === 'after')
      const pushed = newcomer.events.filter(({ type }) => type === 'msg').map(({ seq }) => seq)
      const { messages } = (await newcomer.ok({
        type: 'history',
        chat: '#everyone',
        limit: 3,
      })) as unknown as {
        messages: { seq: number; text: string }[]
      }
      t.equal(messages.at(-1)?.seq, last['seq'])
      t.equal(messages.at(-2)?.text, 'before')
      for (const seq of pushed)
        t.ok((seq as number) > (head as number), 'what is pushed is newer than the head')
    },
  )
})
