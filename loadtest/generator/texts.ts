import type { TextSize } from '../option-values.ts'
import { mix } from './random.ts'

/** The checksum: always ten digits, so that no padding is needed. */
const CHECKSUM_DIGITS = 10
const CHECKSUM_BASE = 1_000_000_000
export const HEADER_BYTES = CHECKSUM_DIGITS + 1

const PRIME = 0x01000193
const SIZES = 1_024
/** Wide for its mean, as chat is: half of the texts are shorter than two thirds of it, one in twenty is three times as long. */
const LOGNORMAL_SIGMA = 0.9
const MAX_BODY_BYTES = 8_000
/** One text in so many is Chinese. */
const CHINESE_EVERY = 8
const BYTES_PER_CHINESE = 3

const ENGLISH =
  'are you coming for tea? the kettle is on and somebody brought sesame cakes. I will be late, the ' +
  'train stands at the bridge again - start without me. who has the key to the small room? it is ' +
  'under the blue pot. the report is nearly done, two tables are missing. rain until four, they say. '
/** Every character of it has three bytes, so that any multiple of three is a place to cut. */
const CHINESE =
  '中午一起喝茶吗？水已经开了，还有芝麻糕。我会晚一点到，火车又停在桥上了。小房间的钥匙在蓝色的壶下面。报告快写完了。'

/**
 * The texts that users send. A text begins with a checksum over all that identifies the message and over what follows, so that a receiver anywhere
 * can tell that nothing was cut, mixed up or changed. Body and size follow from the message's numbers: a resend says the same as
 * the first time without anything being kept.
 *
 * Bodies are slices of a long pool, and the pool's running hash gives the hash of any slice in a few multiplications; only
 * the receiver goes through the bytes. Strings hold one byte per character ("latin1"), as they are written to the socket.
 */
export class Texts {
  readonly #seed: number
  readonly #bodyBytes: Int32Array
  readonly #english = new Pool(wireString(ENGLISH))
  readonly #chinese = new Pool(wireString(CHINESE))

  constructor(size: TextSize, seed: number) {
    this.#seed = mix(seed)
    this.#bodyBytes = bodySizes(size)
  }

  /** `<checksum> <body>`, ready for a JSON string. */
  text(conversation: number, sender: number, n: number, intendedUs: number): string {
    const key = mix(this.#seed ^ mix(Math.imul(sender + 1, 0x9e3779b1) ^ (n + conversation)))
    const bytes = this.#bodyBytes[key & (SIZES - 1)] as number
    const rest = key >>> 10
    const isChinese = rest % CHINESE_EVERY === 0
    const pool = isChinese ? this.#chinese : this.#english
    const step = isChinese ? BYTES_PER_CHINESE : 1
    const length = bytes - (bytes % step)
    const start = (mix(rest) >>> 8) % (pool.spanBytes / step)
    const hash = pool.hash(start * step, length)
    const sum = checksum(hash, length, conversation, sender, n, intendedUs)
    return `${sum} ${pool.slice(start * step, length)}`
  }
}

/** What stands in front of a text whose body has this hash and length. Always ten digits. */
export function checksum(
  bodyHash: number,
  bodyBytes: number,
  conversation: number,
  sender: number,
  n: number,
  intendedUs: number,
): number {
  let sum = mix(bodyHash ^ Math.imul(bodyBytes, PRIME))
  sum = mix(sum ^ Math.imul(conversation + 1, 0x9e3779b1))
  sum = mix(sum ^ Math.imul(sender + 1, 0x85ebca6b))
  sum = mix(sum ^ Math.imul(n + 1, 0xc2b2ae35))
  sum = mix(sum ^ (intendedUs | 0) ^ Math.imul((intendedUs / 0x1_0000_0000) | 0, PRIME))
  return CHECKSUM_BASE + (sum >>> 2)
}

/** The hash of a body so far and its next byte. */
export const hashByte = (hash: number, byte: number): number => (Math.imul(hash, PRIME) + byte) | 0

/** UTF-8 with one character per byte, as a socket writes it with the encoding `latin1`. */
export const wireString = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

class Pool {
  readonly #bytes: string
  /** The hash of the first i bytes. */
  readonly #hashes: Int32Array
  /** PRIME to the power of i. */
  readonly #powers: Int32Array
  /** Slices of any length may begin at any place below this. */
  readonly spanBytes: number

  constructor(phrase: string) {
    this.spanBytes = phrase.length
    this.#bytes = phrase.repeat(Math.ceil(MAX_BODY_BYTES / phrase.length) + 1)
    const length = this.#bytes.length
    this.#hashes = new Int32Array(length + 1)
    this.#powers = new Int32Array(length + 1).fill(1)
    for (let i = 0; i < length; i++) {
      this.#hashes[i + 1] = hashByte(this.#hashes[i] as number, this.#bytes.charCodeAt(i))
      this.#powers[i + 1] = Math.imul(this.#powers[i] as number, PRIME)
    }
  }

  slice(start: number, length: number): string {
    return this.#bytes.slice(start, start + length)
  }

  hash(start: number, length: number): number {
    const before = this.#hashes[start] as number
    const after = this.#hashes[start + length] as number
    return (after - Math.imul(before, this.#powers[length] as number)) | 0
  }
}

/** The sizes of bodies that make up the distribution, each as likely as the other. */
function bodySizes(size: TextSize): Int32Array {
  const sizes = new Int32Array(SIZES)
  for (let i = 0; i < SIZES; i++) {
    const bytes =
      size.kind === 'fixed' ? size.bytes : lognormalQuantile(size.meanBytes, (i + 0.5) / SIZES)
    sizes[i] = Math.min(
      Math.max(Math.round(bytes) - HEADER_BYTES, 5),
      MAX_BODY_BYTES - HEADER_BYTES,
    )
  }
  return sizes
}

function lognormalQuantile(mean: number, share: number): number {
  const mu = Math.log(mean) - LOGNORMAL_SIGMA ** 2 / 2
  return Math.exp(mu + LOGNORMAL_SIGMA * normalQuantile(share))
}

/** The inverse of the normal distribution by bisection over its logistic approximation (good to 0.01, which is plenty here). */
function normalQuantile(share: number): number {
  let low = -5
  let high = 5
  while (high - low > 1e-6) {
    const middle = (low + high) / 2
    const below = 1 / (1 + Math.exp(-1.5976 * middle - 0.07056 * middle ** 3))
    if (below < share) low = middle
    else high = middle
  }
  return low
}
