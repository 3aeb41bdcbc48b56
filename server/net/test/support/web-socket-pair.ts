import { type Duplex, duplexPair } from 'node:stream'
import { settled } from '../../../test/support/settled.ts'
import { Outbox } from '../../outbox.ts'
import type { WebSocketConnection } from '../../web-socket-connection.ts'
import { WebSocketDoor } from '../../web-socket-door.ts'
import { Heard } from './pair.ts'

const REQUEST = {
  method: 'GET',
  headers: {
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'teahouse.v1',
  },
}
/** Without anything to read, after which nothing more will come. */
const QUIET_TURNS = 4
const MASK = Buffer.from([1, 2, 3, 4])

export const TEXT = 1
export const BINARY = 2
export const CLOSE = 8
export const PING = 9
export const PONG = 10

export interface Frame {
  opcode: number
  data: Buffer
}

export interface WebSocketPair {
  connection: WebSocketConnection
  heard: Heard
  outbox: Outbox
  socket: Duplex
  /** The other end: what was sent leaves only when it is read here. */
  peer: Duplex
  /** Sizes of what was written to the socket. */
  writes: number[]
  /** Reads until nothing more comes, and takes it apart. */
  take(): Promise<Frame[]>
}

/** A WebSocket whose other end is in the test's own hands. */
export async function webSocketPair(head = Buffer.alloc(0)): Promise<WebSocketPair> {
  const [peer, socket] = duplexPair({ readableHighWaterMark: 0 })
  const outbox = new Outbox()
  const door = new WebSocketDoor(outbox, () => {})
  let connection: WebSocketConnection | undefined
  const heard = new Heard()
  door.enter(REQUEST as never, socket, head, (opened) => {
    connection = opened
    opened.listen(heard)
  })
  if (connection === undefined) throw new Error('no WebSocket')
  const writes: number[] = []
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  socket.write = ((data: string | Buffer, ...rest: unknown[]) => {
    writes.push(Buffer.byteLength(data))
    return write(data, ...rest)
  }) as typeof socket.write
  let rest: Buffer = Buffer.alloc(0)
  const take = async (): Promise<Frame[]> => {
    const taken: Frame[] = []
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      const chunk: Buffer | null = peer.read()
      // Taking the last of what is buffered does not ask for more; this does, and so lets the other end's write be done.
      peer.read(0)
      await settled()
      if (chunk === null) continue
      quiet = 0
      const { frames, left } = framesIn(Buffer.concat([rest, chunk]))
      taken.push(...frames)
      rest = left
    }
    return taken
  }
  peer.read(0)
  await settled()
  const answer: Buffer = peer.read()
  if (!/^HTTP\/1\.1 101 .*\r\n\r\n$/s.test(String(answer))) throw new Error(String(answer))
  peer.read(0)
  await settled()
  return { connection, heard, outbox, socket, peer, writes, take }
}

/** A frame as a client sends it; `isMasked`, as a client must. */
export function clientFrame(
  opcode: number,
  data: string | Buffer,
  { isFinal = true, isMasked = true } = {},
): Buffer {
  const bytes = Buffer.from(data)
  const length =
    bytes.length < 126
      ? Buffer.from([bytes.length])
      : bytes.length < 65_536
        ? Buffer.from([126, bytes.length >> 8, bytes.length & 255])
        : Buffer.from([
            127,
            0,
            0,
            0,
            0,
            ...[24, 16, 8, 0].map((bits) => (bytes.length >> bits) & 255),
          ])
  length[0] = (length[0] as number) | (isMasked ? 0x80 : 0)
  const masked = isMasked ? bytes.map((byte, i) => byte ^ (MASK[i % 4] as number)) : bytes
  return Buffer.concat([
    Buffer.from([(isFinal ? 0x80 : 0) | opcode]),
    length,
    isMasked ? MASK : Buffer.alloc(0),
    masked,
  ])
}

export const textFrame = (text: string): Buffer => clientFrame(TEXT, text)

function framesIn(bytes: Buffer): { frames: Frame[]; left: Buffer } {
  const frames: Frame[] = []
  let offset = 0
  while (bytes.length >= offset + 2) {
    const short = bytes[offset + 1] as number
    const header = short < 126 ? 2 : short === 126 ? 4 : 10
    if (bytes.length < offset + header) break
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(offset + 2)
          : Number(bytes.readBigUInt64BE(offset + 2))
    if (bytes.length < offset + header + length) break
    const data = bytes.subarray(offset + header, offset + header + length)
    frames.push({ opcode: (bytes[offset] as number) & 15, data })
    offset += header + length
  }
  return { frames, left: bytes.subarray(offset) }
}
