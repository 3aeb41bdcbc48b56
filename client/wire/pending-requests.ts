import type { ReplyOf } from '../../protocol/replies.ts'
import type { RequestType } from '../../protocol/requests.ts'
import { ChatClientError } from './chat-client-error.ts'
import type { FrameCheck } from './frame-check.ts'

interface Pending {
  type: RequestType
  askedAt: number
  resolve(fields: unknown): void
  reject(error: ChatClientError): void
}

/** More than any honest use needs; a server that never answers must not fill this side's memory. */
const MAX_PENDING = 128

/** Requests that wait for their one reply [P-4]. */
export class PendingRequests {
  // In the order of asking, so that the first is the oldest.
  readonly #byId = new Map<number, Pending>()
  #lastId = 0

  get size(): number {
    return this.#byId.size
  }

  /** @throws ChatClientError `too_many_requests` */
  open<T extends RequestType>(type: T): { id: number; reply: Promise<ReplyOf<T>> } {
    if (this.#byId.size >= MAX_PENDING) throw new ChatClientError('too_many_requests')
    this.#lastId += 1
    const id = this.#lastId
    const reply = new Promise<ReplyOf<T>>((resolve, reject) => {
      const settle = resolve as (fields: unknown) => void
      this.#byId.set(id, { type, askedAt: performance.now(), resolve: settle, reject })
    })
    return { id, reply }
  }

  /** An id that nobody waits for is ignored, as it is in the methods below. */
  resolve(id: number, fields: Record<string, unknown>, check: FrameCheck): void {
    const pending = this.#take(id)
    if (pending === undefined) return
    if (check.isReply(pending.type, fields)) pending.resolve(fields)
    else pending.reject(new ChatClientError('bad_reply'))
  }

  reject(id: number, error: ChatClientError): void {
    this.#take(id)?.reject(error)
  }

  rejectAll(error: () => ChatClientError): void {
    for (const id of [...this.#byId.keys()]) this.reject(id, error())
  }

  /** 0 when nothing is due. */
  oldestAgeMs(): number {
    for (const { askedAt } of this.#byId.values()) return performance.now() - askedAt
    return 0
  }

  #take(id: number): Pending | undefined {
    const pending = this.#byId.get(id)
    this.#byId.delete(id)
    return pending
  }
}
