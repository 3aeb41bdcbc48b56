// A program of its own: the least that Node can do for a message. Lines in, lines out to the others of the sender's group; nothing is looked at, stored,
// acknowledged or bounded. What a server on Node costs more than this, it costs for what it promises.
import { createServer, type Socket } from 'node:net'

const NEWLINE = 0x0a
const groups = new Map<string, Set<Socket>>()

const server = createServer({ noDelay: true }, (socket) => {
  let group: Set<Socket> | undefined
  let rest: Buffer | undefined
  socket.on('data', (chunk) => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(NEWLINE) + 1
    rest = end < bytes.length ? bytes.subarray(end) : undefined
    let start = 0
    if (group === undefined && end > 0) {
      start = bytes.indexOf(NEWLINE) + 1
      group = join(bytes.toString('latin1', 0, start), socket)
      socket.write('\n')
    }
    if (group === undefined || start === end) return
    const lines = bytes.subarray(start, end)
    for (const other of group) if (other !== socket) other.write(lines)
  })
  socket.on('close', () => group?.delete(socket))
  // `close` follows, and says all there is to say.
  socket.on('error', () => {})
})

function join(name: string, socket: Socket): Set<Socket> {
  const group = groups.get(name) ?? new Set()
  groups.set(name, group.add(socket))
  return group
}

server.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 }, () => {
  process.stdout.write(`listening ${(server.address() as { port: number }).port}\n`)
})
