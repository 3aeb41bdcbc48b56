import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import t, { type Test } from 'tap'
import { startRelay } from '../servers/relay-server.ts'

async function enter(t: Test, port: number, group: string) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  t.teardown(() => socket.destroy())
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  socket.write(`${group}\n`)
  t.equal((await lines.next()).value, '', 'an empty line says that one is in')
  return { socket, next: async () => (await lines.next()).value }
}

t.test('lines go to the others of the group, whole and in order', async (t) => {
  const relay = await startRelay()
  t.teardown(() => relay.stop())
  const [li, han, tom] = await Promise.all(
    ['tea', 'tea', 'tea'].map((group) => enter(t, relay.port, group)),
  )
  const stranger = await enter(t, relay.port, 'coffee')
  if (!li || !han || !tom) return

  li.socket.write('one\ntw')
  t.equal(await han.next(), 'one')
  // Half a line waits for its end, and lets others pass.
  tom.socket.write('between\n')
  t.equal(await han.next(), 'between')
  t.equal(await li.next(), 'between')
  li.socket.write('o\nthree\n')
  t.equal(await han.next(), 'two')
  t.equal(await han.next(), 'three')
  t.equal(await tom.next(), 'one')

  li.socket.destroy()
  await once(li.socket, 'close')
  han.socket.write('still here\n')
  t.equal(await tom.next(), 'two')
  t.equal(await tom.next(), 'three')
  t.equal(await tom.next(), 'still here')

  const friend = await enter(t, relay.port, 'coffee')
  friend.socket.write('hello\n')
  t.equal(await stranger.next(), 'hello', 'and nothing of what the others said')
})
