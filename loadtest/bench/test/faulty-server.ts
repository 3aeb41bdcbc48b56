import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { relayPeer } from '../../peers/relay-peer.ts'
import { anonymousAccounts, type BenchServer } from '../servers/bench-server.ts'

/** What happens to the nth line of a sender on its way: it may come to nothing, or to several. */
export type Mischief = (line: string, n: number, sender: Socket) => string[]

/** Speaks as the relay does, in this process, but is not to be trusted. */
export async function startFaultyServer(mischief: Mischief): Promise<BenchServer> {
  const groups = new Map<string, Socket[]>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    let group: Socket[] | undefined
    let n = 0
    const lines = createInterface({ input: socket }).on('error', () => {})
    lines.on('line', (line) => {
      if (group === undefined) {
        group = groups.get(line) ?? []
        groups.set(line, group)
        group.push(socket)
        socket.write('\n')
        return
      }
      for (const copy of mischief(line, n++, socket)) {
        for (const other of group) if (other !== socket) other.write(`${copy}\n`)
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    peer: relayPeer,
    port: (server.address() as AddressInfo).port,
    pid: process.pid,
    databasePid: undefined,
    lastWords: [],
    accounts: anonymousAccounts,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
