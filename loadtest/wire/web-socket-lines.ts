import { MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'

const NEWLINE = 0x0a
const CONTINUATION = 0x0
const TEXT = 0x1
const CONTROL = 0x8
const FINAL = 0x80
const RESERVED = 0x70
const OPCODE = 0x0f
const MASKED = 0x80
const LENGTH = 0x7f
const LENGTH_16 = 126
const MAX_CONTROL_BYTES = 125
const MAX_HEADER_BYTES = 10

/** What a server says about the connection itself: close, ping, pong. The payload is its own copy. */
export type ControlReader = (opcode: number, payload: Buffer) => void

/**
 * Makes lines of a server's WebSocket messages, in the buffer into which they were read: each message's header is longer than the newline that stands behind it
 * instead, so that there is always room but for one byte at the very end. So whoever reads lines need not know how they came, and no byte is copied to
 * another place than a little to the left.
 */
export class WebSocketLines {
  readonly #control: ControlReader
  readonly #header = Buffer.allocUnsafe(MAX_HEADER_BYTES)
  #headerBytes = 0
  #opcode = CONTINUATION
  #isFinal = false
  /** Bytes that are still to come of the frame whose header was read last. */
  #left = 0
  /** Of the message that is coming, over all of its parts. */
  #messageBytes = 0
  #isInMessage = false
  /** A message has ended, and its newline waits for a place. */
  #owesNewline = false
  #controlPayload: Buffer[] = []

  constructor(control: ControlReader) {
    this.#control = control
  }

  /**
   * Turns `bytes[0, length)` into lines, or parts of them. `bytes` has room for one byte more.
   * @returns how long they are
   * @throws Error when that is no WebSocket as a server speaks it
   */
  toLines(bytes: Buffer, length: number): number {
    let from = 0
    let to = 0
    while (from < length) {
      if (this.#left === 0) {
        from = this.#readHeader(bytes, from, length)
        // Its first byte has been read, so that there is room for what was owed.
        if (this.#owesNewline) {
          bytes[to++] = NEWLINE
          this.#owesNewline = false
        }
        continue
      }
      const end = Math.min(length, from + this.#left)
      this.#left -= end - from
      if (this.#opcode >= CONTROL) this.#controlPayload.push(Buffer.from(bytes.subarray(from, end)))
      else {
        if (to !== from) bytes.copyWithin(to, from, end)
        to += end - from
      }
      from = end
      if (this.#left === 0) this.#frameEnded()
    }
    if (this.#owesNewline) {
      bytes[to++] = NEWLINE
      this.#owesNewline = false
    }
    return to
  }

  /** @returns the place behind what it took */
  #readHeader(bytes: Buffer, start: number, length: number): number {
    let at = start
    while (at < length) {
      this.#header[this.#headerBytes++] = bytes[at++] as number
      if (this.#headerBytes < headerLength(this.#header, this.#headerBytes)) continue
      this.#headerBytes = 0
      this.#begin()
      if (this.#left === 0) this.#frameEnded()
      break
    }
    return at
  }

  #begin(): void {
    const [first = 0, second = 0] = this.#header
    this.#opcode = first & OPCODE
    this.#isFinal = (first & FINAL) !== 0
    this.#left = payloadLength(this.#header)
    if ((first & RESERVED) !== 0 || (second & MASKED) !== 0)
      throw new Error('a frame that no server sends')
    if (this.#opcode >= CONTROL) {
      if (!this.#isFinal || this.#left > MAX_CONTROL_BYTES)
        throw new Error('a control frame in parts')
      return
    }
    const expected = this.#isInMessage ? CONTINUATION : TEXT
    if (this.#opcode !== expected) throw new Error('a message that is no text')
    this.#messageBytes += this.#left
    if (this.#messageBytes > MAX_SERVER_FRAME_BYTES) throw new Error('a message of more than 1 MiB')
    this.#isInMessage = !this.#isFinal
  }

  #frameEnded(): void {
    if (this.#opcode >= CONTROL) {
      const payload = Buffer.concat(this.#controlPayload)
      this.#controlPayload = []
      this.#control(this.#opcode, payload)
    } else if (this.#isFinal) {
      this.#messageBytes = 0
      this.#owesNewline = true
    }
  }
}

/** As far as the bytes that are there tell. */
function headerLength(header: Buffer, known: number): number {
  if (known < 2) return 2
  const length = (header[1] ?? 0) & LENGTH
  return length < LENGTH_16 ? 2 : length === LENGTH_16 ? 4 : 10
}

function payloadLength(header: Buffer): number {
  const length = (header[1] ?? 0) & LENGTH
  if (length < LENGTH_16) return length
  if (length === LENGTH_16) return header.readUInt16BE(2)
  // More than four gigabytes would be too long all the same.
  return header.readUInt32BE(2) > 0 ? Number.MAX_SAFE_INTEGER : header.readUInt32BE(6)
}
