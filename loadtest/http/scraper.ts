import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Companion } from '../load-run.ts'
import type { Phase } from '../scenarios/plan.ts'
import { workerEntry } from '../worker-entry.ts'
import type { FromHttpWorker, HttpOrder, HttpTally, ToHttpWorker } from './http-order.ts'
import { isScraped } from './scraped-chat.ts'

/** Asks over HTTP in the phases of the chat that are meant for it, on a thread of its own. */
export class Scraper implements Companion {
  readonly failed: Promise<never>
  readonly #worker: Worker
  #tally: Promise<HttpTally> | undefined

  private constructor(worker: Worker) {
    this.#worker = worker
    this.failed = new Promise((_, reject) => {
      // A bug; its stack is wanted.
      worker.on('error', reject)
    })
    // It may fail while nobody waits; whoever waits next is told.
    this.failed.catch(() => {})
  }

  /** Resolves when it could begin at once. */
  static async open(order: HttpOrder): Promise<Scraper> {
    const worker = new Worker(workerEntry('./http/http-worker.ts'), { workerData: order })
    await once(worker, 'message')
    return new Scraper(worker)
  }

  phaseBegins(phase: Phase): void {
    if (!isScraped(phase)) return this.over()
    this.#tally = once(this.#worker, 'message').then(([message]) => {
      const answer = message as Extract<FromHttpWorker, { type: 'done' }>
      return answer.tally
    })
    this.#tally.catch(() => {})
    this.#tell({ type: 'start' })
  }

  over(): void {
    this.#tell({ type: 'stop' })
  }

  /** After the end. @returns undefined when it had not begun */
  tally(): Promise<HttpTally | undefined> {
    return Promise.race([this.#tally ?? Promise.resolve(undefined), this.failed])
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #tell(message: ToHttpWorker): void {
    this.#worker.postMessage(message)
  }
}
