import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Connection } from './connection.ts'
import { Outbox } from './outbox.ts'

const BACKLOG = 4_096

/** Listens on one port and makes a Connection of every socket. */
export class Acceptor {
  readonly outbox = new Outbox()
  readonly #server: Server

  constructor(accept: (connection: Connection) => void) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => {
      accept(new Connection(socket, this.outbox))
    })
  }

  /** @returns the address in use; with port 0 the operating system chose one. Rejects with the system's error (EADDRINUSE …). */
  listen(host: string, port: number): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host, port, backlog: BACKLOG }, () => {
        this.#server.off('error', reject)
        // EMFILE and its like: this client is lost, the next one may find room.
        this.#server.on('error', () => {})
        resolve(this.#server.address() as AddressInfo)
      })
    })
  }

  /** Takes no new connections; those that are there live on. */
  close(): void {
    this.#server.close()
  }
}
