import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { converse, openPort } from './support/open-port.ts'

const GET = 'GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n'

async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 15_000
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error('it never was so')
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** A client that says something and keeps what it hears. */
async function client(
  t: Test,
  port: number,
  says: string,
): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  let heard = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(says)
  return { socket, heard: () => heard }
}

t.test('headers that come byte by byte have ten seconds', async (t) => {
  const { port, chat, clock } = await openPort(t, { tls: 'off' })
  const slow = await client(t, port, 'GET / HTTP/1.1\r\nHost: localhost\r\nX: ')
  await until(() => chat.httpConnections === 1)
  for (let second = 1; second < 10; second += 1) {
    clock.turn(1_000)
    chat.sweep()
    slow.socket.write('y')
  }
  t.equal(slow.heard(), '')
  clock.turn(1_000)
  chat.sweep()
  await once(slow.socket, 'end')
  t.match(slow.heard(), /^HTTP\/1\.1 408 [\s\S]*took too long\.\n$/)
  slow.socket.end()
  await until(() => chat.httpConnections === 0)
})

t.test('so have those of a second request, five of them', async (t) => {
  const { port, chat, clock } = await openPort(t, { tls: 'off' })
  const slow = await client(t, port, `${GET}GET / HT`)
  await until(() => slow.heard().includes('nothing here'))
  clock.turn(4_999)
  chat.sweep()
  t.equal(slow.socket.readyState, 'open')
  clock.turn(1)
  chat.sweep()
  await once(slow.socket, 'close')
  t.equal(slow.heard().match(/HTTP/g)?.length, 1)
})

t.test('one address has only so many connections that speak HTTP', async (t) => {
  const { port, chat, tally } = await openPort(t, { tls: 'off', maxPendingPerAddress: 3 })
  const some = []
  for (let i = 0; i < 3; i += 1) some.push(await client(t, port, 'GET / '))
  await until(() => chat.httpConnections === 3)
  const refused = await converse(port, [GET])
  t.match(refused, /^HTTP\/1\.1 503 [\s\S]*Too many connections/)
  t.equal(tally.httpAnswers.of('5xx'), 1)
  some[0]?.socket.destroy()
  await until(() => chat.httpConnections === 2)
  t.match(await converse(port, [GET], 'here'), /^HTTP\/1\.1 404 /)
})

t.test('a connection has a hundred requests, and one that pipes on is hung up on', async (t) => {
  const { port, chat } = await openPort(t, { tls: 'off' })
  const last = GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')
  const hundred = await converse(port, [GET.repeat(99), last])
  t.equal(hundred.match(/HTTP\/1\.1 404/g)?.length, 100)
  const heard = await converse(port, [GET.repeat(5_000)])
  t.ok((heard.match(/HTTP\/1\.1 /g)?.length ?? 0) <= 100)
  await until(() => chat.httpConnections === 0)
})

t.test('a server that stops hangs up on all that speaks HTTP', async (t) => {
  const { port, chat } = await openPort(t, { tls: 'off' })
  const waiting = await client(t, port, GET)
  const asking = await client(t, port, 'GET / ')
  await until(() => chat.httpConnections === 2 && waiting.heard() !== '')
  chat.close()
  await Promise.all([waiting, asking].map(({ socket }) => socket.closed || once(socket, 'close')))
  await until(() => chat.httpConnections === 0)
})

t.test('[G-6] what came and went leaves nothing in memory', async (t) => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const { port, echoes } = await openPort(t)
  const hello = Buffer.from('16030101000100', 'hex')
  const gone: WeakRef<object>[] = []
  for (let i = 0; i < 40; i += 1) {
    const says = [hello, Buffer.from(`\x16${'A'.repeat(300)}`), Buffer.from(GET), Buffer.from('GE')]
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    socket.write(says[i % says.length] as Buffer)
    await until(() => echoes.length === 1 && (echoes[0]?.chunks ?? 0) > 0)
    gone.push(new WeakRef(echoes[0]?.connection as object))
    socket.destroy()
    await until(() => echoes[0]?.closeReason !== undefined)
    echoes.length = 0
    const url = `ws${i % 2 === 0 ? '' : 's'}://127.0.0.1:${port}/ws`
    const ws = new WebSocket(url, ['teahouse.v1'], { rejectUnauthorized: false })
    await once(ws, 'open')
    const webSocket = echoes.find(({ closeReason }) => closeReason === undefined)
    gone.push(...echoes.map(({ connection }) => new WeakRef(connection)))
    if (i % 3 === 0) ws.close()
    else ws.terminate()
    await until(() => webSocket?.closeReason !== undefined)
    echoes.length = 0
    const tls = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    await once(tls, 'secureConnect')
    tls.write('{"a":1}\n')
    await once(tls, 'data')
    gone.push(new WeakRef(echoes[0]?.connection as object))
    tls.destroy()
    await until(() => echoes[0]?.closeReason !== undefined)
    echoes.length = 0
  }
  const left = (): number => gone.filter((one) => one.deref() !== undefined).length
  for (let tries = 0; left() > 2 && tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 30))
    collect()
  }
  t.ok(left() <= 2, `${left()} of ${gone.length} connections are still there`)
})
