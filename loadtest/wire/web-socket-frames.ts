const NEWLINE = 0x0a
export const TEXT = 0x1
export const CLOSE = 0x8
export const PING = 0x9
export const PONG = 0xa
const FINAL = 0x80
const MASKED = 0x80
const LENGTH_16 = 126
const LENGTH_64 = 127
const MASK_BYTES = 4
const MAX_HEADER_BYTES = 14

let scratch = Buffer.allocUnsafeSlow(65_536)
/** What masks is meant to be unforeseeable for web pages, which do not run here; that it differs is enough for a server to have its work. */
let seed = (Math.random() * 0x1_0000_0000) | 0

/** Lines, one character per byte, as masked text messages, one behind the other in one piece. */
export function maskedTexts(lines: string): Buffer {
  if (scratch.length < lines.length) scratch = Buffer.allocUnsafeSlow(2 * lines.length)
  const length = scratch.write(lines, 0, 'latin1')
  let count = 0
  for (let at = scratch.indexOf(NEWLINE); at !== -1 && at < length; count++) {
    at = scratch.indexOf(NEWLINE, at + 1)
  }
  const frames = Buffer.allocUnsafe(length + count * MAX_HEADER_BYTES)
  let offset = 0
  for (let start = 0; start < length; ) {
    const end = scratch.indexOf(NEWLINE, start)
    offset = writeFrame(frames, offset, TEXT, scratch, start, end)
    start = end + 1
  }
  return frames.subarray(0, offset)
}

/** A frame that speaks of the connection itself: at most 125 bytes. */
export function maskedControl(opcode: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(payload.length + MAX_HEADER_BYTES)
  return frame.subarray(0, writeFrame(frame, 0, opcode, payload, 0, payload.length))
}

/** @returns the offset behind it */
function writeFrame(
  frames: Buffer,
  at: number,
  opcode: number,
  bytes: Buffer,
  start: number,
  end: number,
): number {
  let offset = at
  frames[offset++] = FINAL | opcode
  offset = writeLength(frames, offset, end - start)
  seed = (Math.imul(seed, 0x19660d) + 0x3c6ef35f) | 0
  const mask = seed ^ (seed >>> 15)
  frames.writeInt32BE(mask, offset)
  offset += MASK_BYTES
  for (let from = start, shift = 24; from < end; from++, shift = (shift - 8) & 31) {
    frames[offset++] = (bytes[from] as number) ^ (mask >>> shift)
  }
  return offset
}

function writeLength(frames: Buffer, offset: number, length: number): number {
  if (length < LENGTH_16) {
    frames[offset] = MASKED | length
    return offset + 1
  }
  if (length < 65_536) {
    frames[offset] = MASKED | LENGTH_16
    return frames.writeUInt16BE(length, offset + 1)
  }
  frames[offset] = MASKED | LENGTH_64
  frames.writeUInt32BE(0, offset + 1)
  return frames.writeUInt32BE(length, offset + 5)
}
