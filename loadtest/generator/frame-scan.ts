import { type MessageId, type RunTag, readCid } from './message-id.ts'
import { mix } from './random.ts'
import { checksum, HEADER_BYTES, hashByte } from './texts.ts'

export const SCAN_MESSAGE = 1
export const SCAN_SENT = 2
export const SCAN_RECEIPT = 3
/** Not in the form that is read by hand: parse it as JSON. */
export const SCAN_OTHER = 0
export type ScanKind =
  | typeof SCAN_MESSAGE
  | typeof SCAN_SENT
  | typeof SCAN_RECEIPT
  | typeof SCAN_OTHER

const MSG = Buffer.from('{"type":"msg","chat":"')
const SEQ = Buffer.from(',"seq":')
const FROM = Buffer.from(',"from":"')
const CID = Buffer.from(',"cid":"')
const AT = Buffer.from(',"at":')
const TEXT = Buffer.from(',"text":"')
const OK = Buffer.from('{"type":"ok","id":')
const CHAT = Buffer.from(',"chat":"')
const DUP = Buffer.from(',"dup":true')
const RECEIPT = Buffer.from('{"type":"receipt","chat":"')

const QUOTE = 0x22
const BACKSLASH = 0x5c
const CLOSING_BRACE = 0x7d
const ZERO = 0x30
const SPACE = 0x20
const MAX_DIGITS = 16

/**
 * What the generator hears all the time (`msg`, the `ok` of `send`, `receipt`) is read from the bytes as they came, without a string and without
 * an object: a quarter of a microsecond instead of the two that JSON.parse and a look at the fields take. It expects the order of fields in
 * which this project's server writes them; anything else, a text with an escape in it or a server that spells differently, is
 * `SCAN_OTHER` and goes through JSON and `readMessage`, which fill the same fields. A test holds the two equal.
 *
 * One object is used over and over: its fields are those of the last frame, meaningful as far as its kind has them.
 */
export class FrameScan implements MessageId {
  /** Where the offsets point into. */
  bytes: Uint8Array = MSG
  chatStart = 0
  chatEnd = 0
  fromStart = 0
  fromEnd = 0
  seq = 0
  at = 0
  /** `ok`: of the request. */
  id = 0
  isDup = false
  /** `msg`: sent by this run's generator; only then do the fields of its cid say anything. */
  isOurs = false
  conversation = 0
  sender = 0
  n = 0
  intendedUs = 0
  /** `msg`: the checksum in the text fits the text and the cid. */
  isIntact = false
  /** The same for the same message whoever receives it, and never 0. */
  fingerprint = 0
  readonly #run: Uint8Array
  #at = 0

  constructor(run: RunTag) {
    this.#run = Buffer.from(run)
  }

  /** Reads the line `bytes[start, end)`, its newline left out. */
  read(bytes: Uint8Array, start: number, end: number): ScanKind {
    this.bytes = bytes
    // The tenth byte tells `msg`, `ok` and `receipt` apart.
    switch (bytes[start + 9]) {
      case 0x6d:
        return this.#message(bytes, start, end) ? SCAN_MESSAGE : SCAN_OTHER
      case 0x6f:
        return this.#sent(bytes, start, end) ? SCAN_SENT : SCAN_OTHER
      case 0x72:
        return this.#receipt(bytes, start, end) ? SCAN_RECEIPT : SCAN_OTHER
      default:
        return SCAN_OTHER
    }
  }

  /** A message that JSON.parse has read: fills the fields as `read` does. */
  readMessage(message: {
    seq: number
    at: number
    chat: string
    from: string
    cid: string
    text: string
  }): void {
    const chat = Buffer.from(message.chat)
    const from = Buffer.from(message.from)
    const cid = Buffer.from(message.cid)
    const text = Buffer.from(message.text)
    const bytes = Buffer.concat([chat, from, cid, text])
    this.bytes = bytes
    this.chatStart = 0
    this.chatEnd = chat.length
    this.fromStart = chat.length
    this.fromEnd = this.fromStart + from.length
    this.seq = message.seq
    this.at = message.at
    const cidEnd = this.fromEnd + cid.length
    this.#identify(bytes, this.fromEnd, cidEnd)
    let hash = 0
    for (let i = cidEnd + HEADER_BYTES; i < bytes.length; i++)
      hash = hashByte(hash, bytes[i] as number)
    this.#checkText(bytes, cidEnd, bytes.length, hash)
  }

  /** The `ok` of a `send` that JSON.parse has read. */
  readSent(ok: { id: number; chat: string; seq: number; at: number; dup?: boolean }): void {
    this.bytes = Buffer.from(ok.chat)
    this.chatStart = 0
    this.chatEnd = this.bytes.length
    this.id = ok.id
    this.seq = ok.seq
    this.at = ok.at
    this.isDup = ok.dup === true
  }

  #message(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.#expect(MSG, bytes, start, end)) return false
    if (!this.#chat(bytes, end)) return false
    if (!this.#expect(SEQ, bytes, this.#at, end)) return false
    this.seq = this.#number(bytes, end)
    if (this.seq < 0 || !this.#expect(FROM, bytes, this.#at, end)) return false
    this.fromStart = this.#at
    this.fromEnd = this.#string(bytes, end)
    if (this.fromEnd < 0 || !this.#expect(CID, bytes, this.#at, end)) return false
    const cidStart = this.#at
    const cidEnd = this.#string(bytes, end)
    if (cidEnd < 0 || !this.#expect(AT, bytes, this.#at, end)) return false
    this.at = this.#number(bytes, end)
    if (this.at < 0 || !this.#expect(TEXT, bytes, this.#at, end)) return false

    const textStart = this.#at
    const textEnd = end - 2
    if (bytes[textEnd] !== QUOTE || bytes[textEnd + 1] !== CLOSING_BRACE) return false
    let hash = 0
    let at = Math.min(textStart + HEADER_BYTES, textEnd)
    // What has an escape in it has two lengths, and what has a quote in it ends earlier: both are for JSON.
    for (let i = textStart; i < at; i++) if (isSpecial(bytes[i] as number)) return false
    for (; at < textEnd; at++) {
      const byte = bytes[at] as number
      if (isSpecial(byte)) return false
      hash = hashByte(hash, byte)
    }
    this.#identify(bytes, cidStart, cidEnd)
    this.#checkText(bytes, textStart, textEnd, hash)
    return true
  }

  #sent(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.#expect(OK, bytes, start, end)) return false
    this.id = this.#number(bytes, end)
    if (this.id < 0 || !this.#expect(CHAT, bytes, this.#at, end)) return false
    if (!this.#chat(bytes, end)) return false
    if (!this.#expect(SEQ, bytes, this.#at, end)) return false
    this.seq = this.#number(bytes, end)
    if (this.seq < 0 || !this.#expect(AT, bytes, this.#at, end)) return false
    this.at = this.#number(bytes, end)
    if (this.at < 0) return false
    this.isDup = this.#expect(DUP, bytes, this.#at, end)
    return this.#at === end - 1 && bytes[this.#at] === CLOSING_BRACE
  }

  /** Receipts are only counted: whose they are and how far they go is not looked at. */
  #receipt(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#expect(RECEIPT, bytes, start, end) && bytes[end - 1] === CLOSING_BRACE
  }

  #identify(bytes: Uint8Array, cidStart: number, cidEnd: number): void {
    this.isOurs = readCid(this.#run, bytes, cidStart, cidEnd, this)
    let print = 0
    if (this.isOurs) print = fingerprintOf(this.sender, this.n)
    else for (let i = cidStart; i < cidEnd; i++) print = hashByte(print, bytes[i] as number)
    this.fingerprint = print | 1
  }

  #checkText(bytes: Uint8Array, start: number, end: number, bodyHash: number): void {
    this.isIntact = true
    if (!this.isOurs) return
    const bodyBytes = end - start - HEADER_BYTES
    this.#at = start
    const sum = this.#number(bytes, end)
    this.isIntact =
      bodyBytes > 0 &&
      this.#at === start + HEADER_BYTES - 1 &&
      bytes[this.#at] === SPACE &&
      sum === checksum(bodyHash, bodyBytes, this.conversation, this.sender, this.n, this.intendedUs)
  }

  #chat(bytes: Uint8Array, end: number): boolean {
    this.chatStart = this.#at
    this.chatEnd = this.#string(bytes, end)
    return this.chatEnd >= 0
  }

  /** Moves behind `expected` when it stands at `at`. */
  #expect(expected: Uint8Array, bytes: Uint8Array, at: number, end: number): boolean {
    const length = expected.length
    if (at + length > end) return false
    for (let i = 0; i < length; i++) if (bytes[at + i] !== expected[i]) return false
    this.#at = at + length
    return true
  }

  /** The place of the closing quote, behind which it moves; -1 when there is an escape on the way. */
  #string(bytes: Uint8Array, end: number): number {
    for (let at = this.#at; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === QUOTE) {
        this.#at = at + 1
        return at
      }
      if (byte === BACKSLASH) return -1
    }
    return -1
  }

  /** A whole number without sign, behind which it moves; -1 when there is none. */
  #number(bytes: Uint8Array, end: number): number {
    const start = this.#at
    let at = start
    let value = 0
    while (at < end) {
      const digit = (bytes[at] as number) - ZERO
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      at++
    }
    this.#at = at
    return at === start || at - start > MAX_DIGITS ? -1 : value
  }
}

export const fingerprintOf = (sender: number, n: number): number =>
  mix(Math.imul(sender + 1, 0x9e3779b1) ^ n) | 1

const isSpecial = (byte: number): boolean => byte === QUOTE || byte === BACKSLASH
