import t from 'tap'
import { LineDecoder } from '../line-decoder.ts'
import type { ProtocolError } from '../protocol-error.ts'

const MAX_BYTES = 64

/** Lines, and the codes of errors where they occurred; stops where a connection would. */
function decode(chunks: Buffer[]): string[] {
  const decoder = new LineDecoder(MAX_BYTES)
  const seen: string[] = []
  for (const chunk of chunks) {
    decoder.feed(chunk)
    while (decoder.hasInput) {
      try {
        const line = decoder.next()
        if (line !== undefined) seen.push(line)
      } catch (error) {
        const { code } = error as ProtocolError
        seen.push(`! ${code}`)
        if (code === 'too_large') return seen
      }
    }
  }
  return seen
}

/** mulberry32: the same splits in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function splitRandomly(bytes: Buffer, random: () => number): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + Math.floor(random() * 12)
    chunks.push(bytes.subarray(at, at + length))
    at += length
  }
  return chunks
}

const CASES: { name: string; bytes: Buffer; lines: string[] }[] = [
  { name: 'one line', bytes: Buffer.from('{"a":1}\n'), lines: ['{"a":1}'] },
  { name: 'two lines', bytes: Buffer.from('one\ntwo\n'), lines: ['one', 'two'] },
  {
    name: 'a \\r before the end is ignored [P-1]',
    bytes: Buffer.from('one\r\ntwo\r\n'),
    lines: ['one', 'two'],
  },
  { name: 'blank lines are skipped [P-1]', bytes: Buffer.from('\n\r\n\none\n\n'), lines: ['one'] },
  { name: 'a \\r elsewhere stays', bytes: Buffer.from('a\rb\n'), lines: ['a\rb'] },
  {
    name: 'characters of several bytes',
    bytes: Buffer.from('茶馆 🍵\n你好\n'),
    lines: ['茶馆 🍵', '你好'],
  },
  {
    name: 'a replacement character that was meant',
    bytes: Buffer.from('\uFFFD\n'),
    lines: ['\uFFFD'],
  },
  {
    name: 'bytes that are no UTF-8 cost only their line [P-3]',
    bytes: Buffer.concat([Buffer.from('a'), Buffer.from([0xff, 0xfe]), Buffer.from('\nb\n')]),
    lines: ['! bad_json', 'b'],
  },
  { name: 'half a character', bytes: Buffer.from([0xe8, 0x8c, 0x0a]), lines: ['! bad_json'] },
  {
    name: 'a line of exactly the limit',
    bytes: Buffer.from(`${'x'.repeat(64)}\r\n`),
    lines: ['x'.repeat(64)],
  },
  {
    name: 'one byte more [P-2]',
    bytes: Buffer.from(`${'x'.repeat(65)}\n`),
    lines: ['! too_large'],
  },
  { name: 'no end in sight [P-2]', bytes: Buffer.from('x'.repeat(200)), lines: ['! too_large'] },
  { name: 'an unfinished line is not handed out', bytes: Buffer.from('one\ntw'), lines: ['one'] },
]

for (const { name, bytes, lines } of CASES) {
  t.test(name, async (t) => {
    t.same(decode([bytes]), lines, 'whole')
    t.same(decode([...bytes].map((byte) => Buffer.from([byte]))), lines, 'byte by byte')
    for (let seed = 1; seed <= 20; seed += 1) {
      t.same(decode(splitRandomly(bytes, seeded(seed))), lines, `split with seed ${seed}`)
    }
  })
}

t.test('a caller may stop in the middle of a chunk and go on later', async (t) => {
  const decoder = new LineDecoder(MAX_BYTES)
  decoder.feed(Buffer.from('one\ntwo\nthr'))
  t.equal(decoder.next(), 'one')
  decoder.feed(Buffer.from('ee\nfour\n'))
  t.equal(decoder.next(), 'two')
  t.equal(decoder.next(), 'three')
  t.equal(decoder.next(), 'four')
  t.equal(decoder.next(), undefined)
  t.notOk(decoder.hasInput)
})

t.test('a decoder keeps its own copy of an unfinished line', async (t) => {
  const decoder = new LineDecoder(MAX_BYTES)
  const chunk = Buffer.from('abc')
  decoder.feed(chunk)
  t.equal(decoder.next(), undefined)
  chunk.fill('x')
  decoder.feed(Buffer.from('d\n'))
  t.equal(decoder.next(), 'abcd')
})
