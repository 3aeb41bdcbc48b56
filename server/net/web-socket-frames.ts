import type { Line } from '../../protocol/encode.ts'

/** A whole text message, from a server and so without a mask. */
const FINAL_TEXT = 0x81
const LENGTH_16 = 126
const LENGTH_64 = 127

/** What a text of so many bytes takes on the wire. */
export function framedBytes(textBytes: number): number {
  if (textBytes < LENGTH_16) return textBytes + 2
  return textBytes + (textBytes < 65_536 ? 4 : 10)
}

/**
 * Text messages, one behind the other. `lines` end in a line end, which a message has none of; `textBytes` are their lengths in UTF-8
 * without it, `total` what they take framed.
 */
export function textFrames(
  lines: readonly Line[],
  textBytes: readonly number[],
  total: number,
): Buffer {
  const frames = Buffer.allocUnsafe(total)
  let offset = 0
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] as Line
    const bytes = textBytes[i] as number
    frames[offset] = FINAL_TEXT
    offset = writeLength(frames, offset + 1, bytes)
    // As many bytes as characters: plain ASCII, for which latin1 is the same bytes without the conversion.
    frames.write(line, offset, bytes, bytes === line.length - 1 ? 'latin1' : 'utf8')
    offset += bytes
  }
  return frames
}

function writeLength(frames: Buffer, offset: number, bytes: number): number {
  if (bytes < LENGTH_16) {
    frames[offset] = bytes
    return offset + 1
  }
  if (bytes < 65_536) {
    frames[offset] = LENGTH_16
    return frames.writeUInt16BE(bytes, offset + 1)
  }
  frames[offset] = LENGTH_64
  frames.writeUInt32BE(0, offset + 1)
  return frames.writeUInt32BE(bytes, offset + 5)
}
