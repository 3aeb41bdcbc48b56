import t from 'tap'
import { EventStream } from '../event-stream.ts'

const eventsOf = (...pieces: string[]): string[] => {
  const stream = new EventStream()
  return [...pieces.flatMap((piece) => stream.push(Buffer.from(piece))), ...stream.end()]
}

const cases: [name: string, stream: string, events: string[]][] = [
  ['one event', 'data: a\n\n', ['a']],
  ['without the space', 'data:a\n\n', ['a']],
  ['only the first space goes', 'data:  a\n\n', [' a']],
  ['several lines are one event', 'data: a\r\ndata: b\r\n\r\n', ['a\nb']],
  ['comments and other fields', ': x\nid: 7\nevent: y\ndata: a\nretry: 3\n\n', ['a']],
  ['blank lines are no events', '\n\r\n\r\rdata: a\n\n\n', ['a']],
  ['the end ends an event', 'data: a\n\ndata: b', ['a', 'b']],
  ['characters of several bytes', 'data: 茶🍵\r\rdata: 茶\n\n', ['茶🍵', '茶']],
]

for (const [name, text, events] of cases) {
  t.test(`${name}: whole, byte by byte, and in any two pieces`, async (t) => {
    t.strictSame(eventsOf(text), events)
    const bytes = Buffer.from(text)
    const stream = new EventStream()
    const drips = [...bytes].flatMap((byte) => stream.push(Uint8Array.of(byte)))
    t.strictSame([...drips, ...stream.end()], events)
    for (let at = 1; at < bytes.length; at += 1) {
      const halves = new EventStream()
      const first = halves.push(bytes.subarray(0, at))
      const got = [...first, ...halves.push(bytes.subarray(at)), ...halves.end()]
      if (JSON.stringify(got) !== JSON.stringify(events)) t.fail(`cut at ${at}: ${got}`)
    }
  })
}

t.test('[G-6] comments for ever cost nothing, an event without end is refused', async (t) => {
  const stream = new EventStream()
  for (let i = 0; i < 300; i += 1)
    t.strictSame(stream.push(Buffer.from(`: ${'x'.repeat(1_000)}\n`)), [])
  const endless = () => {
    for (let i = 0; i < 300; i += 1) stream.push(Buffer.from(`data: ${'x'.repeat(1_000)}\n`))
  }
  t.throws(endless, { message: /does not end/ })
})
