import t from 'tap'
import { settled } from '../../test/support/settled.ts'
import { collect, connectionPair, take } from './support/pair.ts'

t.test('all that one tick has to say leaves in one write, in order', async (t) => {
  const { connection, peer, writes } = connectionPair()
  const got = collect(peer)
  for (let i = 0; i < 100; i += 1) connection.send(`${i}\n`)
  t.same(writes, [], 'nothing is written before the tick is over')
  await settled()
  t.equal(writes.length, 1)
  const all = Array.from({ length: 100 }, (_, i) => `${i}\n`).join('')
  t.equal(got.text, all)
})

t.test('a flush does not wait for the end of the tick', async (t) => {
  const { connection, outbox, writes } = connectionPair()
  connection.send('1\n')
  connection.send('2\n')
  outbox.flush()
  t.same(writes, ['1\n2\n'])
  await settled()
  t.equal(writes.length, 1, 'and is not done twice')
})

t.test('[G-5] unsentBytes is what the peer has not taken, to the byte', async (t) => {
  const { connection, peer } = connectionPair()
  t.equal(connection.unsentBytes, 0)
  connection.send('茶馆\n')
  t.equal(connection.unsentBytes, 7)
  await settled()
  t.equal(connection.unsentBytes, 7, 'written, but not taken')
  connection.send('abc\n', 4)
  connection.send('🍵\n')
  t.equal(connection.unsentBytes, 16)
  t.equal(await take(peer), '茶馆\n')
  t.equal(connection.unsentBytes, 9)
  t.equal(await take(peer), 'abc\n🍵\n')
  t.equal(connection.unsentBytes, 0)
})

t.test(
  'what is sent while a write is under way waits for it, and then leaves in one',
  async (t) => {
    const { connection, peer, writes } = connectionPair()
    connection.send('1\n')
    await settled()
    for (const line of ['2\n', '3\n']) {
      connection.send(line)
      await settled()
    }
    t.same(writes, ['1\n'])
    const got = collect(peer)
    await settled()
    t.same(writes, ['1\n', '2\n3\n'])
    await settled()
    t.equal(got.text, '1\n2\n3\n')
  },
)

t.test('drained is told once, when everything has left', async (t) => {
  const { connection, heard, peer } = connectionPair()
  connection.send('1\n')
  await settled()
  connection.send('2\n')
  connection.notifyWhenDrained()
  connection.notifyWhenDrained()
  await take(peer)
  t.same(heard.log, [], 'the second is still here')
  await take(peer)
  t.same(heard.log, ['drained'])
  connection.send('3\n')
  await settled()
  await take(peer)
  t.same(heard.log, ['drained'])
})

t.test('nothing is drained by a connection that breaks', async (t) => {
  const { connection, heard, socket } = connectionPair()
  connection.send('1\n')
  await settled()
  connection.send('2\n')
  connection.notifyWhenDrained()
  socket.destroy(new Error('ECONNRESET'))
  await settled()
  t.same(heard.log, ['closed'])
})

t.test('a line to a connection that has gone is dropped', async (t) => {
  const { connection, heard, writes } = connectionPair()
  connection.destroy()
  connection.send('between\n')
  await settled()
  connection.send('after\n')
  connection.end('bye\n')
  await settled()
  t.same(heard.log, ['closed'])
  t.equal(connection.unsentBytes, 0)
  t.notOk(writes.includes('after\n'))
})
