import t from 'tap'
import type { FakePeer } from '../../../client/test/support/fake-peer.ts'
import { until } from '../../../client/test/support/listener.ts'
import { fittingItems } from '../panel.ts'
import { takeASeat } from './seat.ts'

/** From now on nobody gets in, until `peer.intercept` is another. */
function shut(peer: FakePeer): void {
  peer.intercept = (frame, caller) => {
    if (frame.type === 'login') caller.socket.destroy()
    return frame.type === 'login'
  }
  peer.cut()
}

t.test('a chat that was turned to without a connection hears all that comes after', async (t) => {
  const { peer, client, model, navigator, screen, talk } = await takeASeat(t)
  peer.users.add('tom')
  await navigator.open('han')
  await navigator.open('tom')
  shut(peer)
  await until(() => !client.isOnline)
  await navigator.open('han')
  t.match(screen(), 'Not connected')
  peer.intercept = () => false
  await until(() => client.isOnline && !talk.lacksHistory)
  peer.say('han', 'li', 'are you there?')
  await until(() => /are you there/.test(screen()))
  client.send('han', 'I am')
  await until(() => model.log?.messages.some(({ text }) => text === 'I am') === true)
  t.same(model.log?.waiting, [])
})

t.test('a history that the server is too busy for is asked for again', async (t) => {
  const { peer, navigator, screen } = await takeASeat(t)
  peer.store('han', 'li', 'good morning')
  let refused = 0
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'history' || refused > 4) return false
    refused += 1
    peer.error(caller, frame, 'unavailable', { retryAfterMs: 1 })
    return true
  }
  await navigator.open('han')
  t.match(screen(), /fetching…/)
  await until(() => /good morning/.test(screen()))
})

t.test('a chat that one may not see does not stay in front without its messages', async (t) => {
  const { peer, navigator, screen, model } = await takeASeat(t)
  peer.store('han', 'li', 'good morning')
  await navigator.open('han')
  peer.intercept = (frame, caller) => {
    if (frame.type === 'history') peer.error(caller, frame, 'not_member')
    return frame.type === 'history'
  }
  await navigator.open('#lunch')
  t.equal(model.current, 'han')
  t.notMatch(screen(), /fetching…/)
  t.match(screen(), /good morning/)
})

t.test('one’s own message stands in one place, whoever says first which', async (t) => {
  const { peer, navigator, client, model } = await takeASeat(t)
  await navigator.open('han')
  const { log } = model
  log?.send('li-1', 'hello', 0)
  const message = peer.store('li', 'han', 'hello', 'li-1')
  log?.page([{ ...message, chat: 'han' }], false)
  t.equal(log?.messages.length, 1)
  t.same(log?.waiting, [])
  t.ok(client.isOnline)
})

t.test(
  'commands of this screen alone are explained, completed and found like all others',
  async (t) => {
    const { model, navigator, screen, type, press } = await takeASeat(t, 'zh')
    await navigator.open('han')
    for (const asked of ['/help bell', '/HELP /Bell', '/help THEME']) {
      type(asked)
      press('enter')
      t.match(screen(), /\/(bell mentions|theme plain)\|/, asked)
      press('escape')
    }
    type('/th')
    press('tab')
    t.equal(model.editor.text, '/theme ')
    press('ctrl-c')
    press('ctrl-k')
    type('bell')
    t.match(screen(), /\/ bell .*何时响铃/)
    press('escape')
    press('ctrl-k')
    type('take back')
    t.match(screen(), /\/ recall .*撤回/, 'whoever reads Chinese may type English')
  },
)

t.test('Tab says what there is where there are several', async (t) => {
  const { navigator, screen, type, press } = await takeASeat(t)
  await navigator.open('han')
  type('/f')
  press('tab')
  t.match(screen(), /\/find +\/friends|\/friends +\/find/)
})

t.test('looking for something takes no half-written message away', async (t) => {
  const { navigator, model, type, press } = await takeASeat(t)
  await navigator.open('han')
  type('half a message')
  press('ctrl-f')
  t.equal(model.editor.text, '/search ')
  press('ctrl-c')
  t.equal(model.editor.text, 'half a message')
  press('ctrl-f')
  type('tea')
  press('enter')
  t.equal(model.editor.text, 'half a message')
})

t.test('what the server finds does not push away what is chosen', async (t) => {
  const { peer, navigator, model, type, press } = await takeASeat(t)
  await navigator.open('han')
  const wei = { user: 'leave.it', nickname: 'Wei', status: 'online' }
  peer.intercept = (frame, caller) => {
    if (frame.type === 'users.find') peer.ok(caller, frame, { users: [wei] })
    else if (frame.type === 'rooms.find') peer.ok(caller, frame, { rooms: [] })
    else return false
    return true
  }
  press('ctrl-k')
  type('leave')
  const chosen = () => model.panel && fittingItems(model.panel)[model.panel.selected]?.label
  t.equal(chosen(), 'leave')
  await until(() => model.panel?.items.some(({ label }) => /Wei/.test(label)) === true)
  t.equal(chosen(), 'leave')
})

t.test(
  'who is found by the beginning of the name goes before a command that only holds it',
  async (t) => {
    const { peer, navigator, model, type, press } = await takeASeat(t)
    await navigator.open('han')
    const hang = { user: 'hang', nickname: 'Hang', status: 'online' }
    peer.intercept = (frame, caller) => {
      if (frame.type === 'users.find') peer.ok(caller, frame, { users: [hang] })
      else if (frame.type === 'rooms.find') peer.ok(caller, frame, { rooms: [] })
      else return false
      return true
    }
    press('ctrl-k')
    type('hang')
    await until(() => model.panel?.items.some(({ label }) => /Hang/.test(label)) === true)
    t.match(model.panel && fittingItems(model.panel)[model.panel.selected]?.label, 'Hang')
  },
)

t.test('history that a lost connection cut off is fetched when there is one again', async (t) => {
  const { peer, client, navigator, model, press } = await takeASeat(t)
  for (let n = 1; n <= 150; n += 1) peer.store('han', 'li', `message ${n}`)
  await navigator.open('han')
  const first = model.log?.oldest
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'history') return false
    peer.intercept = () => false
    caller.socket.destroy()
    return true
  }
  for (let page = 0; page < 9; page += 1) press('pageup')
  await until(() => !client.isOnline)
  await until(() => client.isOnline && model.log?.hasOlder === false)
  t.equal(first, 51)
  t.equal(model.log?.oldest, 1)
})
