import { existsSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { Acceptor } from '../acceptor.ts'
import type { Connection } from '../connection.ts'
import { Heard } from './support/pair.ts'

/** Waits for something to be so that only the operating system decides when. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** A real socket and the connection at its other end. */
async function open(t: Test): Promise<{ client: Socket; connection: Connection; heard: Heard }> {
  const accepted: Connection[] = []
  const acceptor = new Acceptor((connection) => accepted.push(connection))
  const { port } = await acceptor.listen('127.0.0.1', 0)
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  client.on('error', () => {})
  t.teardown(() => {
    client.destroy()
    acceptor.close()
  })
  await until(() => accepted.length === 1)
  const connection = accepted[0] as Connection
  const heard = new Heard()
  connection.listen(heard)
  return { client, connection, heard }
}

t.test('a client that closes its side first gets its answer', async (t) => {
  const { client, connection, heard } = await open(t)
  let text = ''
  client.setEncoding('utf8').on('data', (more: string) => {
    text += more
  })
  client.end('question\n')
  await until(() => heard.log.includes('ended'))
  connection.end('answer\n')
  await until(() => heard.log.includes('closed'))
  t.same(heard.log, ['question', 'ended', 'closed'])
  t.equal(text, 'answer\n')
})

t.test('a client that is cut off while much is on its way to it has drained nothing', async (t) => {
  const { client, connection, heard } = await open(t)
  client.pause()
  for (let i = 0; i < 200; i += 1) connection.send(`${'x'.repeat(100_000)}\n`)
  connection.notifyWhenDrained()
  await new Promise((resolve) => setImmediate(resolve))
  connection.send('and more\n')
  t.ok(connection.unsentBytes > 0)
  client.resetAndDestroy()
  await until(() => heard.log.length > 0)
  await new Promise((resolve) => setImmediate(resolve))
  t.same(heard.log, ['closed'])
  t.equal(connection.unsentBytes, 0)
})

t.test('a client that resets at once is an ordinary end', async (t) => {
  const { client, connection, heard } = await open(t)
  client.write('one\n')
  await until(() => heard.log.length > 0)
  client.resetAndDestroy()
  connection.send('too late\n')
  await until(() => heard.log.includes('closed'))
  t.same(heard.log, ['one', 'closed'])
})

t.test('an IPv4 client is the same client on an IPv6 socket', async (t) => {
  const addresses: string[] = []
  const acceptor = new Acceptor((connection) => {
    addresses.push(connection.remoteAddress)
    connection.destroy()
  })
  const listening = await acceptor.listen('::', 0).catch((error: unknown) => error as Error)
  if (listening instanceof Error) return t.pass('there is no IPv6 here')
  t.teardown(() => acceptor.close())
  const client = connect(listening.port, '127.0.0.1').on('error', () => {})
  await until(() => addresses.length === 1)
  client.destroy()
  return t.same(addresses, ['127.0.0.1'])
})

t.test('a port that is taken is told to who wanted it', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await until(() => other.listening)
  const { port } = other.address() as AddressInfo
  await t.rejects(new Acceptor(() => {}).listen('127.0.0.1', port), { code: 'EADDRINUSE' })
})

t.test(
  'a socket of a file is for its owner alone, and replaces what was left behind',
  async (t) => {
    const path = join(temporaryFolder(t), 'a.sock')
    const lines: string[] = []
    const polite = (connection: Connection): void => {
      const heard = new Heard()
      heard.onLine = (line) => lines.push(line)
      heard.ended = () => connection.end()
      connection.listen(heard)
    }
    const first = new Acceptor(polite)
    await first.listenOnFile(path)
    t.equal(statSync(path).mode & 0o777, 0o600)
    await t.rejects(new Acceptor(polite).listenOnFile(path), { code: 'EADDRINUSE' })
    first.close()
    await until(() => !existsSync(path))

    writeFileSync(path, '')
    const second = new Acceptor(polite)
    await second.listenOnFile(path)
    t.teardown(() => second.close())
    connect(path).end('hello\n')
    await until(() => lines.length === 1)
    t.same(lines, ['hello'])
  },
)

t.test(
  'connections beyond the room there is are hung up on, counted, and told once a second',
  async (t) => {
    const told: [string, number][] = []
    const accepted: Connection[] = []
    const acceptor = new Acceptor(
      (connection) => accepted.push(connection),
      (error, count) => told.push([error.message, count]),
      2,
    )
    const { port } = await acceptor.listen('127.0.0.1', 0)
    let closed = 0
    const clients = Array.from({ length: 7 }, () => connect(port, '127.0.0.1'))
    for (const client of clients) {
      client
        .on('error', () => {})
        .on('close', () => {
          closed += 1
        })
    }
    t.teardown(() => {
      for (const client of clients) client.destroy()
      acceptor.close()
    })
    await until(() => acceptor.failures === 5 && closed === 5)
    t.equal(accepted.length, 2)
    t.same(told, [['too many connections', 1]])
    accepted[0]?.destroy()
    await until(() => closed === 6)
    clients.push(connect(port, '127.0.0.1'))
    await until(() => accepted.length === 3)
  },
)
