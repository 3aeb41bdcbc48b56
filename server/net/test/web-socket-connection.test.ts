import t from 'tap'
import { MAX_FRAME_BYTES } from '../../../protocol/limits.ts'
import { settled } from '../../test/support/settled.ts'
import {
  BINARY,
  CLOSE,
  clientFrame,
  type Frame,
  PING,
  PONG,
  TEXT,
  textFrame,
  webSocketPair,
} from './support/web-socket-pair.ts'

const texts = (frames: Frame[]): string[] =>
  frames.filter(({ opcode }) => opcode === TEXT).map(({ data }) => String(data))
const closeCode = (frames: Frame[]): number | undefined =>
  frames.find(({ opcode }) => opcode === CLOSE)?.data.readUInt16BE(0)

t.test('[P-1] a message is a frame, however its bytes are cut', async (t) => {
  const { heard, peer } = await webSocketPair()
  const bytes = Buffer.concat([
    textFrame('{"text":\n"你好 🍵"}'),
    textFrame(''),
    textFrame('{"n":2}'),
  ])
  for (const byte of bytes) {
    peer.write(Buffer.from([byte]))
    await settled()
  }
  t.same(heard.log, ['{"text":\n"你好 🍵"}', '{"n":2}'])
  t.equal(heard.chunks, bytes.length, 'every byte is a sign of life')
})

t.test('what came glued to the request is not lost', async (t) => {
  const { heard } = await webSocketPair(Buffer.concat([textFrame('1'), textFrame('2')]))
  await settled()
  t.same(heard.log, ['1', '2'])
})

t.test('fragments are put together, with a ping between them', async (t) => {
  const { heard, peer, take } = await webSocketPair()
  peer.write(clientFrame(TEXT, '{"a"', { isFinal: false }))
  peer.write(clientFrame(PING, 'there?'))
  peer.write(clientFrame(0, ':1}'))
  await settled()
  t.same(heard.log, ['{"a":1}'])
  t.same(await take(), [{ opcode: PONG, data: Buffer.from('there?') }])
})

t.test('a pause holds among messages that came in one chunk', async (t) => {
  const { connection, heard, peer } = await webSocketPair()
  heard.onLine = (line) => {
    if (line === '2' || line === '3') connection.pause()
  }
  peer.write(Buffer.concat(['1', '2', '3', '4', '5'].map(textFrame)))
  await settled()
  t.same(heard.log, ['1', '2'])
  connection.resume()
  t.same(heard.log, ['1', '2', '3'])
  peer.write(textFrame('6'))
  await settled()
  t.same(heard.log, ['1', '2', '3'])
  connection.resume()
  await settled()
  t.same(heard.log, ['1', '2', '3', '4', '5', '6'])
})

t.test('whoever resumes while a message is handed out is not called within it', async (t) => {
  const { connection, heard, peer } = await webSocketPair()
  let depth = 0
  heard.onLine = () => {
    depth += 1
    t.equal(depth, 1)
    connection.pause()
    connection.resume()
    depth -= 1
  }
  connection.pause()
  peer.write(Buffer.concat(['1', '2', '3'].map(textFrame)))
  await settled()
  connection.resume()
  t.same(heard.log, ['1', '2', '3'])
})

t.test('[G-5] while paused the socket is not read', async (t) => {
  const { connection, heard, peer, socket } = await webSocketPair()
  connection.pause()
  for (let i = 0; i < 100; i += 1) {
    peer.write(textFrame(`${'x'.repeat(1_000)}${i}`))
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

t.test('all that one tick has to say leaves in one write, and unsentBytes is exact', async (t) => {
  const { connection, writes, take } = await webSocketPair()
  connection.send('{"a":1}\n')
  connection.send('{"text":"茶"}\n')
  t.equal(connection.unsentBytes, 2 + 7 + 2 + 14)
  t.same(writes, [])
  await settled()
  t.same(writes, [2 + 7 + 2 + 14])
  connection.send('{"b":2}\n')
  await settled()
  t.equal(connection.unsentBytes, 2 + 7 + 2 + 14 + 2 + 7, 'the first write has not left')
  t.equal(writes.length, 1)
  const got = await take()
  t.same(texts(got), ['{"a":1}', '{"text":"茶"}', '{"b":2}'])
  t.equal(connection.unsentBytes, 0)
})

t.test('drained is told once, when all has left', async (t) => {
  const { connection, heard, take } = await webSocketPair()
  connection.send('1\n')
  connection.notifyWhenDrained()
  await settled()
  t.same(heard.log, [])
  await take()
  t.same(heard.log, ['drained'])
})

t.test('an end is a last message and a close frame with its reason', async (t) => {
  for (const [reason, code] of [
    ['kicked', 1008],
    ['shutting_down', 1001],
    ['too_large', 1009],
    ['busy', 1013],
    ['logout', 1000],
  ] as const) {
    const pair = await webSocketPair()
    pair.connection.send('1\n')
    await settled()
    pair.connection.send('2\n')
    pair.connection.end('bye\n', reason)
    pair.connection.send('3\n')
    const got = await pair.take()
    t.same(texts(got), ['1', '2', 'bye'], reason)
    t.equal(closeCode(got), code)
    t.equal(got.at(-1)?.opcode, CLOSE, 'nothing follows it')
    t.equal(String(got.at(-1)?.data.subarray(2)), reason)
    pair.peer.write(clientFrame(TEXT, 'not heard'))
    pair.peer.write(clientFrame(CLOSE, Buffer.from([code >> 8, code & 255])))
    pair.peer.end()
    while (!pair.heard.log.includes('closed')) await pair.take()
    t.same(pair.heard.log, ['closed'])
  }
})

t.test('a peer that closes gets its close frame back, and no message behind it', async (t) => {
  const pair = await webSocketPair()
  pair.connection.send('before\n')
  await settled()
  pair.peer.write(clientFrame(CLOSE, Buffer.from([0x03, 0xe8])))
  await settled()
  pair.connection.send('after\n')
  const got = await pair.take()
  t.same(texts(got), ['before'])
  t.equal(closeCode(got), 1000)
  pair.peer.end()
  while (!pair.heard.log.includes('closed')) await pair.take()
  t.equal(pair.connection.unsentBytes, 0)
})

t.test('[G-6] what breaks the rules of WebSocket is told its code', async (t) => {
  const cases: [string, Buffer, number, string | undefined][] = [
    ['without a mask', clientFrame(TEXT, '{}', { isMasked: false }), 1002, 'bad_json'],
    ['no UTF-8', clientFrame(TEXT, Buffer.from([0xff, 0xfe])), 1007, 'bad_json'],
    ['half a character', clientFrame(TEXT, Buffer.from('茶').subarray(0, 2)), 1007, 'bad_json'],
    ['a reserved opcode', clientFrame(3, 'x'), 1002, 'bad_json'],
    ['a long ping', clientFrame(PING, 'x'.repeat(126)), 1002, 'bad_json'],
    ['a continuation of nothing', clientFrame(0, 'x'), 1002, 'bad_json'],
    ['far too long', clientFrame(TEXT, 'x'.repeat(2 * MAX_FRAME_BYTES + 1)), 1009, 'too_large'],
  ]
  for (const [what, bytes, code, reason] of cases) {
    const pair = await webSocketPair()
    let ended: string | undefined
    pair.heard.closed = (why?: string) => {
      ended = why
      pair.heard.log.push('closed')
    }
    pair.peer.write(bytes)
    t.equal(closeCode(await pair.take()), code, what)
    pair.socket.destroy()
    while (!pair.heard.log.includes('closed')) await settled()
    t.same(pair.heard.log, ['closed'], what)
    t.equal(ended, reason, what)
  }
})

t.test('[P-2] a frame a little too long is still answered by whoever listens', async (t) => {
  const { heard, peer } = await webSocketPair()
  peer.write(clientFrame(TEXT, 'x'.repeat(MAX_FRAME_BYTES)))
  peer.write(clientFrame(TEXT, 'x'.repeat(MAX_FRAME_BYTES + 1)))
  while (heard.log.length < 2) await settled()
  t.equal(heard.log[0]?.length, MAX_FRAME_BYTES)
  t.equal(heard.log[1], 'broken too_large')
})

t.test('[P-3] a binary message is no frame, and costs only itself', async (t) => {
  const { heard, peer } = await webSocketPair()
  peer.write(Buffer.concat([clientFrame(BINARY, '{}'), textFrame('next')]))
  await settled()
  t.same(heard.log, ['broken bad_json', 'next'])
})

t.test(
  '[G-5] who asks and does not read has one answer waiting, to the newest question',
  async (t) => {
    const { peer, take, writes } = await webSocketPair()
    for (let i = 0; i < 100; i += 1) peer.write(clientFrame(PING, `${i}`))
    await settled()
    t.ok(writes.length <= 2, `${writes.length} writes`)
    const got = await take()
    t.same(
      got.map(({ opcode, data }) => [opcode, String(data)]),
      [
        [PONG, '0'],
        [PONG, '99'],
      ],
    )
  },
)

t.test('the server’s own ping does not cut into a message', async (t) => {
  const { connection, take } = await webSocketPair()
  connection.send(`${'x'.repeat(70_000)}\n`)
  await settled()
  connection.ping()
  connection.send('behind\n')
  const got = await take()
  t.same(
    got.map(({ opcode, data }) => [opcode, data.length]),
    [
      [TEXT, 70_000],
      [PING, 0],
      [TEXT, 6],
    ],
  )
})
