import { createHash, randomBytes } from 'node:crypto'

const PATH = '/ws'
const SUB_PROTOCOL = 'teahouse.v1'
/** RFC 6455, section 1.3. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const MAX_HEAD_BYTES = 8_192
const HEAD_END = '\r\n\r\n'
const NO_BYTES = Buffer.alloc(0)

/** The opening of a WebSocket, from the client's side [P-1]. */
export class WebSocketHandshake {
  /** What the client says first. */
  readonly request: string
  readonly #accept: string
  #head: Buffer = NO_BYTES

  constructor(host: string, port: number, key: string = randomBytes(16).toString('base64')) {
    const name = host.includes(':') ? `[${host}]` : host
    this.#accept = acceptOf(key)
    const lines = [
      `GET ${PATH} HTTP/1.1`,
      `Host: ${name}:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${key}`,
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Protocol: ${SUB_PROTOCOL}`,
    ]
    this.request = lines.join('\r\n') + HEAD_END
  }

  /**
   * Takes the server's answer, in pieces of any size.
   * @returns how many of these bytes belong to it once it is whole, undefined before
   * @throws Error when it is not the answer that opens a WebSocket
   */
  take(bytes: Buffer): number | undefined {
    const before = this.#head.length
    this.#head = Buffer.concat([this.#head, bytes])
    const end = this.#head.indexOf(HEAD_END)
    if (end === -1) {
      if (this.#head.length > MAX_HEAD_BYTES) throw new Error('the server answered no WebSocket')
      return undefined
    }
    this.#check(this.#head.toString('latin1', 0, end))
    return end + HEAD_END.length - before
  }

  #check(head: string): void {
    const [status = '', ...lines] = head.split('\r\n')
    if (!/^HTTP\/1\.1 101(?: |$)/.test(status)) {
      throw new Error(`the server opens no WebSocket: ${status.slice(0, 80)}`)
    }
    const fields = new Map(
      lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
    )
    const isRight =
      fields.get('upgrade')?.toLowerCase() === 'websocket' &&
      /(?:^|,\s*)upgrade(?:\s*,|$)/i.test(fields.get('connection') ?? '') &&
      fields.get('sec-websocket-accept') === this.#accept &&
      fields.get('sec-websocket-protocol') === SUB_PROTOCOL &&
      !fields.has('sec-websocket-extensions')
    if (!isRight) throw new Error('the server opened another WebSocket than was asked for')
  }
}

function acceptOf(key: string): string {
  return createHash('sha1')
    .update(key + ACCEPT_SUFFIX)
    .digest('base64')
}
