import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { duplexPair } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import t, { type Test } from 'tap'
import { seeded } from '../../test/support/seeded.ts'
import { clientFrame, TEXT } from '../net/test/support/web-socket-pair.ts'
import { converse, type Echo, openPort } from './support/open-port.ts'

const GET = 'GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
const UPGRADE = [
  'GET /ws HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: teahouse.v1',
  '\r\n',
].join('\r\n')

/** What a client says, and how what it hears of it must begin and end, in whatever pieces it says it. */
const WAYS = {
  lines: {
    says: Buffer.from('{"a":"茶"}\n\n{"b":2}\n'),
    begins: '{"a":"茶"}\n',
    ends: '{"a":"茶"}\n{"b":2}\n',
  },
  http: {
    says: Buffer.from(GET),
    begins: 'HTTP/1.1 404 ',
    ends: '\r\n\r\nThere is nothing here.\n',
  },
  webSocket: {
    says: Buffer.concat([
      Buffer.from(UPGRADE),
      clientFrame(TEXT, '{"a":"茶"}'),
      clientFrame(TEXT, '{"b":2}'),
    ]),
    begins: 'HTTP/1.1 101 ',
    ends: '\r\n\r\n\x81\x0b{"a":"茶"}\x81\x07{"b":2}',
  },
}
type Way = (typeof WAYS)[keyof typeof WAYS]

/** `heard` has a character for each byte. */
function hearsOf(t: Test, { begins, ends }: Way, heard: string): void {
  const text = (words: string): string => words.replace('茶', Buffer.from('茶').toString('latin1'))
  t.equal(heard.slice(0, text(begins).length), text(begins))
  t.equal(heard.slice(-text(ends).length), text(ends))
}

const LAST = /\{"b":2\}\n?$|here\.\n$/

/** Whole, byte by byte, and five times at random. */
function* cuts(bytes: Buffer): Iterable<Buffer[]> {
  yield [bytes]
  yield Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))
  const random = seeded(7_700)
  for (let i = 0; i < 5; i += 1) {
    const pieces = []
    for (let at = 0; at < bytes.length; ) {
      const length = 1 + Math.floor(random() * (i === 0 ? 3 : 40))
      pieces.push(bytes.subarray(at, at + length))
      at += length
    }
    yield pieces
  }
}

for (const [name, way] of Object.entries(WAYS)) {
  t.test(`${name}: no byte is lost or read twice, however they are cut`, async (t) => {
    const { port } = await openPort(t, { tls: 'off' })
    for (const pieces of cuts(way.says)) hearsOf(t, way, await converse(port, pieces, LAST))
  })
}

/** A proxy that passes on what the client says in pieces of a few bytes. */
async function chopper(t: Test, port: number, random: () => number): Promise<number> {
  const server = createServer({ noDelay: true }, (client: Socket) => {
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true })
    for (const socket of [client, upstream]) socket.on('error', () => {})
    upstream.pipe(client)
    client.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; ) {
        const length = 1 + Math.floor(random() * 60)
        upstream.write(bytes.subarray(at, at + length))
        at += length
      }
    })
    client.on('close', () => upstream.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

/** The same as `converse`, inside TLS. */
async function converseInside(port: number, pieces: readonly Buffer[]): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  for (const piece of pieces) socket.write(piece)
  let heard = ''
  for await (const bytes of socket.setEncoding('latin1')) {
    heard += bytes
    if (LAST.test(heard)) break
  }
  return heard
}

for (const [name, way] of Object.entries(WAYS)) {
  t.test(`${name} inside TLS: the same question is asked again`, async (t) => {
    const { port, echoes } = await openPort(t)
    const chopped = await chopper(t, port, seeded(16))
    for (const pieces of cuts(way.says)) {
      hearsOf(t, way, await converseInside(port, pieces))
      hearsOf(t, way, await converseInside(chopped, pieces))
    }
    const transports = new Set(echoes.map(({ connection }) => connection.transport))
    t.ok(transports.has(name === 'webSocket' ? 'wss' : 'tls'))
    t.ok(echoes.every(({ connection }) => connection.remoteAddress === '127.0.0.1'))
  })
}

t.test(
  'a script that pipes its lines in over TLS and closes its side gets its answers',
  async (t) => {
    const { port } = await openPort(t)
    const raw = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const socket = connectTls({ socket: raw, rejectUnauthorized: false })
    let heard = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text
    })
    await once(socket, 'secureConnect')
    socket.end('{"a":1}\n{"b":2}\n')
    await once(socket, 'end')
    t.equal(heard, '{"a":1}\n{"b":2}\n')
  },
)

/** Waits for something that only the operating system decides when. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}

t.test('what is not taken is told in its own language', async (t) => {
  const hello = await clientHello()

  t.test('TLS where there is none', async (t) => {
    const { port, echoes } = await openPort(t, { tls: 'off' })
    t.equal(await converse(port, [hello]), '\x15\x03\x01\x00\x02\x02\x28')
    t.equal(echoes[0]?.closeReason, 'no_tls')
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    const [error] = await once(socket, 'error')
    t.match(error.message, /alert handshake failure/)
  })

  t.test('lines and HTTP where TLS is required', async (t) => {
    const { port, echoes } = await openPort(t, { tls: 'required' })
    t.match(await converse(port, ['{"type":"ping"}\n']), /^forbidden: .*TLS.*\n$/)
    t.same(echoes[0]?.log.slice(0, 1), ['broken forbidden'])
    const answer = await converse(
      port,
      ['GET /a?b HTTP/1.1\r\nHost: localhost:7700\r\n\r\n'],
      'https.\n',
    )
    t.match(answer, /^HTTP\/1\.1 308 [\s\S]*location: https:\/\/localhost:7700\/a\?b\r\n/)
    t.match(await converse(port, [UPGRADE]), /^HTTP\/1\.1 403 [\s\S]*wss/)
  })

  t.test('TLS inside TLS', async (t) => {
    const { port, echoes } = await openPort(t)
    const outer = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    await once(outer, 'secureConnect')
    outer.write(hello)
    const [answer] = await once(outer, 'data')
    t.equal(answer.toString('latin1'), '\x15\x03\x01\x00\x02\x02\x28')
    await once(outer, 'close')
    t.equal(echoes[0]?.closeReason, 'no_tls')
  })
})

t.test('[G-6] a handshake that goes wrong is an ordinary end', async (t) => {
  const open = await openPort(t)
  const { port, echoes } = open
  const hello = await clientHello()
  const alert = (heard: string): boolean => heard.startsWith('\x15\x03')

  /** The connection that has just begun, once it was heard. */
  const newest = async (): Promise<Echo> => {
    const before = echoes.filter(({ closeReason }) => closeReason !== undefined).length
    await until(() => echoes.length > before && (echoes.at(-1)?.chunks ?? 0) > 0)
    return echoes.at(-1) as Echo
  }

  t.test('garbage behind the first byte', async (t) => {
    t.ok(alert(await converse(port, ['\x16\x03\x01\x00\x05\x01\x02\x03\x04\x05'])))
    await converse(port, [`\x16${'A'.repeat(500)}`])
    await until(
      () => echoes.length === 2 && echoes.every(({ closeReason }) => closeReason !== undefined),
    )
  })

  t.test('cut off in the middle', async () => {
    for (const cutOff of ['end', 'resetAndDestroy'] as const) {
      const socket = connect(port, '127.0.0.1')
      socket.write(hello.subarray(0, 100))
      const echo = await newest()
      socket[cutOff]()
      await until(() => echo.closeReason !== undefined)
    }
  })

  t.test('never finished: whoever has the time ends it, and nothing is said into it', async (t) => {
    const heard = converse(port, [hello.subarray(0, 100)])
    const echo = await newest()
    echo.connection.end('{"type":"bye"}\n')
    t.equal(await heard, '')
    await until(() => echo.closeReason !== undefined)
  })

  t.test('garbage after it, from a client that does not hear what is said to it', async () => {
    const upstream = connect(port, '127.0.0.1')
    const [near, far] = duplexPair()
    let isDeaf = false
    far.pipe(upstream)
    upstream.on('data', (bytes: Buffer) => isDeaf || far.write(bytes))
    upstream.on('error', () => {})
    await once(connectTls({ socket: near, rejectUnauthorized: false }), 'secureConnect')
    isDeaf = true
    upstream.write(Buffer.alloc(100, 0x99))
    await once(upstream, 'close')
    await until(() => echoes.at(-1)?.closeReason !== undefined)
  })

  t.equal(open.chat.httpConnections, 0)
})

t.test('HTTP is another’s: the connection is closed for whoever listened', async (t) => {
  const { port, echoes, chat, tally } = await openPort(t)
  await converse(port, [GET])
  t.same(
    echoes.map(({ log, closeReason }) => [log, closeReason]),
    [[['closed'], 'http']],
  )
  await until(() => chat.httpConnections === 0)
  t.equal(tally.httpAnswers.of('4xx'), 1)
})

t.test('a WebSocket is a connection of its own', async (t) => {
  const { port, echoes, chat, tally } = await openPort(t)
  await converse(port, [UPGRADE, clientFrame(TEXT, 'x')], 'x')
  t.same(
    echoes.map(({ connection }) => connection.transport),
    ['tcp', 'ws'],
  )
  t.equal(chat.httpConnections, 0)
  t.equal(tally.httpAnswers.of('1xx'), 1)
  await until(() => echoes[1]?.closeReason === 'client_closed')
})

t.test('[G-6] who says the first byte and no more is told goodbye as anybody', async (t) => {
  const { port, echoes } = await openPort(t)
  const heard = converse(port, ['GE'])
  await until(() => (echoes[0]?.chunks ?? 0) > 0)
  echoes[0]?.connection.end('{"type":"bye"}\n')
  t.equal(await heard, '{"type":"bye"}\n')
})

/** The first thing that a TLS client says. */
async function clientHello(): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = connectTls({ port, host: '127.0.0.1' }).on('error', () => {})
  const [socket] = (await once(server, 'connection')) as [Socket]
  const [hello] = (await once(socket, 'data')) as [Buffer]
  client.destroy()
  socket.destroy()
  server.close()
  return hello
}
