import { isUtf8 } from 'node:buffer'
import t from 'tap'
import { checksum, HEADER_BYTES, hashByte, Texts } from './texts.ts'

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1')

t.test('the hash of a slice is the hash of its bytes', async (t) => {
  const texts = new Texts({ kind: 'lognormal', meanBytes: 200 }, 1)
  for (let n = 0; n < 3_000; n++) {
    const bytes = bytesOf(texts.text(7, 3, n, 1_000_000 + n))
    const body = bytes.subarray(HEADER_BYTES)
    const hash = body.reduce(hashByte, 0)
    const sum = checksum(hash, body.length, 7, 3, n, 1_000_000 + n)
    if (bytes.subarray(0, HEADER_BYTES).toString() !== `${sum} `) t.fail(bytes.toString())
  }
  t.pass('3,000 texts')
})

t.test('texts are UTF-8, need no escape in JSON, and some are Chinese', async (t) => {
  const texts = new Texts({ kind: 'fixed', bytes: 100 }, 1)
  let chinese = 0
  for (let n = 0; n < 2_000; n++) {
    const bytes = bytesOf(texts.text(0, 0, n, n))
    const text = bytes.toString('utf8')
    if (!isUtf8(bytes) || JSON.stringify(text) !== `"${text}"`) t.fail(text)
    if (/\p{Script=Han}/u.test(text)) chinese++
  }
  t.ok(chinese > 150 && chinese < 350, `${chinese} of 2,000 are Chinese`)
})

t.test('a fixed size is that size, short of a character at most', async (t) => {
  for (const bytes of [16, 64, 1_000, 8_000]) {
    const texts = new Texts({ kind: 'fixed', bytes }, 1)
    for (let n = 0; n < 200; n++) {
      const { length } = bytesOf(texts.text(0, 0, n, n))
      if (length > bytes || length < bytes - 2) t.fail(`${length} for ${bytes}`)
    }
  }
  t.pass('within two bytes')
})

t.test('lognormal sizes have the mean that was asked for', async (t) => {
  const texts = new Texts({ kind: 'lognormal', meanBytes: 100 }, 1)
  const sizes = Array.from({ length: 20_000 }, (_, n) => texts.text(0, 0, n, n).length)
  const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length
  t.ok(Math.abs(mean - 100) < 5, `the mean is ${mean}`)
  t.ok(Math.max(...sizes) > 500)
  t.ok(Math.max(...sizes) <= 8_000)
})

t.test('the same numbers say the same again, other numbers something else', async (t) => {
  const one = new Texts({ kind: 'fixed', bytes: 64 }, 9)
  const two = new Texts({ kind: 'fixed', bytes: 64 }, 9)
  t.equal(one.text(1, 2, 3, 4), two.text(1, 2, 3, 4))
  const others = [one.text(2, 2, 3, 4), one.text(1, 3, 3, 4), one.text(1, 2, 4, 4)]
  for (const other of [...others, one.text(1, 2, 3, 5)]) t.not(other, one.text(1, 2, 3, 4))
})

t.test('a checksum always has ten digits', async (t) => {
  for (let i = 0; i < 100_000; i++) {
    const sum = checksum(i * 7_919, 50, i, i, i, i * 1_000)
    if (String(sum).length !== 10) t.fail(String(sum))
  }
  t.pass('100,000 sums')
})
