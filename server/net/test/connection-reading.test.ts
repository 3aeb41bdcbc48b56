import t from 'tap'
import { MAX_FRAME_BYTES } from '../../../protocol/limits.ts'
import { settled } from '../../test/support/settled.ts'
import { connectionPair } from './support/pair.ts'

t.test('[P-1] lines come whole, however the bytes are cut', async (t) => {
  const { heard, peer } = connectionPair()
  const bytes = Buffer.from('{"text":"你好 🍵"}\r\n\n{"n":2}\n')
  for (const byte of bytes) {
    peer.write(Buffer.from([byte]))
    await settled()
  }
  t.same(heard.log, ['{"text":"你好 🍵"}', '{"n":2}'])
  t.equal(heard.chunks, bytes.length, 'every byte is a sign of life')
})

t.test('many lines in one chunk come one by one', async (t) => {
  const { heard, peer } = connectionPair()
  peer.write('1\n2\n\r\n3\n4')
  await settled()
  t.same(heard.log, ['1', '2', '3'])
  peer.write('5\n')
  await settled()
  t.same(heard.log, ['1', '2', '3', '45'])
})

t.test('a pause holds in the middle of a chunk, and resume goes on where it stopped', async (t) => {
  const { connection, heard, peer } = connectionPair()
  heard.onLine = (line) => {
    if (line === '2' || line === '3') connection.pause()
  }
  peer.write('1\n2\n3\n4\n')
  await settled()
  t.same(heard.log, ['1', '2'])
  connection.resume()
  t.same(heard.log, ['1', '2', '3'])
  connection.resume()
  t.same(heard.log, ['1', '2', '3', '4'])
})

t.test(
  'whoever resumes while a line is handed out is not called a second time within it',
  async (t) => {
    const { connection, heard, peer } = connectionPair()
    let depth = 0
    heard.onLine = () => {
      depth += 1
      t.equal(depth, 1)
      connection.pause()
      connection.resume()
      depth -= 1
    }
    peer.write('1\n2\n3\n')
    await settled()
    t.same(heard.log, ['1', '2', '3'])
  },
)

t.test('[G-5] while paused at most one more chunk is taken from the socket', async (t) => {
  const { connection, heard, peer, socket } = connectionPair()
  connection.pause()
  for (let i = 0; i < 100; i += 1) {
    peer.write(`${'x'.repeat(1_000)}${i}\n`)
    await settled()
  }
  t.equal(heard.chunks, 1)
  t.same(heard.log, [])
  t.equal(socket.isPaused(), true)
  t.ok(peer.writableLength > 70_000, 'the rest is the peer’s to keep')
  connection.resume()
  while (heard.log.length < 100) await settled()
  t.equal(heard.log[99]?.slice(-2), '99')
})

t.test('[P-2] what follows a line that is too long is not heard', async (t) => {
  const { connection, heard, peer } = connectionPair()
  peer.write(`first\n${'x'.repeat(MAX_FRAME_BYTES + 2)}`)
  heard.broken = ({ code }) => {
    heard.log.push(`broken ${code}`)
    connection.end()
  }
  await settled()
  peer.write('\nafter\n')
  await settled()
  t.same(heard.log.slice(0, 2), ['first', 'broken too_large'])
  t.notOk(heard.log.includes('after'))
})

t.test('[P-3] bytes that are no text cost their line only', async (t) => {
  const { heard, peer } = connectionPair()
  peer.write(Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from('next\n')]))
  await settled()
  t.same(heard.log, ['broken bad_json', 'next'])
})
