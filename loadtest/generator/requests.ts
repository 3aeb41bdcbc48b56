import type { ErrorCode } from '../../protocol/error-codes.ts'
import { RETRY_CODES } from '../../protocol/error-codes.ts'
import type { ErrorFrame, ReplyOf } from '../../protocol/replies.ts'
import type { RequestType } from '../../protocol/requests.ts'
import type { Link } from './link.ts'
import { wireString } from './texts.ts'

/** The server said no. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number

  constructor(error: ErrorFrame) {
    super(error.message)
    this.name = 'Refusal'
    this.code = error.code
    this.retryAfterMs = error.retryAfterMs ?? 100
  }

  /** Nothing was done, and later it may be. */
  get isTemporary(): boolean {
    return RETRY_CODES.has(this.code) || this.code === 'shutting_down'
  }
}

/** The connection ended before the answer came. */
export class LinkLost extends Error {
  constructor() {
    super('the connection ended')
    this.name = 'LinkLost'
  }
}

type Waiting = { resolve(reply: object): void; reject(error: Error): void }

/**
 * The rare requests of a user (log in, join, read history), by promise and by JSON. Their ids are strings, so that a number is always the id of
 * a `send`.
 */
export class Requests {
  readonly #link: Link
  readonly #waiting = new Map<string, Waiting>()
  #nextId = 1

  constructor(link: Link) {
    this.#link = link
  }

  /** Rejects with a `Refusal` or with `LinkLost`. */
  ask<T extends RequestType>(type: T, fields: object): Promise<ReplyOf<T>> {
    const id = `r${this.#nextId++}`
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (reply: object) => void, reject })
      this.#link.write(wireString(`${JSON.stringify({ type, id, ...fields })}\n`))
    })
  }

  /** @returns whether it was an answer that somebody waited for */
  answer(frame: { type?: unknown; id?: unknown }): boolean {
    const waiting = this.#waiting.get(frame.id as string)
    if (waiting === undefined) return false
    this.#waiting.delete(frame.id as string)
    if (frame.type === 'ok') waiting.resolve(frame)
    else waiting.reject(new Refusal(frame as ErrorFrame))
    return true
  }

  /** The connection has ended: nothing will be answered. */
  close(): void {
    for (const { reject } of this.#waiting.values()) reject(new LinkLost())
    this.#waiting.clear()
  }
}
