import t from 'tap'
import * as ws from 'ws'
import { Random } from '../../generator/random.ts'
import { WebSocketLines } from '../web-socket-lines.ts'

interface FrameOptions {
  readonly opcode?: number
  readonly fin?: boolean
  readonly mask?: boolean
}

/** Of the package, whose types leave it out. */
const { Sender } = ws as unknown as {
  Sender: { frame(payload: Buffer, options: object): Buffer[] }
}

/** As the package `ws` sends it. */
function frame(
  text: string | Buffer,
  { opcode = 1, fin = true, mask = false }: FrameOptions = {},
): Buffer {
  const options = { fin, opcode, mask, readOnly: true, rsv1: false }
  return Buffer.concat(Sender.frame(Buffer.from(text), options))
}

/** What comes out of pieces of these sizes: the lines, and the control frames. */
function read(bytes: Buffer, size: () => number) {
  const control: string[] = []
  const lines = new WebSocketLines((opcode, payload) => control.push(`${opcode} ${payload}`))
  let text = ''
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + size())
    const buffer = Buffer.alloc(end - start + 1, 0xee)
    bytes.copy(buffer, 0, start, end)
    text += buffer.toString('latin1', 0, lines.toLines(buffer, end - start))
    start = end
  }
  return { text: Buffer.from(text, 'latin1').toString(), control }
}

const TEXTS = [
  '{"a":1}',
  '{"text":"喝茶吗"}',
  'x'.repeat(125),
  'y'.repeat(126),
  'z'.repeat(65_536),
  'w',
]

t.test('messages become lines, however they were cut on the way', async (t) => {
  const bytes = Buffer.concat(TEXTS.map((text) => frame(text)))
  const random = new Random(7)
  const cuts = [
    () => bytes.length,
    () => 1,
    () => 1 + random.below(9),
    () => 1 + random.below(9_000),
  ]
  for (const size of cuts) t.equal(read(bytes, size).text, `${TEXTS.join('\n')}\n`)
})

t.test('a message in parts is one line, and what comes between is not in it', async (t) => {
  const bytes = Buffer.concat([
    frame('{"text":', { fin: false }),
    frame('are you there?', { opcode: 9 }),
    frame('', { opcode: 0, fin: false }),
    frame('"tea', { opcode: 0, fin: false }),
    frame('', { opcode: 9 }),
    frame('"}', { opcode: 0 }),
    frame('', { fin: false }),
    frame('', { opcode: 0 }),
    frame('next'),
  ])
  const random = new Random(8)
  for (const size of [() => bytes.length, () => 1, () => 1 + random.below(5)]) {
    const { text, control } = read(bytes, size)
    t.strictSame(
      text.split('\n').filter((line) => line !== ''),
      ['{"text":"tea"}', 'next'],
    )
    t.strictSame(control, ['9 are you there?', '9 '])
  }
})

t.test('a line is there as soon as its message is', async (t) => {
  const lines = new WebSocketLines(() => {})
  const message = frame('tea')
  const whole = Buffer.concat([message, Buffer.alloc(1)])
  t.equal(whole.toString('latin1', 0, lines.toLines(whole, message.length)), 'tea\n')
})

t.test('what no server sends is refused', async (t) => {
  const long = Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 0x10, 0, 1])
  const huge = Buffer.from([0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0])
  const half = frame('a'.repeat(600_000), { fin: false })
  const hostile: [string, Buffer][] = [
    ['a mask', frame('x', { mask: true })],
    ['bytes', frame('x', { opcode: 2 })],
    ['a reserved bit', Buffer.from([0xc1, 1, 0x78])],
    ['a part of nothing', frame('x', { opcode: 0 })],
    ['a message in a message', Buffer.concat([frame('x', { fin: false }), frame('y')])],
    ['a ping in parts', Buffer.from([0x09, 1, 0x78])],
    ['a long ping', frame('x'.repeat(126), { opcode: 9 })],
    ['more than a frame may be', long],
    ['more than a number can say', huge],
    ['too much in parts', Buffer.concat([half, frame('a'.repeat(600_000), { opcode: 0 })])],
  ]
  for (const [what, bytes] of hostile) t.throws(() => read(bytes, () => bytes.length), what)
})
