import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { umask } from 'node:process'
import { Connection } from './connection.ts'
import type { Opening } from './opening.ts'
import { Outbox } from './outbox.ts'

const BACKLOG = 4_096
const IN_USE = { code: 'EADDRINUSE' }
const TELL_EVERY_MS = 1_000

/** Listens on one port and makes a Connection of every socket. */
export class Acceptor {
  readonly outbox = new Outbox()
  readonly #server: Server
  readonly #refused: (error: Error, count: number) => void
  #failures = 0
  #told = 0
  #toldAtMs = Number.NEGATIVE_INFINITY

  /**
   * Beyond `maxConnections` clients are hung up on. `refused` is told of those, and of any that the system had no room for, at most once a second, with how many
   * they were since it was last told: each is lost, the next one may find room. Without an `opening` everything is taken for lines.
   */
  constructor(
    accept: (connection: Connection) => void,
    refused: (error: Error, count: number) => void = () => {},
    maxConnections = Number.POSITIVE_INFINITY,
    opening?: Opening,
  ) {
    this.#refused = refused
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => {
      accept(new Connection(socket, this.outbox, opening))
    })
    this.#server.maxConnections = maxConnections
    this.#server.on('drop', () => this.#failed(new Error('too many connections')))
  }

  /** @returns the address in use; with port 0 the operating system chose one. Rejects with the system's error (EADDRINUSE …). */
  listen(host: string, port: number): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host, port, backlog: BACKLOG }, () => {
        this.#server.off('error', reject)
        this.#server.on('error', this.#failed)
        resolve(this.#server.address() as AddressInfo)
      })
    })
  }

  /**
   * Listens on a Unix socket that only this process's user can open. A file that a killed server left behind is replaced.
   * @throws Error with code EADDRINUSE when a server answers on it
   */
  async listenOnFile(path: string): Promise<void> {
    if (await answers(path)) throw Object.assign(new Error(`${path} is in use`), IN_USE)
    rmSync(path, { force: true })
    const listening = once(this.#server, 'listening')
    // The file is made inside listen(), with the rights that the mask leaves: there is no moment in which others could open it.
    const mask = umask(0o177)
    this.#server.listen(path)
    umask(mask)
    await listening
    this.#server.on('error', this.#failed)
  }

  /** Connections that could not be accepted. */
  get failures(): number {
    return this.#failures
  }

  readonly #failed = (error: Error): void => {
    this.#failures += 1
    const nowMs = performance.now()
    if (nowMs - this.#toldAtMs < TELL_EVERY_MS) return
    this.#toldAtMs = nowMs
    this.#refused(error, this.#failures - this.#told)
    this.#told = this.#failures
  }

  /** Takes no new connections; those that are there live on. */
  close(): void {
    this.#server.close()
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
