import type { PoolFigures } from '../../protocol/admin-entities.ts'

/** What a pool has done since it was opened, and what it is at. */
export interface PoolTotals {
  name: string
  threads: number
  /** Tasks that it can work at side by side: the threads, times the tasks of each. */
  places: number
  /** Requests that wait for a place. */
  queue: number
  /** Of places, added up. */
  busySeconds: number
  tasks: number
}

/** How much of its time a pool's places are taken: measured at the beginning and the end of each task, which is a batch or a group of requests. */
export class PoolLoad {
  readonly #name: string
  readonly #threads: number
  readonly #places: number
  readonly #queueSize: () => number
  #running = 0
  #busyMs = 0
  #totalBusyMs = 0
  #tasks = 0
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
      this.#tasks += 1
    }
  }

  /** Since the start: for any number of readers, who each take their own differences. */
  totals(): PoolTotals {
    this.#change(0)
    return {
      name: this.#name,
      threads: this.#threads,
      places: this.#places,
      queue: this.#queueSize(),
      busySeconds: this.#totalBusyMs / 1000,
      tasks: this.#tasks,
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
    const busyMs = Math.min(this.#running, this.#places) * (nowMs - this.#changedMs)
    this.#busyMs += busyMs
    this.#totalBusyMs += busyMs
    this.#changedMs = nowMs
    this.#running += tasks
  }
}
