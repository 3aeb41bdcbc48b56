import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import t, { type Test } from 'tap'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Guest, openDoor } from '../../test/support/doors.ts'
import { LinePipe, type PipeOwner, ReadBuffer } from '../line-pipe.ts'
import { describeTarget, TRANSPORTS, type Transport } from '../transport.ts'

const bytesOf = (text: string): string => Buffer.from(text).toString('latin1')

/** A client that keeps what it hears. */
class Client implements PipeOwner {
  readonly pipe: LinePipe
  readonly closedWith: Promise<NodeJS.ErrnoException | undefined>
  text = ''
  opens = 0
  #heard = (): void => {}
  #closed: (error: NodeJS.ErrnoException | undefined) => void = () => {}

  constructor(t: Test, port: number, transport: Transport) {
    this.closedWith = new Promise((resolve) => {
      this.#closed = resolve
    })
    this.pipe = new LinePipe({ host: '127.0.0.1', port, transport }, new ReadBuffer(), this)
    t.teardown(() => this.pipe.destroy())
  }

  /** The text of all lines, once so many have come. */
  async lines(count: number): Promise<string[]> {
    while (this.text.split('\n').length <= count) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
    return Buffer.from(this.text, 'latin1').toString().trimEnd().split('\n')
  }

  opened(): void {
    this.opens += 1
  }

  read(bytes: Buffer, length: number): void {
    this.text += bytes.toString('latin1', 0, length)
    this.#heard()
  }

  closed(error: NodeJS.ErrnoException | undefined): void {
    this.#closed(error)
  }
}

const LINES = [
  '{}',
  '茶'.repeat(40),
  'x'.repeat(125),
  'y'.repeat(126),
  'z'.repeat(65_535),
  'w'.repeat(65_536),
]

for (const transport of TRANSPORTS) {
  t.test(`over ${transport} lines go both ways as they are`, async (t) => {
    const guests: Guest[] = []
    const door = await openDoor(transport, (guest) => {
      guests.push(guest)
      return { frame: (text) => guest.send(text), gone() {} }
    })
    t.teardown(() => door.stop())
    const client = new Client(t, door.port, transport)
    // Before it is open, all in one piece, and then each alone.
    client.pipe.send(bytesOf(`${LINES.join('\n')}\n`))
    t.strictSame(await client.lines(LINES.length), LINES)
    for (const line of LINES) client.pipe.send(bytesOf(`${line}\n`))
    t.strictSame(await client.lines(2 * LINES.length), [...LINES, ...LINES])
    t.equal(client.opens, 1)
    guests[0]?.destroy()
    await client.closedWith
  })

  t.test(`over ${transport} a pipe that does not read holds the server up`, async (t) => {
    let sent = 0
    const door = await openDoor(transport, (guest) => {
      for (; sent < 20; sent++) guest.send(`${sent}${'x'.repeat(100_000)}`)
      return { frame() {}, gone() {} }
    })
    t.teardown(() => door.stop())
    const client = new Client(t, door.port, transport)
    await client.lines(1)
    client.pipe.pause()
    const before = client.text.length
    await new Promise((resolve) => setTimeout(resolve, 50))
    const after = client.text.length
    // What had been read already is still handed out.
    t.ok(after - before < 200_000, `${after - before} bytes`)
    client.pipe.resume()
    t.equal((await client.lines(20)).length, 20)
  })

  t.test(`over ${transport} nobody there is told as the system says it`, async (t) => {
    const client = new Client(t, 1, transport)
    client.pipe.send('hello\n')
    t.equal((await client.closedWith)?.code, 'ECONNREFUSED')
    t.equal(client.opens, 0)
  })

  t.test(`over ${transport} it ends in good order, and nothing is read then`, async (t) => {
    let gone = (): void => {}
    const isGone = new Promise<void>((resolve) => {
      gone = resolve
    })
    const heard: string[] = []
    const door = await openDoor(transport, (guest) => {
      guest.send('hello')
      return {
        frame: (text) => {
          heard.push(text)
          guest.send(text)
        },
        gone,
      }
    })
    t.teardown(() => door.stop())
    const client = new Client(t, door.port, transport)
    await client.lines(1)
    client.pipe.send('bye\n')
    client.pipe.end()
    await isGone
    t.strictSame(heard, ['bye'])
    t.equal(await client.closedWith, undefined)
    t.equal(client.text, 'hello\n')
  })
}

/** A WebSocket between us and the package. */
async function withPeer(t: Test) {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => 'teahouse.v1',
  })
  t.teardown(() => server.close())
  await once(server, 'listening')
  const client = new Client(t, (server.address() as AddressInfo).port, 'ws')
  const [peer] = (await once(server, 'connection')) as [WebSocket]
  return { client, peer }
}

t.test('a ping is answered with what it held', async (t) => {
  const { peer } = await withPeer(t)
  peer.ping('are you there?')
  const [payload] = await once(peer, 'pong')
  t.equal(String(payload), 'are you there?')
})

t.test('a server that closes is answered, and that is no error', async (t) => {
  const { client, peer } = await withPeer(t)
  peer.send('last')
  peer.close(4000, 'enough')
  const [code] = await once(peer, 'close')
  t.equal(code, 4000)
  t.equal(await client.closedWith, undefined)
  t.equal(client.text, 'last\n')
})

t.test('a message that is no text ends the connection with a reason', async (t) => {
  const { client, peer } = await withPeer(t)
  peer.send(Buffer.from([1, 2, 3]))
  t.match(await client.closedWith, { message: 'a message that is no text' })
})

/** A server that answers the handshake like this; `{accept}` is what was asked for. */
async function answering(t: Test, answer: string): Promise<Error | undefined> {
  const http = createHttp().on('upgrade', (request, socket) => {
    socket.end(answer.replace('{key}', String(request.headers['sec-websocket-key'])))
  })
  const server: Server = answer.startsWith('HTTP')
    ? http
    : createServer((socket) => socket.end(answer))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const client = new Client(t, (server.address() as AddressInfo).port, 'ws')
  const error = await client.closedWith
  t.equal(client.opens, 0)
  return error
}

t.test('what opens no WebSocket, or another one, is refused', async (t) => {
  const switching =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
  t.match(await answering(t, 'HTTP/1.1 404 Not Found\r\n\r\n'), { message: /opens no .*404/ })
  t.match(await answering(t, `${switching}Sec-WebSocket-Accept: {key}\r\n\r\n`), {
    message: /another/,
  })
  t.match(await answering(t, `${switching}\r\n`), { message: /another/ })
  t.match(await answering(t, `${'x'.repeat(9_000)}`), { message: /answered no WebSocket/ })
})

t.test('a server without the sub-protocol is another one', async (t) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => false })
  t.teardown(() => server.close())
  await once(server, 'listening')
  const client = new Client(t, (server.address() as AddressInfo).port, 'ws')
  t.match(await client.closedWith, { message: /another/ })
})

t.test('a target is written as one would type it', async (t) => {
  t.equal(describeTarget({ host: 'tea.lan', port: 7700 }), 'tea.lan:7700')
  t.equal(describeTarget({ host: 'tea.lan', port: 7700, transport: 'wss' }), 'wss://tea.lan:7700')
})
