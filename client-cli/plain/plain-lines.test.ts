import t from 'tap'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Showing } from '../showing.ts'
import { Speech } from '../speech.ts'
import { MORNING } from '../test/support/style.ts'
import { plainLines } from './plain-lines.ts'

const lines = (showing: Showing): string[] => plainLines(showing, new Speech('en'))
const MESSAGE = {
  chat: 'han',
  seq: 7,
  from: 'han',
  cid: 'c',
  at: MORNING,
  text: 'one\ttwo\nthree\\four\x1b[2J',
}
const LINE = 'han\t7\than\t2026-11-22T09:41:00.000Z\tone\\ttwo\\nthree\\\\four\\u001b[2J'

t.test('a message is one line, whatever is in it', async (t) => {
  const from = { isEcho: false, isOwn: false, isOpen: false, isMissed: true }
  t.same(lines({ kind: 'message', message: MESSAGE, ...from }), [`msg\t${LINE}`])
  t.same(lines({ kind: 'message', message: MESSAGE, ...from, isOwn: true, isEcho: true }), [])
})

t.test('one’s own message is "sent", or an "error" that names it', async (t) => {
  const message = { chat: 'han', cid: 'run-1', text: 'hi', writtenAt: 1 }
  t.same(lines({ kind: 'pending', message, isOpen: true }), [])
  t.same(lines({ kind: 'stored', message, stored: { chat: 'han', seq: 8, at: 1 } }), [
    'sent\than\t8\trun-1',
  ])
  const error = new ChatClientError('not_friends', {
    message: 'You can only write to friends.',
  })
  t.same(lines({ kind: 'refused', message, error }), [
    'error\tnot_friends\tYou can only write to friends.\than\trun-1',
  ])
})

t.test('history is no news, and ends with "ok"', async (t) => {
  const page = { chat: 'han', messages: [MESSAGE], more: true }
  t.same(lines({ kind: 'opened', ...page, unread: 0 }), [`history\t${LINE}`, 'ok\topen\than\tmore'])
  t.same(lines({ kind: 'older', ...page, more: false }), [
    `history\t${LINE}`,
    'ok\thistory\than\tall',
  ])
  const chats = [{ chat: 'han', count: 1, messages: [MESSAGE] }]
  t.same(lines({ kind: 'missed', chats, isAsked: true }), [`missed\t${LINE}`, 'ok\tmissed'])
  t.same(lines({ kind: 'missed', chats, isAsked: false }), [])
})

t.test('lists end with the "ok" of their command', async (t) => {
  const han = { user: 'han', nickname: '韩 梅梅', status: 'online' } as const
  t.same(
    lines({
      kind: 'friends',
      friends: [{ ...han, unread: 2 }],
      requests: [],
      blocked: ['eve'],
      isCut: true,
    }),
    ['friend\than\tonline\t2\t韩 梅梅', 'blocked\teve', 'ok\tfriends\tcut'],
  )
  t.same(lines({ kind: 'users', users: [han] }), ['user\than\tonline\t韩 梅梅\t', 'ok\tfind'])
  const request = { user: 'han', nickname: 'n', note: 'a\tb', direction: 'incoming' } as const
  t.same(lines({ kind: 'requests', requests: [request] }), [
    'request\than\tincoming\tn\ta\\tb',
    'ok\trequests',
  ])
  t.same(lines({ kind: 'rooms', rooms: [{ room: '#tea', members: 3, topic: 't' }] }), [
    'room\t#tea\t3\tt',
    'ok\trooms',
  ])
  const members = [{ user: 'li', role: 'owner' }] as const
  t.same(
    lines({ kind: 'members', room: '#tea', topic: 't', isPrivate: false, members, isCut: false }),
    ['member\t#tea\tli\towner', 'ok\twho\t#tea\tpublic\tt'],
  )
  t.equal(lines({ kind: 'help', about: undefined }).at(-1), 'ok\thelp')
})

t.test('events are lines of their own', async (t) => {
  const event = (event: Extract<Showing, { kind: 'event' }>['event']): string[] =>
    lines({ kind: 'event', event })
  t.same(event({ type: 'receipt', chat: 'han', user: 'han', read: 4 }), ['receipt\than\than\t\t4'])
  t.same(event({ type: 'typing', chat: '#tea', user: 'han' }), ['typing\t#tea\than'])
  t.same(event({ type: 'presence', user: 'han', status: 'away' }), ['presence\than\taway'])
  t.same(event({ type: 'friend.requested', user: 'han', nickname: 'H', note: 'hi' }), [
    'friend.requested\than\tH\thi',
  ])
  t.same(event({ type: 'room.left', room: '#tea', user: 'li', by: 'han' }), [
    'room.left\t#tea\tli\than',
  ])
  t.same(event({ type: 'notice', from: 'root', text: 'a\nb' }), ['notice\troot\ta\\nb'])
})

t.test('what was found ends with whether there is more', async (t) => {
  const recalled = { ...MESSAGE, text: '', recalled: true as const }
  t.same(lines({ kind: 'found', query: '茶', messages: [MESSAGE], more: true }), [
    `found\t${LINE}`,
    'ok\tsearch\tmore',
  ])
  t.same(lines({ kind: 'found', query: '茶', messages: [], more: false }), ['ok\tsearch\tall'])
  t.match(lines({ kind: 'opened', chat: 'han', messages: [recalled], more: false, unread: 0 }), [
    /Z\t$/,
    /^ok/,
  ])
})
