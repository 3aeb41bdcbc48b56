import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { WebSocket } from 'ws'

export const TRANSPORTS = ['tcp', 'tls', 'ws', 'wss'] as const
export type Transport = (typeof TRANSPORTS)[number]

/** A test's own way to the server, which trusts whatever certificate it is shown. */
export interface PeerWire {
  /** Lines; where there are messages, one of each line. */
  write(data: string | Uint8Array): void
  /** Says no more, and listens on. */
  end(data: string): void
  destroy(): void
  pause(): void
  resume(): void
}

export interface PeerListener {
  /** Text as lines, however it came. */
  heard(text: string): void
  /** `code` is that of a close frame, where there are such. */
  closed(code?: number): void
}

/** Rejects where nobody answers, or answers something else. */
export async function openWire(
  port: number,
  transport: Transport,
  listener: PeerListener,
): Promise<PeerWire> {
  const place = { port, host: '127.0.0.1', rejectUnauthorized: false }
  if (transport === 'tcp') return lines(connect(place), 'connect', listener)
  if (transport === 'tls') return lines(connectTls(place), 'secureConnect', listener)
  const url = `${transport}://127.0.0.1:${port}/ws`
  const ws = new WebSocket(url, ['teahouse.v1'], { rejectUnauthorized: false })
  ws.on('message', (data: Buffer) => listener.heard(`${data.toString()}\n`))
  ws.on('error', () => {})
  ws.on('close', (code) => listener.closed(code))
  await once(ws, 'open')
  return messages(ws)
}

async function lines(socket: Socket, opened: string, listener: PeerListener): Promise<PeerWire> {
  await once(socket, opened)
  socket.setEncoding('utf8').on('data', (text: string) => listener.heard(text))
  socket.on('error', () => {})
  socket.on('close', () => listener.closed())
  return socket
}

function messages(ws: WebSocket): PeerWire {
  const write = (data: string | Uint8Array): void => {
    const all = typeof data === 'string' ? data : Buffer.from(data).toString('latin1')
    for (const line of all.split('\n')) if (line !== '') ws.send(line)
  }
  return {
    write,
    end: (data) => {
      write(data)
      ws.close()
    },
    destroy: () => ws.terminate(),
    pause: () => ws.pause(),
    resume: () => ws.resume(),
  }
}
