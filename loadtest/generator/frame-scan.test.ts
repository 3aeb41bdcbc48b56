import t from 'tap'
import { encodeFrame, encodeMsg, encodeSent } from '../../protocol/encode.ts'
import { FrameScan, SCAN_MESSAGE, SCAN_OTHER, SCAN_RECEIPT, SCAN_SENT } from './frame-scan.ts'
import { cidOf } from './message-id.ts'
import { Random } from './random.ts'
import { Texts } from './texts.ts'

const RUN = 'a1b2c3d4'
const texts = new Texts({ kind: 'lognormal', meanBytes: 80 }, 5)

interface Message {
  chat: string
  seq: number
  from: string
  cid: string
  at: number
  text: string
}

/** A message as a user of this run sends it. */
function sent(random: Random, changes: Partial<Message> = {}): Message {
  const id = {
    conversation: random.below(20_000),
    sender: random.below(20_000),
    n: random.below(1_000_000),
    intendedUs: random.below(2 ** 32) * (1 + random.below(8)),
  }
  const text = texts.text(id.conversation, id.sender, id.n, id.intendedUs)
  return {
    chat: random.pick(['li', '韩梅梅', '#茶-1', 'a.b_c']),
    seq: 1 + random.below(1_000_000),
    from: random.pick(['li', '韩梅梅', 'load-x-17']),
    cid: cidOf(RUN, id),
    at: 1_790_000_000_000 + random.below(1_000_000),
    text: Buffer.from(text, 'latin1').toString('utf8'),
    ...changes,
  }
}

const asServerWritesIt = ({ chat, seq, from, cid, at, text }: Message): string =>
  encodeMsg(JSON.stringify(chat), seq, JSON.stringify(from), cid, at, text).trimEnd()

/** In the middle of other bytes, as it stands in a chunk. */
function scanLine(scan: FrameScan, line: string) {
  const bytes = Buffer.from(`{"x":1}\n${line}\n{"y"`)
  return scan.read(bytes, 8, 8 + Buffer.byteLength(line))
}

function fields(scan: FrameScan) {
  const text = (start: number, end: number) =>
    Buffer.from(scan.bytes.subarray(start, end)).toString()
  const { seq, at, isOurs, conversation, sender, n, intendedUs, isIntact, fingerprint } = scan
  const ours = isOurs ? { conversation, sender, n, intendedUs } : {}
  const chat = text(scan.chatStart, scan.chatEnd)
  const from = text(scan.fromStart, scan.fromEnd)
  return { chat, from, seq, at, isOurs, isIntact, fingerprint, ...ours }
}

t.test('the fast way and the way over JSON fill the same fields', async (t) => {
  const random = new Random(1)
  const fast = new FrameScan(RUN)
  const slow = new FrameScan(RUN)
  for (let i = 0; i < 5_000; i++) {
    const message = sent(random)
    const line = asServerWritesIt(message)
    if (scanLine(fast, line) !== SCAN_MESSAGE) t.fail(`not read by hand: ${line}`)
    slow.readMessage(JSON.parse(line))
    if (!fast.isOurs || !fast.isIntact) t.fail(`not recognised: ${line}`)
    t.strictSame(fields(fast), fields(slow))
  }
})

t.test('a changed letter, a cut text, a swapped cid are not intact, on either way', async (t) => {
  const random = new Random(2)
  for (let i = 0; i < 2_000; i++) {
    const message = sent(random)
    const { text } = message
    const spoilt = random.pick([
      { text: `${text.slice(0, -1)}#` },
      { text: text.slice(0, -1) },
      { text: `${text}x` },
      { text: `1${text}` },
      { text: text.slice(0, 5) },
      { text: '' },
      { cid: sent(random).cid },
    ])
    const line = asServerWritesIt({ ...message, ...spoilt })
    const fast = new FrameScan(RUN)
    const slow = new FrameScan(RUN)
    if (scanLine(fast, line) !== SCAN_MESSAGE) t.fail(line)
    slow.readMessage(JSON.parse(line))
    if (fast.isIntact || slow.isIntact) t.fail(`taken for intact: ${line}`)
    t.strictSame(fields(fast), fields(slow))
  }
})

t.test('messages of others are read without their cid meaning anything', async (t) => {
  const random = new Random(3)
  for (const cid of [
    'x',
    `${RUN}.1.2.3`,
    `${RUN}.1.2.3.4.5`,
    `${RUN}.1.2.3.x`,
    `b${RUN}.1.2.3.4`,
  ]) {
    const line = asServerWritesIt(sent(random, { cid, text: '喝茶吗' }))
    const fast = new FrameScan(RUN)
    const slow = new FrameScan(RUN)
    t.equal(scanLine(fast, line), SCAN_MESSAGE)
    slow.readMessage(JSON.parse(line))
    t.match(fast, { isOurs: false, isIntact: true })
    t.equal(fast.fingerprint, slow.fingerprint)
  }
})

t.test('what is spelt differently is left to JSON', async (t) => {
  const random = new Random(4)
  const message = sent(random)
  const { chat, seq, from, cid, at, text } = message
  const lines = [
    JSON.stringify({ type: 'msg', seq, chat, from, cid, at, text }),
    JSON.stringify({ type: 'msg', chat, seq, from, cid, at, text, recalled: true }),
    asServerWritesIt(sent(random, { text: 'a "quoted" word' })),
    asServerWritesIt(sent(random, { text: 'back\\slash' })),
    asServerWritesIt(sent(random, { cid: 'q"q' })),
    asServerWritesIt(message).replace('"seq":', '"seq": '),
    asServerWritesIt(message).replace(`"seq":${seq}`, '"seq":-1'),
    asServerWritesIt(message).replace(`"seq":${seq}`, '"seq":1e3'),
    asServerWritesIt(message).slice(0, -1),
    '{"type":"message"}',
    '{"type":"m',
    '{}',
  ]
  for (const line of lines) t.equal(scanLine(new FrameScan(RUN), line), SCAN_OTHER, line)
})

t.test('the ok of a send is read, and no other ok', async (t) => {
  const scan = new FrameScan(RUN)
  for (const dup of [false, true]) {
    const line = encodeSent(4711, '"韩梅梅"', 12, 1_790_000_000_000, dup).trimEnd()
    t.equal(scanLine(scan, line), SCAN_SENT)
    t.match(scan, { id: 4711, seq: 12, isDup: dup, at: 1_790_000_000_000 })
    t.match(fields(scan), { chat: '韩梅梅' })
    const slow = new FrameScan(RUN)
    slow.readSent(JSON.parse(line))
    t.match(slow, { id: 4711, seq: 12, isDup: dup, at: 1_790_000_000_000 })
    t.match(fields(slow), { chat: '韩梅梅' })
  }
  const others = [
    { type: 'ok', id: 1 },
    { type: 'ok', id: 'r1', chat: 'li', seq: 1, at: 1 },
    { type: 'ok', id: 1, chat: 'li', messages: [], more: false },
    { type: 'ok', id: 1, chat: 'li', seq: 1, at: 1, note: 'new' },
    { type: 'ok', id: -1, chat: 'li', seq: 1, at: 1 },
    { type: 'online' },
  ]
  for (const frame of others) {
    const line = encodeFrame(frame).trimEnd()
    t.equal(scanLine(new FrameScan(RUN), line), SCAN_OTHER, line)
  }
})

t.test('receipts are known by their beginning', async (t) => {
  const line = encodeFrame({ type: 'receipt', chat: 'li', user: 'li', received: 3 }).trimEnd()
  t.equal(scanLine(new FrameScan(RUN), line), SCAN_RECEIPT)
  t.equal(scanLine(new FrameScan(RUN), '{"type":"resync","chats":[]}'), SCAN_OTHER)
})

t.test('random bytes are never taken for a frame, and never break anything', async (t) => {
  const random = new Random(5)
  const scan = new FrameScan(RUN)
  const line = Buffer.from(asServerWritesIt(sent(random)))
  for (let i = 0; i < 20_000; i++) {
    const bytes = Buffer.from(line)
    const place = random.below(21)
    bytes[place] = (bytes[place] ?? 0) ^ (1 + random.below(255))
    if (scan.read(bytes, 0, bytes.length) !== SCAN_OTHER) t.fail(bytes.toString())
    const noise = Buffer.from(line.subarray(0, random.below(line.length)))
    if (scan.read(noise, 0, noise.length) !== SCAN_OTHER) t.fail(noise.toString())
  }
  t.pass('20,000 lines')
})
