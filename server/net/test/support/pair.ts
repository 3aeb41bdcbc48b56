import { type Duplex, duplexPair } from 'node:stream'
import { settled } from '../../../test/support/settled.ts'
import { Connection } from '../../connection.ts'
import type { ConnectionListener } from '../../connection-listener.ts'
import { Outbox } from '../../outbox.ts'

/** What a listener was told, in order. */
export class Heard implements ConnectionListener {
  readonly log: string[] = []
  chunks = 0
  onLine: (line: string) => void = () => {}

  heard(): void {
    this.chunks += 1
  }

  line(line: string): void {
    this.log.push(line)
    this.onLine(line)
  }

  broken({ code }: { code: string }): void {
    this.log.push(`broken ${code}`)
  }

  drained(): void {
    this.log.push('drained')
  }

  ended(): void {
    this.log.push('ended')
  }

  closed(): void {
    this.log.push('closed')
  }
}

export interface Pair {
  connection: Connection
  heard: Heard
  outbox: Outbox
  /** Our end of the stream. */
  socket: Duplex
  /** The other end. What is written here arrives; what was sent leaves only when it is read here. */
  peer: Duplex
  /** Every write that reached the stream. */
  writes: string[]
}

export function connectionPair(): Pair {
  // The other end takes nothing beforehand: what was sent leaves when it is read there, and not before.
  const [peer, socket] = duplexPair({ readableHighWaterMark: 0 })
  const outbox = new Outbox()
  const writes: string[] = []
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  socket.write = ((text: string, ...rest: unknown[]) => {
    writes.push(text)
    return write(text, ...rest)
  }) as typeof socket.write
  const connection = new Connection(socket, outbox)
  const heard = new Heard()
  connection.listen(heard)
  return { connection, heard, outbox, socket, peer, writes }
}

/** Reads what has arrived, and lets what follows from it happen. */
export async function take(peer: Duplex): Promise<string> {
  const chunk: Buffer | null = peer.read()
  // Taking the last of what is buffered does not ask for more; this does, and so lets the other end's write be done.
  peer.read(0)
  await settled()
  return String(chunk ?? '')
}

/** Everything that comes from now on, as text. */
export function collect(peer: Duplex): { text: string } {
  const got = { text: '' }
  peer.setEncoding('utf8').on('data', (text: string) => {
    got.text += text
  })
  return got
}
