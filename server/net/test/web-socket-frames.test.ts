import t from 'tap'
import { framedBytes, textFrames } from '../web-socket-frames.ts'

/** Takes frames apart as RFC 6455 says, knowing nothing of how they were made. */
function read(frames: Buffer): { first: number; text: string }[] {
  const all = []
  let offset = 0
  while (offset < frames.length) {
    const first = frames[offset] as number
    let length = frames[offset + 1] as number
    offset += 2
    if (length === 126) {
      length = frames.readUInt16BE(offset)
      offset += 2
    } else if (length === 127) {
      length = Number(frames.readBigUInt64BE(offset))
      offset += 8
    }
    all.push({ first, text: frames.toString('utf8', offset, offset + length) })
    offset += length
  }
  return all
}

function framesOf(lines: string[]): Buffer {
  const bytes = lines.map((line) => Buffer.byteLength(line) - 1)
  return textFrames(
    lines,
    bytes,
    bytes.reduce((sum, one) => sum + framedBytes(one), 0),
  )
}

t.test('each line is a whole message without its end, in the shortest form', async (t) => {
  const lengths = [1, 2, 124, 125, 126, 127, 65_534, 65_535, 65_536, 65_537, 1_048_576]
  for (const length of lengths) {
    const text = 'x'.repeat(length)
    const frames = framesOf([`${text}\n`])
    t.same(read(frames), [{ first: 0x81, text }], `${length} bytes`)
    const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
    t.equal(frames.length, length + header)
  }
})

t.test('many in one piece, in order, in any script', async (t) => {
  const texts = [
    '{"a":1}',
    '{"text":"中午一起喝茶吗?"}',
    '🍵'.repeat(100),
    'é',
    'x'.repeat(70_000),
    '{}',
  ]
  const frames = framesOf(texts.map((text) => `${text}\n`))
  t.same(
    read(frames).map(({ text }) => text),
    texts,
  )
})
