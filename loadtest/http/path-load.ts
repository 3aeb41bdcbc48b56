import autocannon from 'autocannon'
import { newHistogram } from '../generator/latency-recorder.ts'
import { Tally } from '../generator/tally.ts'
import { summarize } from '../report/summarize.ts'
import type { HttpOrder, PathResult } from './http-order.ts'

/** As Prometheus waits for a scrape. */
const TIMEOUT_SECONDS = 10
/** It stops when it is told to, at the next look; this is how often it looks. */
const LOOK_EVERY_MS = 100
/** Longer than any run; it is stopped. */
const DURATION_SECONDS = 7 * 86_400
/** A refused connection is tried again at once: without an end to that, a server that died would be asked as fast as this thread can. */
const MAX_ERRORS = 1_000

/**
 * Asks for one path until it is stopped. Of autocannon only the asking is used: its own figures are in whole milliseconds, so each answer's time is
 * recorded here, in microseconds, as it comes.
 */
export class PathLoad {
  readonly #name: string
  readonly #run: autocannon.Instance
  readonly #over: Promise<void>
  readonly #latency = newHistogram()
  readonly #failures = new Tally()
  #answered = 0
  #failed = 0
  #bytes = 0

  constructor({ name, url }: HttpOrder['paths'][number], { rate, connections }: HttpOrder) {
    this.#name = name
    const order = {
      url,
      connections,
      ...(rate === 'max' ? {} : { overallRate: rate }),
      duration: DURATION_SECONDS,
      timeout: TIMEOUT_SECONDS,
      sampleInt: LOOK_EVERY_MS,
      bailout: MAX_ERRORS,
    }
    let finished: (error: unknown) => void = () => {}
    this.#over = new Promise((resolve, reject) => {
      finished = (error) => (error ? reject(error) : resolve())
    })
    this.#run = autocannon(order, (error: unknown) => finished(error))
    this.#run.on('response', (_client, status, bytes, ms) => this.#hear(status, bytes, ms))
    this.#run.on('reqError', (error: NodeJS.ErrnoException) => {
      this.#fail(error.code ?? error.message)
    })
  }

  async stop(seconds: number): Promise<PathResult> {
    this.#run.stop()
    await this.#over
    return {
      name: this.#name,
      answered: this.#answered,
      answeredPerSecond: this.#answered / seconds,
      latencyUs: summarize(this.#latency),
      bytesPerAnswer: this.#answered === 0 ? 0 : this.#bytes / this.#answered,
      failed: this.#failed,
      failures: this.#failures.toObject(),
    }
  }

  #hear(status: number, bytes: number, ms: number): void {
    if (status < 200 || status > 299) return this.#fail(String(status))
    this.#answered++
    this.#bytes += bytes
    this.#latency.record(Math.max(1, Math.round(ms * 1_000)))
  }

  #fail(why: string): void {
    this.#failed++
    this.#failures.add(why)
  }
}
