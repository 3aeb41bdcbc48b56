import t from 'tap'
import { settled } from '../../test/support/settled.ts'
import { collect, connectionPair } from './support/pair.ts'

t.test('end sends a last line behind everything else, and nothing after it', async (t) => {
  const { connection, peer } = connectionPair()
  connection.send('1\n')
  await settled()
  connection.send('2\n')
  connection.end('bye\n')
  connection.send('3\n')
  connection.end('again\n')
  const got = collect(peer)
  let ended = false
  peer.on('end', () => {
    ended = true
  })
  while (!ended) await settled()
  t.equal(got.text, '1\n2\nbye\n')
})

t.test('what the peer still says after the end is not heard', async (t) => {
  const { connection, heard, peer } = connectionPair()
  heard.onLine = () => connection.end('bye\n')
  peer.write('1\n2\n')
  await settled()
  peer.write('3\n')
  connection.resume()
  await settled()
  t.same(heard.log, ['1'])
  t.equal(connection.hasEnded, false)
})

t.test('a peer that closes its side is reported after its last line', async (t) => {
  const { connection, heard, peer } = connectionPair()
  peer.end('1\n2\n')
  await settled()
  t.same(heard.log, ['1', '2', 'ended'])
  t.equal(connection.hasEnded, true)
  const got = collect(peer)
  connection.end('the answer\n')
  while (!heard.log.includes('closed')) await settled()
  t.equal(got.text, 'the answer\n')
})

t.test('while paused the end waits behind the lines', async (t) => {
  const { connection, heard, peer } = connectionPair()
  heard.onLine = () => connection.pause()
  peer.end('1\n2\n')
  await settled()
  t.same([heard.log, connection.hasEnded], [['1'], false])
  connection.resume()
  t.same([heard.log, connection.hasEnded], [['1', '2'], false])
  connection.resume()
  await settled()
  t.same(heard.log, ['1', '2', 'ended'])
  t.equal(connection.hasEnded, true)
})

t.test('closed is told once, and the listener is let go', async (t) => {
  const { connection, heard, socket } = connectionPair()
  connection.destroy()
  connection.destroy()
  await settled()
  socket.emit('close')
  t.same(heard.log, ['closed'])
})

t.test('an error is an ordinary end', async (t) => {
  const { heard, socket } = connectionPair()
  socket.destroy(new Error('ECONNRESET'))
  await settled()
  t.same(heard.log, ['closed'])
})

t.test('a peer that is told goodbye and stays is cut off', async (t) => {
  const { connection, heard, peer } = connectionPair()
  const [timer, ...others] = timersSetBy(() => connection.end('bye\n'))
  collect(peer)
  await settled()
  t.same(heard.log, [])
  t.same([timer?.ms, others.length], [2_000, 0])
  timer?.run()
  await settled()
  t.same(heard.log, ['closed'])
})

interface Timer {
  run: () => void
  ms: number | undefined
}

/** The timers that `work` would set, to be run when the test likes. */
function timersSetBy(work: () => void): Timer[] {
  const timers: Timer[] = []
  const { setTimeout } = globalThis
  globalThis.setTimeout = ((run: () => void, ms?: number) => {
    timers.push({ run, ms })
    return { unref: () => {} }
  }) as typeof setTimeout
  try {
    work()
  } finally {
    globalThis.setTimeout = setTimeout
  }
  return timers
}
