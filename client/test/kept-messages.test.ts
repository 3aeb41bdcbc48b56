import t from 'tap'
import type { KeptMessages, OutgoingMessage } from '../sync/kept-messages.ts'
import { FakePeer } from './support/fake-peer.ts'
import { arrive, Listener, scene, until } from './support/listener.ts'

/** What a browser's storage does, which all tabs share. */
class Shelf implements KeptMessages {
  readonly messages = new Map<string, OutgoingMessage>()

  load(): OutgoingMessage[] {
    return [...this.messages.values()].reverse()
  }

  keep(message: OutgoingMessage): void {
    this.messages.set(message.cid, structuredClone(message))
  }

  drop(cid: string): void {
    this.messages.delete(cid)
  }
}

/** Takes messages in and never answers. */
const swallow =
  (peer: FakePeer): FakePeer['intercept'] =>
  ({ type, chat, text, cid }, { user }) => {
    if (type !== 'send') return false
    peer.store(String(user), String(chat), String(text), String(cid))
    return true
  }

t.test('what has no answer survives the run, and is stored once [G-2]', async (t) => {
  const shelf = new Shelf()
  const { peer, li } = await scene(t, () => undefined, { keptFor: () => shelf })
  peer.intercept = swallow(peer)
  for (const text of ['1', '2', '3']) li.client.send('han', text)
  await until(() => peer.askedFor('send').length === 1)
  t.equal(shelf.messages.size, 3)
  await li.client.close(0)
  peer.intercept = () => false

  const again = await arrive(peer, 'li', { keptFor: () => shelf })
  t.teardown(() => again.client.close())
  await again.until(() => again.of('stored').length === 3)
  t.same(
    again.of('restored').map(({ messages }) => messages.map(({ text }) => text)),
    [['1', '2', '3']],
  )
  t.same(
    peer.log('li', 'han').map(({ text }) => text),
    ['1', '2', '3'],
  )
  t.equal(shelf.messages.size, 0)
  t.ok(again.client.hasSent(peer.log('li', 'han')[0]?.cid ?? ''), 'it counts as one’s own')
  t.equal(again.client.unsent, 0)
})

t.test('what was left behind goes out before what is written now', async (t) => {
  const shelf = new Shelf()
  shelf.keep({ chat: 'han', cid: 'old-2', text: 'second', writtenAt: 2 })
  shelf.keep({ chat: 'han', cid: 'old-1', text: 'first', writtenAt: 1 })
  const peer = await FakePeer.start()
  t.teardown(() => peer.stop())
  const li = new Listener(peer, { keptFor: () => shelf })
  t.teardown(() => li.client.close())
  li.client.send('han', 'third')
  await li.client.start({ user: 'li', password: 'password of li' })
  await li.until(() => li.of('stored').length === 3)
  t.same(
    peer.log('li', 'han').map(({ text }) => text),
    ['first', 'second', 'third'],
  )
  t.equal(shelf.messages.size, 0)
})

t.test('two tabs with the same unsent message: each shows it stored, once', async (t) => {
  const shelf = new Shelf()
  const { peer, li: first } = await scene(t, () => undefined, { keptFor: () => shelf })
  peer.intercept = ({ type }) => type === 'send'
  const { cid } = first.client.send('han', 'hello')
  await until(() => peer.askedFor('send').length === 1)
  peer.intercept = () => false
  const second = await arrive(peer, 'li', { keptFor: () => shelf })
  t.teardown(() => second.client.close())
  await second.until(() => second.of('stored').length === 1)
  // The real server tells a user's other sessions.
  peer.tell('li', { type: 'msg', ...peer.log('li', 'han')[0], chat: 'han' })
  await first.until(() => first.of('stored').length === 1)
  t.equal(peer.log('li', 'han').length, 1)
  for (const tab of [first, second]) {
    await tab.until(() => tab.texts.length === 1)
    t.match(tab.of('stored'), [{ message: { cid } }])
    t.equal(tab.client.unsent, 0)
  }
  t.equal(shelf.messages.size, 0)
})

t.test('a refused message is not kept', async (t) => {
  const shelf = new Shelf()
  const { peer, li } = await scene(t, () => undefined, { keptFor: () => shelf })
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'send') return false
    peer.error(caller, frame, 'not_friends')
    return true
  }
  li.client.send('han', 'hello')
  await li.until(() => li.of('refused').length === 1)
  t.equal(shelf.messages.size, 0)
})
