import stringWidth from 'string-width'
import t from 'tap'
import { COMMANDS } from '../commands/command-table.ts'
import { MORNING, styleOf } from '../test/support/style.ts'
import { eventLines } from './event-lines.ts'
import { noticeLines } from './notice-lines.ts'

const EVIL = '\x1b[2J\nfaked line\u202e'

t.test('friends: who is here first, names in columns, what is unread', async (t) => {
  const lines = noticeLines(styleOf(), {
    kind: 'friends',
    friends: [
      { user: 'lucy', nickname: 'Lucy', status: 'offline', unread: 0 },
      { user: 'han', nickname: '韩梅梅', status: 'online', unread: 2 },
      { user: 'tom', nickname: '', status: 'away', unread: 0, blocked: true },
    ],
    requests: [{ user: 'jim', nickname: 'Jim', note: '你好', direction: 'incoming' }],
    blocked: ['tom'],
    isCut: true,
  })
  t.same(lines, [
    '── Friends ──',
    '  ● 韩梅梅 (han)  online  2 new',
    '  ◐ tom           away  blocked',
    '  ○ Lucy (lucy)   offline',
    '── Friend requests ──',
    '  Jim (jim) “你好”  asks you: /accept jim or /decline jim',
    'Blocked: tom',
    'There are more than are shown.',
  ])
})

t.test('empty lists say what to do next', async (t) => {
  const style = styleOf()
  const nobody = { kind: 'friends', friends: [], requests: [], blocked: [], isCut: false } as const
  t.match(noticeLines(style, nobody).join(), /\/add NAME/)
  t.match(noticeLines(style, { kind: 'rooms', rooms: [] }).join(), /\/create/)
  t.match(noticeLines(style, { kind: 'users', users: [] }), [/\w/])
  t.match(noticeLines(style, { kind: 'requests', requests: [] }), [/\w/])
  t.same(noticeLines(style, { kind: 'missed', chats: [], isAsked: false }), [])
  t.match(noticeLines(style, { kind: 'missed', chats: [], isAsked: true }), [/\w/])
})

t.test('missed messages: chat by chat, the newest of them spelt out', async (t) => {
  const message = { chat: 'han', seq: 12, from: 'han', cid: 'c', at: MORNING, text: '在吗' }
  const chats = [{ chat: 'han', count: 12, messages: [message] }]
  t.same(noticeLines(styleOf(), { kind: 'missed', chats, isAsked: false }), [
    '── While you were away ──',
    '韩梅梅 12 new',
    '  11 earlier ones: /open han',
    '09:41 韩梅梅: 在吗',
  ])
})

t.test('what was found: oldest first, and where it was said', async (t) => {
  const message = { chat: 'han', seq: 12, from: 'han', cid: 'c', at: MORNING, text: '喝茶吗' }
  const messages = [
    { ...message, chat: '#tea', from: 'li', at: MORNING + 60_000, text: EVIL },
    { ...message, chat: '#tea', from: 'tom', text: '茶' },
    { ...message, from: 'li', text: '喝茶' },
    { ...message, at: MORNING - 86_400_000 },
  ]
  t.same(noticeLines(styleOf(), { kind: 'found', query: '茶', messages, more: true }), [
    '── Found ──',
    '  /search goes further back',
    '── Saturday 21 November ──',
    '09:41 韩梅梅: 喝茶吗',
    '── Sunday 22 November ──',
    '09:41 you → 韩梅梅: 喝茶',
    '09:41 Tom → #tea: 茶',
    '09:42 you → #tea: [2J\n      ┆ faked line',
  ])
  const none = { kind: 'found', query: '茶', messages: [], more: false } as const
  t.same(noticeLines(styleOf('zh'), none), ['没有找到。'])
})

t.test('rooms and their members', async (t) => {
  const style = styleOf()
  const rooms = [
    { room: '#茶室', topic: '下午茶', members: 12 },
    { room: '#dev', topic: '', members: 1 },
  ]
  t.same(noticeLines(style, { kind: 'rooms', rooms }), [
    '── Rooms ──',
    '  #茶室  members: 12  下午茶',
    '  #dev   members: 1',
  ])
  const members = [
    { user: 'li', role: 'owner' },
    { user: 'han', role: 'member' },
  ] as const
  t.same(
    noticeLines(style, {
      kind: 'members',
      room: '#dev',
      topic: 'code',
      isPrivate: true,
      members,
      isCut: false,
    }),
    ['── #dev · private · code ──', 'Members (2): li (owner), han'],
  )
})

t.test('help fits on a screen of 80×24 in both languages, and names every command', async (t) => {
  for (const lang of ['en', 'zh'] as const) {
    const overview = noticeLines(styleOf(lang), { kind: 'help', about: undefined })
    t.ok(overview.length < 20)
    for (const line of overview) t.ok(stringWidth(line) <= 80, line)
    for (const { name } of COMMANDS) t.match(overview.join('\n'), `/${name}`)
    const all = noticeLines(styleOf(lang), { kind: 'help', about: COMMANDS })
    t.equal(all.length, COMMANDS.length)
    for (const line of all) t.ok(stringWidth(line) <= 80, line)
  }
})

t.test('whatever others have written, an event is the lines that it should be', async (t) => {
  const style = styleOf()
  const friend = { user: 'jim', nickname: EVIL, note: EVIL } as const
  const room = { room: '#tea', user: 'han' } as const
  const lines = [
    ...eventLines(style, { type: 'friend.requested', ...friend }),
    ...eventLines(style, { type: 'friend.accepted', ...friend }),
    ...eventLines(style, { type: 'friend.removed', ...friend, wasFriend: true }),
    ...eventLines(style, { type: 'friend.removed', ...friend, wasFriend: false }),
    ...eventLines(style, { type: 'room.invited', ...room }),
    ...eventLines(style, { type: 'room.joined', ...room }),
    ...eventLines(style, { type: 'room.left', ...room, by: 'li' }),
    ...eventLines(style, { type: 'presence', user: 'han', status: 'away' }),
    ...noticeLines(style, { kind: 'failed', code: 'internal', sentence: EVIL }),
    ...noticeLines(style, {
      kind: 'users',
      users: [{ user: 'jim', nickname: EVIL, bio: EVIL, status: 'online' }],
    }),
  ]
  t.same(lines, [
    '» [2J faked line wants to be your friend “[2J faked line” · /accept jim or /decline jim',
    '» [2J faked line is now your friend · /open jim',
    '[2J faked line is no longer your friend',
    'The request between you and [2J faked line is gone',
    '» 韩梅梅 invites you to #tea · /join #tea',
    '» 韩梅梅 joined #tea',
    '» 韩梅梅 was removed from #tea by you',
    '◐ 韩梅梅 is away',
    '✗ [2J faked line',
    '  ● [2J faked line (jim)  [2J faked line',
  ])
  const notice = eventLines(style, { type: 'notice', from: 'root', text: 'a\nb\x1b[31m' })
  t.same(notice, ['» Announcement (root): a\n  ┆ b[31m'])
})

t.test('what happens to oneself in a room is said so', async (t) => {
  const room = { room: '#tea', user: 'li' } as const
  const said = (lang: 'en' | 'zh'): string[] => {
    const style = styleOf(lang)
    return [
      ...eventLines(style, { type: 'room.joined', ...room }),
      ...eventLines(style, { type: 'room.left', ...room }),
      ...eventLines(style, { type: 'room.left', ...room, by: 'han' }),
    ]
  }
  t.same(said('en'), [
    '» You joined #tea on another device',
    '» You are no longer in #tea',
    '» 韩梅梅 removed you from #tea',
  ])
  t.same(said('zh'), [
    '» 你在另一台设备上加入了 #tea',
    '» 你已不在 #tea 中',
    '» 韩梅梅 将你移出了 #tea',
  ])
})
