import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { Link, LinkGround, type LinkOwner } from './link.ts'
import { Outbox } from './outbox.ts'
import { Random } from './random.ts'
import { monotonicUs } from './run-clock.ts'

/** A link and the other end of its connection. */
async function connectPair(t: Test, owner: Partial<LinkOwner> = {}) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ground = new LinkGround({ host: '127.0.0.1', port }, new Outbox(), monotonicUs())
  const lines: string[] = []
  const link = new Link(
    ground,
    {
      lineRead: (bytes, start, end) => lines.push(bytes.toString('utf8', start, end)),
      readDone() {},
      linkClosed() {},
      ...owner,
    },
    undefined,
  )
  const [peer] = (await once(server, 'connection')) as [Socket]
  // A link that is destroyed resets the connection.
  peer.on('error', () => {})
  t.teardown(() => {
    link.destroy()
    server.close()
  })
  return { link, peer, lines, ground }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2))
}

const LINES = ['{"a":1}', '{"text":"喝茶吗"}', 'x'.repeat(200_000), '{}', '{"z":"é"}']

t.test('lines come whole, however they were cut on the way', async (t) => {
  const random = new Random(1)
  const stream = Buffer.from(`\n${LINES.join('\n\n')}\n`)
  const cuts = [() => stream.length, () => 1 + random.below(90_000), () => 1 + random.below(70)]
  for (const [round, size] of cuts.entries()) {
    const { peer, lines } = await connectPair(t)
    // Byte by byte would take a minute for the long line: small pieces only around it.
    const bytes = round === 2 ? Buffer.from(`${LINES.slice(0, 2).join('\n')}\n`) : stream
    const expected = round === 2 ? LINES.slice(0, 2) : LINES
    for (let start = 0; start < bytes.length; ) {
      const end = Math.min(bytes.length, start + size())
      peer.write(bytes.subarray(start, end))
      await new Promise((resolve) => setImmediate(resolve))
      start = end
    }
    await until(() => lines.length >= expected.length)
    t.strictSame(lines, expected)
  }
})

t.test('what is written in one turn leaves in one piece', async (t) => {
  const { link, peer } = await connectPair(t)
  const chunks: string[] = []
  peer.on('data', (chunk) => chunks.push(chunk.toString()))
  await new Promise((resolve) => setImmediate(resolve))
  for (let i = 0; i < 50; i++) link.write(`${i}\n`)
  await until(() => chunks.join('').endsWith('49\n'))
  t.equal(chunks.length, 1)
})

t.test('bytes leave as they are: a character of the string is a byte', async (t) => {
  const { link, peer } = await connectPair(t)
  const chunks: Buffer[] = []
  peer.on('data', (chunk) => chunks.push(chunk))
  link.write(Buffer.from('茶\n').toString('latin1'))
  await until(() => Buffer.concat(chunks).length >= 4)
  t.equal(Buffer.concat(chunks).toString(), '茶\n')
})

t.test('a link that does not read hears nothing until it reads again', async (t) => {
  const { link, peer, lines } = await connectPair(t)
  peer.write('one\n')
  await until(() => lines.length === 1)
  link.pause()
  peer.write('two\n')
  await new Promise((resolve) => setTimeout(resolve, 50))
  t.strictSame(lines, ['one'])
  link.resume()
  await until(() => lines.length === 2)
})

t.test('the time of a chunk is that of its reading', async (t) => {
  const times: number[] = []
  const pair = await connectPair(t, {
    lineRead: () => {
      times.push(pair.ground.readAtUs)
    },
  })
  const before = monotonicUs() - pair.ground.epochUs
  pair.peer.write('one\ntwo\n')
  await until(() => times.length === 2)
  const after = monotonicUs() - pair.ground.epochUs
  t.equal(times[0], times[1])
  t.ok((times[0] ?? 0) >= before && (times[0] ?? 0) <= after)
})

t.test('the end is told once, with the reason when there is one', async (t) => {
  const ends: (string | undefined)[] = []
  const linkClosed = (_link: Link, problem: string | undefined) => void ends.push(problem)
  const { peer } = await connectPair(t, { linkClosed })
  peer.destroy()
  await until(() => ends.length > 0)
  t.strictSame(ends, [undefined])

  const broken = await connectPair(t, { linkClosed })
  broken.peer.resetAndDestroy()
  await until(() => ends.length > 1)
  t.strictSame(ends, [undefined, 'ECONNRESET'])
})

t.test('nobody there is a reason too', async (t) => {
  const ends: (string | undefined)[] = []
  const ground = new LinkGround({ host: '127.0.0.1', port: 1 }, new Outbox(), 0)
  const linkClosed = (_link: Link, problem: string | undefined) => void ends.push(problem)
  const link = new Link(ground, { lineRead() {}, readDone() {}, linkClosed }, undefined)
  link.write('hello\n')
  await until(() => ends.length > 0)
  t.strictSame(ends, ['ECONNREFUSED'])
})
