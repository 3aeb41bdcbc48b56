import t from 'tap'
import { Stamp, stampStart, stampText, TEXT_BYTES } from '../engine/stamp.ts'

t.test('a text is 64 bytes and says who, which and when', async (t) => {
  const stamp = new Stamp()
  for (const [sender, n, intendedUs] of [
    [0, 0, 0],
    [199, 1_234_567, 86_400_000_000],
    [999_999, 999_999_999, 999_999_999_999],
  ] as const) {
    const text = stampText(stampStart(sender), n, intendedUs)
    t.equal(Buffer.byteLength(text), TEXT_BYTES)
    const bytes = Buffer.from(`before ${text} behind`)
    t.ok(stamp.read(bytes, 7, 7 + TEXT_BYTES))
    t.match(stamp, { sender, n, intendedUs })
  }
})

t.test('what is no whole text is not one', async (t) => {
  const stamp = new Stamp()
  const text = stampText(stampStart(1), 2, 3)
  const reads = (other: string) => stamp.read(Buffer.from(other), 0, other.length)
  t.ok(reads(text))
  t.notOk(reads(text.slice(1)))
  t.notOk(reads(`${text}.`))
  t.notOk(reads(`${text.slice(0, -1)}x`))
  t.notOk(reads(`x${text.slice(1)}`))
})
