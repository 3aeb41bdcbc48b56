import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import {
  ADMIN_PROTOCOL,
  type AdminEvent,
  type AdminReplyOf,
  type AdminRequestType,
} from '../../protocol/admin.ts'
import { encodeFrame } from '../../protocol/encode.ts'
import type { AdminFields } from './admin-task.ts'

/** A server that is well greets within a millisecond; one that is stopped never does. */
const GREETING_MS = 10_000

/** What the operator is told: one sentence. `code` is the server's, or the system's. */
export class AdminError extends Error {
  readonly code: string
  /** What is particular about it. */
  readonly detail: string

  constructor(code: string, message: string, options?: ErrorOptions & { detail?: string }) {
    super(message, options)
    this.name = 'AdminError'
    this.code = code
    this.detail = options?.detail ?? ''
  }
}

interface Waiting {
  resolve(reply: Record<string, unknown>): void
  reject(error: AdminError): void
}

/** The operator's end of the admin socket. */
export class AdminClient {
  readonly #socket: Socket
  readonly #operator: string
  readonly #waiting = new Map<number, Waiting>()
  /** Resolves when the server has gone, or `close` was called. */
  readonly closed: Promise<void>
  /** Hears what comes by itself, after a `watch`. */
  onEvent: (event: AdminEvent) => void = () => {}
  #nextId = 1

  private constructor(socket: Socket, operator: string) {
    this.#socket = socket
    this.#operator = operator
    const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
    lines.on('line', (line) => this.#hear(line))
    // Told once more what the socket is told: a server killed while it was being asked resets the connection.
    lines.on('error', () => undefined)
    socket.on('error', () => socket.destroy())
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#lost()
        resolve()
      })
    })
  }

  /** `operator`: who is said to do what is done. Rejects with an AdminError that says what to do. */
  static async connect(path: string, operator: string): Promise<AdminClient> {
    const socket = connect(path)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', (error: NodeJS.ErrnoException) => reject(explain(path, error)))
    })
    const client = new AdminClient(socket, operator)
    const late = setTimeout(() => client.#fail(silent(path)), GREETING_MS)
    try {
      await client.#greet()
      return client
    } catch (error) {
      // A socket that stays open would keep the program from ending.
      client.#socket.destroy()
      throw error
    } finally {
      clearTimeout(late)
    }
  }

  async #greet(): Promise<void> {
    const { version, protocol } = await this.ask('hello', {})
    if (protocol === ADMIN_PROTOCOL) return
    const message = `The server is of another version, ${version}: use the program it was started with.`
    throw new AdminError('version', message, { detail: version })
  }

  /** Rejects with an AdminError when the server refuses, or is gone before it answers. */
  async ask<T extends AdminRequestType>(type: T, fields: AdminFields<T>): Promise<AdminReplyOf<T>> {
    const id = this.#nextId++
    const reply = new Promise<Record<string, unknown>>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
    if (this.#socket.destroyed) this.#lost()
    else this.#socket.write(encodeFrame({ ...fields, type, id, operator: this.#operator }))
    return (await reply) as AdminReplyOf<T>
  }

  /** What was asked is still sent. To end one's own side is not enough: who watches may do so on purpose, and goes on being told. */
  close(): void {
    this.#socket.destroySoon()
  }

  #hear(line: string): void {
    const frame = parse(line)
    if (frame === undefined) return this.#fail(strange())
    const { type, id, ...fields } = frame
    if (type !== 'ok' && type !== 'error') return this.onEvent(frame as AdminEvent)
    const waiting = this.#waiting.get(Number(id))
    if (waiting === undefined) return
    this.#waiting.delete(Number(id))
    if (type === 'ok') return waiting.resolve(fields)
    const { code, message } = fields as { code: string; message: string }
    waiting.reject(
      code === 'unknown_type'
        ? new AdminError(code, 'The server is of another version and does not know this request.')
        : new AdminError(code, message),
    )
  }

  #lost(error = new AdminError('closed', 'The server closed the admin socket.')): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  /** Who is there cannot be talked to. */
  #fail(error: AdminError): void {
    this.#lost(error)
    this.#socket.destroy()
  }
}

/** undefined: it is no frame, and no server of ours has written it. */
function parse(line: string): Record<string, unknown> | undefined {
  try {
    const frame: unknown = JSON.parse(line)
    return typeof frame === 'object' && frame !== null ? { ...frame } : undefined
  } catch {
    // The same as any other value that is no object.
    return undefined
  }
}

const strange = (): AdminError =>
  new AdminError('strange', 'What answers on the admin socket is no server of this version.')
const silent = (path: string): AdminError =>
  new AdminError('silent', `Somebody listens on ${path}, and does not answer.`)

function explain(path: string, cause: NodeJS.ErrnoException): AdminError {
  const { code = 'unknown', message } = cause
  const sentence =
    code === 'ENOENT'
      ? `There is no server on this data folder: ${path} does not exist.`
      : code === 'ECONNREFUSED'
        ? `No server listens on ${path}: the last one was killed.`
        : code === 'EACCES' || code === 'EPERM'
          ? `You may not open ${path}: only the user that runs the server may.`
          : `The admin socket ${path} cannot be opened: ${message}`
  return new AdminError(code, sentence, { cause })
}
