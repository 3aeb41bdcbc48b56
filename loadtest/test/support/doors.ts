import { once } from 'node:events'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTls } from 'node:tls'
import { generate } from 'selfsigned'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Transport } from '../../wire/transport.ts'

/** The server's end of a client's connection, whatever way it came. Frames come and go without their newline. */
export interface Guest {
  send(frame: string): void
  destroy(): void
}

/** What a server does with its guests. Each call to `enter` is one connection. */
export type Enter = (guest: Guest) => { frame(text: string): void; gone(): void }

export interface Door {
  readonly port: number
  stop(): void
}

let certificate: Promise<{ key: string; cert: string }> | undefined

/** Made once; nobody in a test looks who signed it. */
export function testCertificate(): Promise<{ key: string; cert: string }> {
  certificate ??= generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' }).then(
    ({ private: key, cert }) => ({ key, cert }),
  )
  return certificate
}

/** Opens a port of the loopback to one transport, with the packages and the modules that others use: none of ours is on this side. */
export async function openDoor(
  transport: Transport,
  enter: Enter,
  web?: RequestListener,
): Promise<Door> {
  const tls = transport === 'tls' || transport === 'wss' ? await testCertificate() : {}
  const isWebSocket = transport === 'ws' || transport === 'wss'
  const server =
    transport === 'tcp'
      ? createTcp({ noDelay: true }, (socket) => admitLines(socket, enter))
      : transport === 'tls'
        ? createTls(tls, (socket) => admitLines(socket, enter))
        : transport === 'ws'
          ? createHttp(web)
          : createHttps(tls, web)
  const sockets = new Set<Duplex>()
  server.on('connection', (socket: Duplex) => sockets.add(socket))
  if (isWebSocket) {
    const options = { path: '/ws', handleProtocols: () => 'teahouse.v1' as const }
    const webSockets = new WebSocketServer({ server: server as never, ...options })
    webSockets.on('connection', (ws) => admitWebSocket(ws, enter))
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function admitLines(socket: Socket, enter: Enter): void {
  const { frame, gone } = enter({
    send: (text) => socket.write(`${text}\n`),
    destroy: () => socket.destroy(),
  })
  let rest = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') frame(line)
  })
  socket.on('error', () => {})
  socket.on('close', gone)
}

function admitWebSocket(ws: WebSocket, enter: Enter): void {
  const { frame, gone } = enter({ send: (text) => ws.send(text), destroy: () => ws.terminate() })
  ws.on('message', (data) => frame(String(data)))
  ws.on('error', () => {})
  ws.on('close', gone)
}
