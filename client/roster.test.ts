import t from 'tap'
import type { Message } from '../protocol/entities.ts'
import { Roster } from './roster.ts'

const HAN = { user: 'han', nickname: '韩梅梅', status: 'online' } as const
const TOM = { user: 'tom', nickname: 'Tom', status: 'away' } as const
const login = {
  token: 't',
  me: { user: 'li', nickname: '李雷', status: 'online' },
  friends: [HAN, TOM],
  requests: [{ user: 'jim', nickname: 'Jim', note: '', direction: 'incoming' }],
  chats: [
    { chat: 'han', head: 10, received: 10, read: 7 },
    { chat: '#tea', head: 3, received: 3, read: 3 },
  ],
} as const

function known(): Roster {
  const roster = new Roster()
  roster.learnLogin(structuredClone(login) as never, true)
  return roster
}

const message = (chat: string, seq: number): Message => ({
  chat,
  seq,
  from: 'x',
  cid: 'c',
  at: 1,
  text: 'x',
})

t.test('a person is found by user name, then by a nickname that only one friend has', async (t) => {
  const roster = known()
  t.equal(roster.addressOf('HAN'), 'han')
  t.equal(roster.addressOf('韩梅梅'), 'han')
  t.equal(roster.addressOf('#TEA'), '#tea')
  t.equal(roster.addressOf('tea'), '#tea', 'the # is easily forgotten')
  t.equal(roster.addressOf('stranger'), 'stranger')
  roster.learnFriends([HAN, { ...TOM, nickname: '韩梅梅' }], [])
  t.equal(roster.addressOf('韩梅梅'), '韩梅梅', 'two are called that')
  roster.learnFriends([{ ...HAN, nickname: 'tom' }, TOM], [])
  t.equal(roster.addressOf('tom'), 'tom', 'a user name counts for more than a nickname')
})

t.test('unread is what was there at log-in and what came since, each counted once', async (t) => {
  const roster = known()
  t.equal(roster.chat('han').unread, 3)
  roster.count(message('han', 9), true)
  t.equal(roster.chat('han').unread, 3, 'missed messages were counted at log-in')
  roster.count(message('han', 11), true)
  roster.count(message('han', 11), true)
  roster.count(message('han', 12), false)
  t.equal(roster.chat('han').unread, 4)
  roster.clearUnread('han')
  roster.learnLogin(structuredClone(login) as never, false)
  t.equal(roster.chat('han').unread, 0, 'logging in again does not bring it back')
})

t.test(
  'what was read on another device is not unread here, also when it comes later',
  async (t) => {
    const roster = known()
    roster.apply({ type: 'cursor', chat: 'han', read: 8 })
    t.equal(roster.chat('han').unread, 2)
    roster.count(message('han', 11), true)
    roster.apply({ type: 'cursor', chat: 'han', read: 13 })
    t.equal(roster.chat('han').unread, 0)
    for (const seq of [12, 13, 14]) roster.count(message('han', seq), true)
    t.equal(roster.chat('han').unread, 1)
    roster.apply({ type: 'cursor', chat: 'stranger', read: 13 })
    t.notOk(roster.knows('stranger'))
    roster.count(message('#tea', 4), true)
    const later = structuredClone(login) as unknown as { chats: { head: number; read: number }[] }
    later.chats[1] = { ...later.chats[1], head: 4, read: 4 }
    roster.learnLogin(later as never, false)
    t.equal(roster.chat('#tea').unread, 0, 'read elsewhere while this one was away')
  },
)

t.test('events change who is who', async (t) => {
  const roster = known()
  roster.apply({ type: 'presence', user: 'tom', status: 'offline' })
  t.equal(roster.friend('tom')?.status, 'offline')
  roster.apply({ type: 'friend.accepted', user: 'jim', nickname: 'Jim' })
  t.ok(roster.friend('jim'))
  t.same(roster.requests, [])
  roster.apply({ type: 'friend.requested', user: 'eve', nickname: 'Eve' })
  t.match(roster.requests, [{ user: 'eve', note: '', direction: 'incoming' }])
  roster.apply({ type: 'friend.removed', user: 'han', nickname: '韩梅梅' })
  t.equal(roster.nameOf('han'), 'han')
  roster.apply({ type: 'receipt', chat: 'tom', user: 'tom', received: 5, read: 4 })
  roster.apply({ type: 'receipt', chat: 'tom', user: 'tom', received: 3 })
  t.match(roster.chat('tom'), { delivered: 5, read: 4 })
})
