import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Teardown } from './temporary-folder.ts'

export interface HeardRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it as they like
  body: any
}

type Behaviour = (response: ServerResponse, request: HeardRequest) => void

/** An HTTP server that behaves as a test tells it, well or badly. Each request takes the next behaviour; the last one stays. */
export class AnsweringServer {
  readonly url: string
  readonly requests: HeardRequest[] = []
  #behaviours: Behaviour[]
  #changed: (() => void)[] = []
  /** Requests whose connection has gone. */
  closed = 0

  readonly #server: Server

  private constructor(server: Server, behaviours: Behaviour[]) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#behaviours = behaviours
  }

  static async start(t: Teardown, ...behaviours: Behaviour[]): Promise<AnsweringServer> {
    let own: AnsweringServer | undefined
    const server = createServer((request, response) => void own?.take(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    own = new AnsweringServer(server, behaviours)
    const started = own
    t.teardown(() => started.stop())
    return own
  }

  /** From now on nobody listens here. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  behave(...behaviours: Behaviour[]): void {
    this.#behaviours = behaviours
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { method = '', url: path = '', headers } = request
    const heard = { method, path, headers, body: JSON.parse(Buffer.concat(parts).toString()) }
    response.on('close', () => {
      this.closed += 1
      this.#tell()
    })
    response.on('error', () => {})
    this.requests.push(heard)
    this.#tell()
    const behaviour = this.#behaviours.length > 1 ? this.#behaviours.shift() : this.#behaviours[0]
    behaviour?.(response, heard)
  }

  /** Resolves when it has heard so many requests. */
  async heard(count: number): Promise<void> {
    while (this.requests.length < count) await this.#change()
  }

  /** Resolves when so many connections have gone, or answers have been finished. */
  async left(count: number): Promise<void> {
    while (this.closed < count) await this.#change()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve))
  }

  #tell(): void {
    for (const wake of this.#changed.splice(0)) wake()
  }
}

const delta = (fields: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: fields, finish_reason: finish }] })}\n\n`

export const startStream = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
}

/** A stream as a model writes it, word by word, to its proper end. */
export function streams(...words: (string | object)[]): Behaviour {
  return (response) => {
    startStream(response)
    for (const word of words) response.write(piece(word))
    response.write(delta({}, 'stop'))
    response.end('data: [DONE]\n\n')
  }
}

export const piece = (word: string | object): string =>
  delta(typeof word === 'string' ? { content: word } : word)

/** Some words, and then the connection is cut. */
export function breaksOff(...words: string[]): Behaviour {
  return (response) => {
    startStream(response)
    response.write(words.map(piece).join(''), () => response.destroy())
  }
}

export function status(code: number, headers: Record<string, string> = {}, body = ''): Behaviour {
  return (response) => void response.writeHead(code, headers).end(body)
}

export function json(body: unknown): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

export const never: Behaviour = () => {}
