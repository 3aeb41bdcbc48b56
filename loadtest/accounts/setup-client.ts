import type { AdminReplyOf, AdminRequestOf, AdminRequestType } from '../../protocol/admin.ts'
import { encodeFrame } from '../../protocol/encode.ts'
import { RETRY_CODES } from '../../protocol/error-codes.ts'
import { MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'
import { LineDecoder } from '../../protocol/line-decoder.ts'
import type { ErrorFrame, ReplyOf } from '../../protocol/replies.ts'
import type { RequestType } from '../../protocol/requests.ts'
import { wireString } from '../generator/texts.ts'
import { LinePipe, ReadBuffer } from '../wire/line-pipe.ts'
import type { Target } from '../wire/transport.ts'

const CONNECT_TIMEOUT_MS = 5_000
const REPLY_TIMEOUT_MS = 30_000
/** A server that says "later" for this long is not going to do it. */
const PATIENCE_MS = 60_000
const READ_BUFFER = new ReadBuffer()

/** An `error` reply that no waiting mends. */
export class SetupRefused extends Error {
  readonly code: string

  constructor(request: string, error: ErrorFrame) {
    super(`${request} was refused: ${error.code}: ${error.message}`)
    this.name = 'SetupRefused'
    this.code = error.code
  }
}

interface Waiting {
  readonly id: number
  resolve(frame: object): void
  reject(error: Error): void
}

type AdminFields<T extends AdminRequestType> = Omit<AdminRequestOf<T>, 'type' | 'id'>

/**
 * A plain client for what comes before the run: one request at a time, by promise. It does as it is told when the server says `busy` or
 * `rate_limited`. Over TCP it is a chat client, over the admin socket's path an operator's: the frames are the same.
 */
export class SetupClient {
  readonly #decoder = new LineDecoder(MAX_SERVER_FRAME_BYTES)
  readonly #replyTimeoutMs: number
  readonly #pipe: LinePipe
  #nextId = 1
  #waiting: Waiting | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: Error | undefined

  private constructor(
    target: Target | { path: string },
    replyTimeoutMs: number,
    opened: (failure: Error | undefined) => void,
  ) {
    this.#replyTimeoutMs = replyTimeoutMs
    this.#pipe = new LinePipe(target, READ_BUFFER, {
      opened: () => {
        clearTimeout(this.#timer)
        opened(undefined)
      },
      // The decoder keeps what it is fed, and the buffer is for everybody.
      read: (bytes, length) => this.#read(Buffer.from(bytes.subarray(0, length))),
      closed: (error) => {
        clearTimeout(this.#timer)
        this.#fail(error ?? new Error('the server closed the connection'))
        opened(this.#failure)
      },
    })
    this.#giveUpAfter(CONNECT_TIMEOUT_MS)
  }

  /** Rejects with the system's error when nobody answers there. */
  static open(
    target: Target | { path: string },
    replyTimeoutMs = REPLY_TIMEOUT_MS,
  ): Promise<SetupClient> {
    return new Promise((resolve, reject) => {
      const client = new SetupClient(target, replyTimeoutMs, (failure) => {
        if (failure === undefined) resolve(client)
        else reject(failure)
      })
    })
  }

  /** Rejects with `SetupRefused`, or when the connection ends or says nothing for half a minute. */
  async ask<T extends RequestType>(type: T, fields: object = {}): Promise<ReplyOf<T>> {
    return (await this.#askPatiently(type, fields)) as ReplyOf<T>
  }

  /** The same, of what an operator may ask for. */
  async askAdmin<T extends AdminRequestType>(
    type: T,
    fields: AdminFields<T>,
  ): Promise<AdminReplyOf<T>> {
    return (await this.#askPatiently(type, fields)) as AdminReplyOf<T>
  }

  close(): void {
    this.#pipe.destroy()
  }

  async #askPatiently(type: string, fields: object): Promise<object> {
    const startMs = performance.now()
    for (;;) {
      const reply = (await this.#askOnce(type, fields)) as { type: string }
      if (reply.type === 'ok') return reply
      const error = reply as unknown as ErrorFrame
      const waited = performance.now() - startMs
      if (!RETRY_CODES.has(error.code) || waited > PATIENCE_MS) throw new SetupRefused(type, error)
      const pauseMs = (error.retryAfterMs ?? 100) * (1 + Math.random())
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  #askOnce(type: string, fields: object): Promise<object> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting = { id, resolve, reject }
      this.#giveUpAfter(this.#replyTimeoutMs)
      this.#pipe.send(wireString(encodeFrame({ type, id, ...fields })))
    })
  }

  #read(chunk: Buffer): void {
    try {
      this.#decoder.feed(chunk)
      for (let line = this.#decoder.next(); line !== undefined; line = this.#decoder.next()) {
        const frame = JSON.parse(line) as { id?: unknown }
        if (frame.id !== undefined && frame.id === this.#waiting?.id) {
          const { resolve } = this.#waiting
          this.#waiting = undefined
          clearTimeout(this.#timer)
          resolve(frame)
        }
      }
    } catch (cause) {
      this.#fail(new Error('what answers there does not speak the protocol', { cause }))
      this.#pipe.destroy()
    }
  }

  #giveUpAfter(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#fail(new Error('no answer'))
      this.#pipe.destroy()
    }, ms)
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#waiting?.reject(this.#failure)
    this.#waiting = undefined
  }
}
