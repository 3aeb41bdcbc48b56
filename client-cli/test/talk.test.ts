import t from 'tap'
import { ChatClient } from '../../client/chat-client.ts'
import { Roster } from '../../client/roster.ts'
import { FakePeer } from '../../client/test/support/fake-peer.ts'
import { QUICK, until } from '../../client/test/support/listener.ts'
import type { Face, Showing } from '../showing.ts'
import { Speech } from '../speech.ts'
import { Talk } from '../talk.ts'
import { openTcp } from '../wire/open-tcp.ts'

/** A face that sees only what it is told to. */
class Watcher implements Face {
  readonly page = 50
  readonly shown: Showing[] = []
  isLooking = true

  show(showing: Showing): void {
    this.shown.push(showing)
  }

  askSecret(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  askNewPassword(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
}

const textsShown = ({ shown }: Watcher): string[] =>
  shown.flatMap((showing) => (showing.kind === 'message' ? [showing.message.text] : []))

async function talkOf(test: { teardown(tidy: () => unknown): void }) {
  const peer = await FakePeer.start()
  const face = new Watcher()
  const roster = new Roster()
  const client = new ChatClient({
    open: openTcp({ host: '127.0.0.1', port: peer.port }),
    device: 'test',
    askCredentials: () => Promise.resolve(undefined),
    timing: { ...QUICK, offlineMs: 20 },
    onEvent: (event) => talk.take(event),
  })
  const talk = new Talk({ client, roster, face, speech: new Speech('en') })
  test.teardown(async () => {
    await client.close()
    await peer.stop()
  })
  await client.start({ user: 'li', password: 'password of li' })
  return { peer, face, roster, client, talk }
}

t.test('what is not before the person’s eyes is unread, also in the open chat', async (t) => {
  const { peer, face, roster, talk } = await talkOf(t)
  await talk.open('han')
  face.isLooking = false
  peer.say('han', 'li', 'one')
  peer.say('han', 'li', 'two')
  await until(() => roster.chat('han').unread === 2)
  t.same(peer.askedFor('read'), [])
  talk.seen()
  t.equal(roster.chat('han').unread, 0)
  await until(() => peer.askedFor('read').some(({ seq }) => seq === 2))
})

t.test('a face that shows the first of many new ones has not shown the last', async (t) => {
  const { peer, face, roster, talk } = await talkOf(t)
  peer.say('han', 'li', 'one')
  await until(() => roster.chat('han').unread === 1)
  face.isLooking = false
  await talk.open('han')
  t.equal(roster.chat('han').unread, 1)
  t.same(peer.askedFor('read'), [])
})

t.test('a chat that is insisted on is open without a connection, others stay closed', async (t) => {
  const { peer, client, talk } = await talkOf(t)
  await talk.open('han')
  peer.intercept = (frame, caller) => {
    if (frame.type === 'login') caller.socket.destroy()
    return frame.type === 'login'
  }
  peer.cut()
  await until(() => !client.isOnline)
  await t.rejects(talk.open('tom'), { code: 'offline' })
  t.equal(talk.openChat, 'han')
  await t.rejects(talk.open('tom', true), { code: 'offline' })
  t.equal(talk.openChat, 'tom')
  peer.intercept = (frame, caller) => {
    if (frame.type === 'history') peer.error(caller, frame, 'not_found')
    return frame.type === 'history'
  }
  await until(() => client.isOnline)
  await t.rejects(talk.open('nobody', true), { code: 'not_found' })
  t.equal(talk.openChat, 'tom')
})

t.test('a chat opened without a connection is filled later, and deaf to nothing', async (t) => {
  const { peer, face, roster, client, talk } = await talkOf(t)
  await talk.open('han')
  await talk.open('tom')
  peer.intercept = (frame, caller) => {
    if (frame.type === 'login') caller.socket.destroy()
    return frame.type === 'login'
  }
  peer.cut()
  await until(() => !client.isOnline)
  await t.rejects(talk.open('han', true), { code: 'offline' })
  t.ok(talk.lacksHistory)
  peer.intercept = () => false
  await until(() => client.isOnline)
  peer.say('han', 'li', 'are you there?')
  await until(() => client.isOnline && peer.askedFor('received').length > 0)
  await talk.open('han', true)
  t.notOk(talk.lacksHistory)
  peer.say('han', 'li', 'and now?')
  await until(() => textsShown(face).includes('and now?'))
  t.equal(roster.chat('han').unread, 0)
})

t.test('who has gone on before a history came has not read it', async (t) => {
  const { peer, face, roster, talk } = await talkOf(t)
  peer.say('han', 'li', 'one')
  await until(() => roster.chat('han').unread === 1)
  let answer: () => void = () => undefined
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'history' || frame['chat'] !== 'han') return false
    peer.intercept = () => false
    answer = () => peer.answer(caller, frame)
    return true
  }
  const passing = talk.open('han')
  await until(() => peer.askedFor('history').length === 1)
  peer.say('han', 'li', 'two')
  await talk.open('tom')
  answer()
  await passing
  t.equal(talk.openChat, 'tom')
  t.equal(roster.chat('han').unread, 2, 'neither that nor what came meanwhile')
  t.ok(face.shown.some((showing) => showing.kind === 'message' && !showing.isOpen))
  peer.say('tom', 'li', 'here')
  await until(() => peer.askedFor('read').length > 0)
  t.same(
    peer.askedFor('read').map(({ chat }) => chat),
    ['tom'],
  )
})

t.test('of two chats that both cannot be opened neither is, and nothing is lost', async (t) => {
  const { peer, face, talk } = await talkOf(t)
  await talk.open('han')
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'history') return false
    if (frame['chat'] === 'tom') peer.say('tom', 'li', 'hello')
    peer.error(caller, frame, 'not_found')
    return true
  }
  const both = [talk.open('tom'), talk.open('wei')]
  for (const one of await Promise.allSettled(both)) t.equal(one.status, 'rejected')
  t.equal(talk.openChat, 'han')
  await until(() => textsShown(face).includes('hello'))
})

t.test('a room entered or left on another device is known here, at once or later', async (t) => {
  const { peer, face, roster, client, talk } = await talkOf(t)
  peer.tell('li', { type: 'room.joined', room: '#tea', user: 'LI' })
  peer.tell('li', { type: 'room.joined', room: '#dev', user: 'han' })
  peer.say('han', 'li', 'hello')
  await until(() => roster.knows('han'))
  t.ok(roster.knows('#tea'))
  t.notOk(roster.knows('#dev'))
  await talk.open('#tea')
  peer.cut()
  await until(() => !roster.knows('#tea'))
  t.equal(talk.openChat, undefined)
  t.ok(client.isOnline)
  const left = face.shown.find((one) => one.kind === 'event' && one.event.type === 'room.left')
  t.match(left, { event: { room: '#tea', user: 'li' } })
  t.ok(roster.knows('han'), 'a direct chat is never left')
})

t.test('a request that is taken back was no friendship', async (t) => {
  const { peer, face, roster } = await talkOf(t)
  const event = { type: 'friend.removed', user: 'wei', nickname: 'Wei' }
  peer.tell('li', { ...event, type: 'friend.requested' })
  peer.tell('li', event)
  peer.tell('li', { ...event, user: 'han' })
  await until(() => roster.friend('han') === undefined)
  t.match(
    face.shown.flatMap((one) => (one.kind === 'event' ? [one.event] : [])),
    [
      { type: 'friend.requested', user: 'wei' },
      { ...event, wasFriend: false },
      { ...event, user: 'han', wasFriend: true },
    ],
  )
})
