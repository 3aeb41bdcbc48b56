import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Answer, lastAnswer, rawAnswer, send, textAnswer } from './answer.ts'
import type { Site } from './site.ts'
import { type UpgradeReason, upgradeRefusal } from './upgrade-refusal.ts'
import { Visits } from './visits.ts'
import { answerTo, type WebPolicy } from './web-request.ts'

const MAX_HEADER_BYTES = 16_384
const MAX_REQUESTS_PER_CONNECTION = 100
const KEEP_ALIVE_MS = 5_000
/** Answers that are on their way at the same time, to everybody. */
const MAX_ANSWERING = 256
const CLOSE_GRACE_MS = 2_000

export interface WebDoorParts {
  policy: WebPolicy
  site: Site
  subProtocol: string
  /** Connections of one address; 0: no limit. */
  maxPerAddress: number
  monotonicMs(): number
  answered(status: number): void
  refused(reason: UpgradeReason): void
  /** A request for a WebSocket that may have one. The socket is nobody's from here on. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** Speaks HTTP on sockets that others accepted: hands out the web client, and lets WebSockets through. It listens nowhere itself. */
export class WebDoor {
  readonly #parts: WebDoorParts
  readonly #visits: Visits
  readonly #server: Server
  #answering = 0

  constructor(parts: WebDoorParts) {
    this.#parts = parts
    this.#visits = new Visits(parts.maxPerAddress, parts.monotonicMs)
    this.#server = createServer(
      {
        maxHeaderSize: MAX_HEADER_BYTES,
        keepAliveTimeout: KEEP_ALIVE_MS,
        insecureHTTPParser: false,
      },
      (request, response) => this.#serve(request, response),
    )
    this.#server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION
    this.#server.on('checkContinue', (request, response) => this.#serve(request, response))
    this.#server.on('connect', (_request, socket) => this.#last(socket, NO_PROXY))
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
      this.#broken(error, socket),
    )
    // Node says 503 to each of them; there is no end to who goes on all the same.
    this.#server.on('dropRequest', (_request, socket) => socket.destroy())
  }

  /** Connections that speak HTTP. */
  get size(): number {
    return this.#visits.size
  }

  /** A socket of which HTTP was heard, paused and with all that was said in front. */
  enter(socket: Duplex, address: string): void {
    if (!this.#visits.add(socket, address)) {
      const message = 'Too many connections from this address.'
      this.#parts.answered(503)
      return sayLast(socket, textAnswer(503, message, { 'retry-after': '1' }))
    }
    this.#server.emit('connection', socket)
    socket.resume()
  }

  /** Called about once a second: who takes too long is told so, or hung up on. */
  sweep(): void {
    for (const { socket, wasHeard } of this.#visits.overdue()) {
      if (wasHeard) socket.destroy()
      else this.#last(socket, TOO_SLOW)
    }
  }

  close(): void {
    this.#visits.close()
  }

  /** A request on a socket that is about to become a WebSocket was wrong after all. */
  refuse(socket: Duplex, reason: UpgradeReason, answer: Answer): void {
    this.#parts.refused(reason)
    this.#last(socket, answer)
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { policy, site, answered } = this.#parts
    const { socket } = request
    const answer =
      this.#answering >= MAX_ANSWERING ? BUSY : answerTo(request, isTls(socket), policy, site)
    this.#answering += 1
    this.#visits.asked(socket)
    response.once('close', () => {
      this.#answering -= 1
      this.#visits.answered(socket)
    })
    if (answer.headers['connection'] === 'close') this.#visits.ends(socket)
    answered(answer.status)
    send(request, response, answer)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { policy, site, subProtocol } = this.#parts
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      // An offer of HTTP/2 or the like, which may be passed over.
      return this.#last(socket, answerTo(request, isTls(socket), policy, site))
    }
    const refusal = upgradeRefusal(request, isTls(socket), policy, subProtocol)
    if (refusal !== undefined) return this.refuse(socket, refusal.reason, refusal.answer)
    this.#visits.remove(socket)
    this.#parts.upgrade(request, socket, head)
  }

  #broken(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    // It has had its last answer, and what is wrong came behind that request.
    if (this.#visits.isEnding(socket)) return
    this.#last(socket, error.code === 'HPE_HEADER_OVERFLOW' ? TOO_LONG : NO_HTTP)
  }

  #last(socket: Duplex, answer: Answer): void {
    this.#visits.ends(socket)
    this.#parts.answered(answer.status)
    sayLast(socket, answer)
  }
}

const BUSY = textAnswer(503, 'The server has too much to do.', { 'retry-after': '1' })
const TOO_SLOW = lastAnswer(408, 'This request took too long.')
const TOO_LONG = lastAnswer(431, 'These headers are longer than the server accepts.')
const NO_HTTP = lastAnswer(400, 'This is no HTTP request.')
const NO_PROXY = lastAnswer(405, 'This is no proxy.')

const isTls = (socket: Duplex): boolean => 'encrypted' in socket

/** What the client still says is thrown away: bytes that nobody read would take the answer back. */
function sayLast(socket: Duplex, answer: Answer): void {
  socket.on('error', () => socket.destroy())
  socket.removeAllListeners('data')
  socket.end(rawAnswer(answer))
  socket.resume()
  setTimeout(() => socket.destroy(), CLOSE_GRACE_MS).unref()
}
