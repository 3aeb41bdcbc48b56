import type { PoolFigures } from '../../protocol/admin-entities.ts'

/** How much of its time a pool's places are taken: measured at the beginning and the end of each task, which is a batch or a group of requests. */
export class PoolLoad {
  readonly #name: string
  readonly #threads: number
  readonly #places: number
  readonly #queueSize: () => number
  #running = 0
  #busyMs = 0
  #changedMs = performance.now()
  #readMs = this.#changedMs

  constructor(
    size: { name: string; threads: number; tasksPerThread?: number },
    queueSize: () => number,
  ) {
    this.#name = size.name
    this.#threads = size.threads
    this.#places = size.threads * (size.tasksPerThread ?? 1)
    this.#queueSize = queueSize
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.#change(1)
    try {
      return await work
    } finally {
      this.#change(-1)
    }
  }

  /** Since the last reading: to be read by one alone, about once a second. */
  read(): PoolFigures {
    this.#change(0)
    const spanMs = this.#changedMs - this.#readMs
    const busy = spanMs > 0 ? Math.min(1, this.#busyMs / (spanMs * this.#places)) : 0
    this.#busyMs = 0
    this.#readMs = this.#changedMs
    return { name: this.#name, threads: this.#threads, queue: this.#queueSize(), busy }
  }

  #change(tasks: number): void {
    const nowMs = performance.now()
    // What waits for a place inside the pool takes none.
    this.#busyMs += Math.min(this.#running, this.#places) * (nowMs - this.#changedMs)
    this.#changedMs = nowMs
    this.#running += tasks
  }
}
