import { connect } from 'node:net'
import tap, { type Test } from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { ChatPort } from '../../chat-port.ts'
import type { ServerConfig } from '../../config.ts'
import type { Logger } from '../../log.ts'
import { Tally } from '../../metrics/tally.ts'
import type { Connection } from '../../net/connection.ts'
import { Heard } from '../../net/test/support/pair.ts'
import type { WebSocketConnection } from '../../net/web-socket-connection.ts'
import { TurnedClock } from './turned-clock.ts'

/** Who answers every line with the same line. */
export class Echo extends Heard {
  readonly connection: Connection | WebSocketConnection
  closeReason: string | undefined

  constructor(connection: Connection | WebSocketConnection) {
    super()
    this.connection = connection
    this.onLine = (line) => connection.send(`${line}\n`)
  }

  override broken(error: { code: string; message: string }): void {
    super.broken(error)
    this.connection.end(`${error.code}: ${error.message}\n`, error.code)
  }

  override ended(): void {
    this.connection.end()
  }

  override closed(reason = 'client_closed'): void {
    this.closeReason = reason
    super.closed()
  }
}

export interface OpenPort {
  port: number
  chat: ChatPort
  tally: Tally
  clock: TurnedClock
  /** In the order in which they came. */
  echoes: Echo[]
}

/** One for all tests of a file: making a certificate takes longer than most of them. */
const DATA = temporaryFolder(tap)
const silent = () => {}
const LOG = { info: silent, warn: silent } as unknown as Logger

/** The port as the server has it, with nobody behind it but echoes. */
export async function openPort(t: Test, changes: Partial<ServerConfig> = {}): Promise<OpenPort> {
  const config = {
    host: '127.0.0.1',
    port: 0,
    maxPendingPerAddress: 0,
    dataFolder: DATA,
    tls: 'optional',
    tlsFiles: undefined,
    names: ['chat.example'],
    ...changes,
  } as ServerConfig
  const [clock, tally, echoes]: [TurnedClock, Tally, Echo[]] = [new TurnedClock(), new Tally(), []]
  const chat = new ChatPort(await ChatPort.prepare(config, LOG), {
    ...{ config, clock, log: LOG, tally, maxConnections: Number.POSITIVE_INFINITY },
    accept: (connection) => {
      const echo = new Echo(connection)
      connection.listen(echo)
      echoes.push(echo)
    },
  })
  const { port } = await chat.listen()
  t.teardown(() => {
    chat.close()
    for (const { connection } of echoes) connection.destroy()
  })
  return { port, chat, tally, clock, echoes }
}

/** Says bytes in the given pieces, each in a packet of its own, and hears all that comes until the other side closes or `until` is in it. */
export function converse(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  until?: string | RegExp,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let heard = ''
    const late = setTimeout(() => {
      socket.destroy()
      reject(new Error(`nothing more came after ${JSON.stringify(heard.slice(-500))}`))
    }, 15_000)
    const done = (): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(heard)
    }
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text
      if (until !== undefined && heard.search(until) >= 0) done()
    })
    // Whoever is hung up on while still talking is reset.
    socket.on('error', done)
    socket.on('close', done)
    const say = (next: number): void => {
      const piece = pieces[next]
      if (piece !== undefined) socket.write(piece, () => setImmediate(say, next + 1))
    }
    say(0)
  })
}
