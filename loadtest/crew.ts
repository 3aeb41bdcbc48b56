import { Worker } from 'node:worker_threads'
import type { Assignment, FromWorker, ToWorker } from './generator/load-messages.ts'
import { LoadError } from './load-error.ts'
import { workerEntry } from './worker-entry.ts'

type OfType<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>

/** The worker threads of a run. */
export class Crew {
  readonly #workers: readonly Worker[]
  readonly #listeners = new Set<(message: FromWorker, worker: number) => void>()
  readonly #failed: Promise<never>

  constructor(assignments: readonly Assignment[]) {
    const entry = workerEntry('./generator/load-worker.ts')
    this.#workers = assignments.map((workerData) => new Worker(entry, { workerData }))
    this.#failed = new Promise((_, reject) => {
      for (const worker of this.#workers) {
        // A bug of the generator; its stack is wanted.
        worker.on('error', reject)
        worker.on('message', (message: FromWorker) => {
          if (message.type === 'failed') reject(new LoadError(message.message))
        })
      }
    })
    // It may fail while nobody waits; whoever waits next is told.
    this.#failed.catch(() => {})
    for (const [index, worker] of this.#workers.entries()) {
      worker.on('message', (message: FromWorker) => {
        for (const listener of this.#listeners) listener(message, index)
      })
    }
  }

  listen(listener: (message: FromWorker, worker: number) => void): void {
    this.#listeners.add(listener)
  }

  send(worker: number, message: ToWorker): void {
    this.#workers[worker]?.postMessage(message)
  }

  broadcast(message: ToWorker): void {
    for (const worker of this.#workers) worker.postMessage(message)
  }

  /**
   * One message of this type from every worker, in their order. Rejects with a LoadError when a worker says that there can be no run, and
   * with anything else for a bug.
   */
  collect<T extends FromWorker['type']>(type: T): Promise<OfType<T>[]> {
    const answers = this.#workers.map(
      (worker) =>
        new Promise<OfType<T>>((resolve) => {
          const listener = (message: FromWorker) => {
            if (message.type !== type) return
            worker.off('message', listener)
            resolve(message as OfType<T>)
          }
          worker.on('message', listener)
        }),
    )
    return Promise.race([Promise.all(answers), this.#failed])
  }

  /** Rejects, as `collect` does, when a worker fails; never resolves. */
  get failed(): Promise<never> {
    return this.#failed
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}
