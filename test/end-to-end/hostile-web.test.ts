import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { WebSocket } from 'ws'
import { clientFrame, TEXT } from '../../server/net/test/support/web-socket-pair.ts'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { seeded } from '../support/seeded.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const HOST = 'Host: localhost\r\n'
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\n${HOST}${headers}\r\n`
const second = get('/second')
const upgrade = (headers: string, path = '/ws'): string =>
  get(path, `Connection: Upgrade\r\nUpgrade: websocket\r\n${headers}`)
const SPOKEN = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: teahouse.v1\r\n'

/** What is said, and the status that it is answered with, once: whatever is hidden in it is no second request. */
const SHAPES: Record<string, [says: string, status: number]> = {
  'two lengths': [`${get('/', 'Content-Length: 0\r\nContent-Length: 5\r\n')}${second}`, 400],
  'a length and chunks': [
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}`,
    400,
  ],
  chunks: [`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}`, 400],
  'chunks, written oddly': [
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: xchunked\r\n\r\n${second}`,
    400,
  ],
  'a blank before the colon': [get('/', `Content-Length : ${second.length}\r\n`) + second, 400],
  'a body of a GET': [get('/', `Content-Length: ${second.length}\r\n`) + second, 400],
  'a body to come': [
    `POST / HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n`,
    400,
  ],
  'a bare CR': [`GET / HTTP/1.1\rHost: localhost\r\n\r\n${second}`, 400],
  'a bare CR in a value': [get('/', 'X: a\rb\r\n') + second, 400],
  'a bare LF': [`GET / HTTP/1.1\nHost: localhost\n\n${second}`, 400],
  'a folded header': [get('/', 'X: a\r\n b\r\n') + second, 400],
  'folded chunks': [get('/', 'Transfer-Encoding:\r\n chunked\r\n') + second, 400],
  'a NUL': [get('/\0') + second, 400],
  'no Host': ['GET / HTTP/1.1\r\n\r\n', 400],
  'two Hosts': [get('/', HOST), 400],
  'somebody else’s Host': ['GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 421],
  'a Host with a path': ['GET / HTTP/1.1\r\nHost: localhost/evil\r\n\r\n', 400],
  'a proxy’s request': [get('http://localhost/'), 400],
  'a tunnel': [`CONNECT localhost:7701 HTTP/1.1\r\n${HOST}\r\n`, 405],
  'OPTIONS *': [`OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 400],
  'a long header': [get('/', `X: ${'x'.repeat(20_000)}\r\n`), 431],
  'a very long header': [get('/', `X: ${'x'.repeat(2_000_000)}\r\n`), 431],
  'a long path': [get(`/${'x'.repeat(20_000)}`), 431],
  'many headers': [get('/', 'X: 1\r\n'.repeat(4_000)), 431],
  'garbage behind the method': ['GET \x01\x02\x03\r\n\r\n', 400],
  'a WebSocket without a sub-protocol': [upgrade(`${KEY}Sec-WebSocket-Version: 13\r\n`), 400],
  'a WebSocket of another version': [
    upgrade(`${KEY}Sec-WebSocket-Version: 7\r\nSec-WebSocket-Protocol: teahouse.v1\r\n`),
    400,
  ],
  'a WebSocket without a key': [upgrade(SPOKEN), 400],
  'a WebSocket elsewhere': [upgrade(`${KEY}${SPOKEN}`, '/'), 404],
  'a WebSocket of another page': [upgrade(`${KEY}${SPOKEN}Origin: http://evil.example\r\n`), 403],
  'a WebSocket with a body': [upgrade(`${KEY}${SPOKEN}Content-Length: 5\r\n`), 400],
}
for (const path of [
  ...[
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/assets/../../../etc/passwd',
  ],
  ...['/..\\..\\etc\\passwd', '/assets/%00', '/%c0%ae%c0%ae/etc/passwd', '/.%2e/', '/etc/passwd'],
]) {
  SHAPES[path] = [get(path, 'Connection: close\r\n'), 404]
}

t.test('[G-6] bad input by HTTP and WebSocket harms no one else', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), [
    ...['--rate-limit', '0', '--max-pending-per-address', '0'],
  ])
  t.teardown(() => server.process.kill())
  const { port } = server
  const li = await ChatPeer.as(port, 'li', undefined, 'wss')
  const han = await ChatPeer.as(port, 'han', undefined, 'ws')
  t.teardown(() => {
    li.end()
    han.end()
  })
  await befriend(li, han, ['li', 'han'])
  let seq = 0
  const others = async (t: { equal: (a: unknown, b: unknown, m: string) => unknown }) => {
    seq += 1
    await li.send('han', `still here ${seq}`)
    t.equal((await han.event('msg'))['seq'], seq, 'the others talk on')
  }
  const figure = async (name: string): Promise<number> => {
    const text = await (await fetch(`${server.ops}/metrics`)).text()
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1],
    )
  }

  /** All that comes until the server closes. */
  const converse = async (says: string | Uint8Array): Promise<string> => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text
    })
    socket.on('error', () => {})
    socket.write(says)
    await once(socket, 'close')
    return heard
  }

  t.test('shapes that mean one thing to one and another to the other', async (t) => {
    for (const [shape, [says, status]] of Object.entries(SHAPES)) {
      const heard = await converse(says)
      const answers = heard.match(/HTTP\/1\.1 \d+/g)
      t.same(answers, [`HTTP/1.1 ${status}`], shape)
      t.notMatch(heard, /\n\s+at |root:|node:/, 'nothing of the inside')
    }
    await others(t)
  })

  t.test('WebSockets that do not keep to the rules', async (t) => {
    const opened = (...frames: Buffer[]): Promise<string> =>
      converse(Buffer.concat([Buffer.from(upgrade(`${KEY}${SPOKEN}`)), ...frames]))
    const closes = (heard: string): number =>
      Buffer.from(heard.slice(heard.indexOf('\x88') + 2), 'latin1').readUInt16BE(0)
    const codes = await Promise.all(
      [
        clientFrame(TEXT, '{}', { isMasked: false }),
        clientFrame(TEXT, Buffer.from([0xff])),
        clientFrame(0, '{}'),
        clientFrame(TEXT, 'x'.repeat(200_000)),
      ].map(async (frame) => closes(await opened(frame))),
    )
    t.same(codes, [1002, 1007, 1002, 1009])
    const ten = Array.from({ length: 10 }, () => clientFrame(TEXT, 'no JSON'))
    const strikes = await opened(...ten)
    t.equal(strikes.match(/"bad_json"/g)?.length, 11, 'ten errors and a goodbye')
    t.equal(closes(strikes), 1008)
    await others(t)
  })

  t.test('[P-2] a frame a little too long is answered', async (t) => {
    const peer = await ChatPeer.connect(port, 'ws')
    peer.write('x'.repeat(65_537))
    t.match(await peer.event('error'), { code: 'too_large' })
    t.match(await peer.event('bye'), { code: 'too_large' })
    await peer.closed()
    t.equal(peer.closeCode, 1009)
    await others(t)
  })

  t.test('a connection that an operator or the clock ends says why', async (t) => {
    const peer = await ChatPeer.as(port, 'twice', undefined, 'ws')
    await peer.ok({ type: 'logout' })
    await peer.closed()
    t.equal(peer.closeCode, 1000)
  })

  t.test('random bytes behind every beginning', async (t) => {
    const random = seeded(20_261_122)
    const bytes = (length: number): Buffer =>
      Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
    const beginnings = [
      '\x16\x03\x01\x01\x00',
      'GET / HTTP/1.1\r\n',
      upgrade(`${KEY}${SPOKEN}`),
      'GET',
    ]
    for (let i = 0; i < 400; i += 1) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      const beginning = Buffer.from(beginnings[i % beginnings.length] ?? '', 'latin1')
      socket.write(Buffer.concat([beginning, bytes(1 + Math.floor(random() * 300))]))
      if (i % 3 === 0) socket.end()
      else if (i % 3 === 1) setTimeout(() => socket.resetAndDestroy(), 5)
      else setTimeout(() => socket.destroy(), 5)
    }
    await others(t)
  })

  t.test('a script may leave out the Origin, a page of ours may not be another’s', async (t) => {
    const open = (origin?: string): Promise<string> =>
      new Promise((resolve) => {
        const headers = origin === undefined ? {} : { origin }
        const ws = new WebSocket(`ws://localhost:${port}/ws`, ['teahouse.v1'], { headers })
        ws.on('open', () => {
          resolve(`open ${ws.protocol} ${ws.extensions}`)
          ws.terminate()
        })
        ws.on('error', ({ message }) => resolve(message))
      })
    t.equal(await open(), 'open teahouse.v1 ')
    t.equal(await open(`http://localhost:${port}`), 'open teahouse.v1 ')
    t.match(await open('http://localhost'), /403/)
    t.match(await open(`https://localhost:${port}`), /403/)
  })

  t.test('nothing of all this is left', async (t) => {
    const left = async (): Promise<number> => {
      const names = ['tcp', 'tls', 'ws', 'wss'].map(
        (by) => `teahouse_connections{transport="${by}"}`,
      )
      const counts = await Promise.all([...names, 'teahouse_http_connections'].map(figure))
      return counts.reduce((sum, count) => sum + count, 0)
    }
    const giveUpAt = performance.now() + 14_000
    while ((await left()) > 2 && performance.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    t.equal(await left(), 2, 'li and han')
    const taken = await figure('teahouse_connections_accepted_total')
    t.ok(taken > 500)
    await others(t)
  })

  t.equal(server.process.child.exitCode, null)
  t.notMatch(server.process.logs(), /"level":50/, 'nothing of this is an error of ours')
})
