import type { Duplex } from 'node:stream'

/** All headers of the first request must have come by then, and of each further one. */
const HEADERS_TIMEOUT_MS = 10_000
const NEXT_REQUEST_MS = 5_000
/** For taking an answer: the largest file over a bad radio link. */
const TAKING_TIMEOUT_MS = 60_000

interface Visit {
  readonly socket: Duplex
  readonly address: string
  deadlineMs: number
  /** It has asked for something before. */
  wasHeard: boolean
  /** Requests of it that are not answered. */
  open: number
  /** It gets no further answer. */
  isEnding: boolean
  readonly gone: () => void
}

/** The connections that speak HTTP, and how long each may stay. The parser's own limits need a server that listens. */
export class Visits {
  readonly #visits = new Map<Duplex, Visit>()
  readonly #byAddress = new Map<string, number>()
  readonly #maxPerAddress: number
  readonly #monotonicMs: () => number
  #isClosed = false

  constructor(maxPerAddress: number, monotonicMs: () => number) {
    this.#maxPerAddress = maxPerAddress
    this.#monotonicMs = monotonicMs
  }

  get size(): number {
    return this.#visits.size
  }

  /** @returns false: its address has too many */
  add(socket: Duplex, address: string): boolean {
    const count = this.#byAddress.get(address) ?? 0
    if (this.#maxPerAddress > 0 && count >= this.#maxPerAddress) return false
    this.#byAddress.set(address, count + 1)
    const deadlineMs = this.#monotonicMs() + HEADERS_TIMEOUT_MS
    const gone = (): void => this.remove(socket)
    this.#visits.set(socket, {
      ...{ socket, address, deadlineMs, gone },
      ...{ wasHeard: false, open: 0, isEnding: false },
    })
    socket.once('close', gone)
    if (this.#isClosed) socket.destroy()
    return true
  }

  remove(socket: Duplex): void {
    const visit = this.#visits.get(socket)
    if (visit === undefined) return
    this.#visits.delete(socket)
    socket.off('close', visit.gone)
    const count = (this.#byAddress.get(visit.address) ?? 0) - 1
    if (count > 0) this.#byAddress.set(visit.address, count)
    else this.#byAddress.delete(visit.address)
  }

  /** The answer that it gets is its last. */
  ends(socket: Duplex): void {
    const visit = this.#visits.get(socket)
    if (visit !== undefined) visit.isEnding = true
  }

  isEnding(socket: Duplex): boolean {
    return this.#visits.get(socket)?.isEnding ?? true
  }

  asked(socket: Duplex): void {
    const visit = this.#visits.get(socket)
    if (visit === undefined) return
    visit.wasHeard = true
    visit.open += 1
    visit.deadlineMs = this.#monotonicMs() + TAKING_TIMEOUT_MS
  }

  answered(socket: Duplex): void {
    const visit = this.#visits.get(socket)
    if (visit === undefined) return
    visit.open -= 1
    if (visit.open === 0) visit.deadlineMs = this.#monotonicMs() + NEXT_REQUEST_MS
  }

  /** Those whose time is over, each once; whoever asks ends them. */
  *overdue(): Iterable<Visit> {
    const nowMs = this.#monotonicMs()
    for (const visit of this.#visits.values()) {
      if (nowMs < visit.deadlineMs) continue
      visit.deadlineMs = Number.POSITIVE_INFINITY
      yield visit
    }
  }

  /** Ends all of them, and whoever may still come. */
  close(): void {
    this.#isClosed = true
    for (const socket of this.#visits.keys()) socket.destroy()
  }
}
