import { setTimeout as sleep } from 'node:timers/promises'
import type { Preparation } from './assign.ts'
import type { Crew } from './crew.ts'
import { Counters, type CounterValues, sumCounters } from './generator/counters.ts'
import type { Histograms } from './generator/latency-recorder.ts'
import type { Assignment, Evidence, FromWorker } from './generator/load-messages.ts'
import { monotonicUs } from './generator/run-clock.ts'
import { EXIT_ABORTED, LoadError } from './load-error.ts'
import type { LoadOptions } from './load-options.ts'
import type { Progress } from './progress/progress.ts'
import { Recorder } from './recorder.ts'
import { formatCount } from './report/format.ts'
import type { Phase } from './scenarios/plan.ts'
import { type ProcessSample, sampleProcess } from './server-process.ts'

/** All members together read back at most so many messages at the end, whatever --pull-back says. */
const MAX_READ_BACK = 500_000

/** What a run gave, before anything is made of it. */
export interface Outcome {
  readonly recorder: Recorder
  readonly evidence: readonly Evidence[]
  readonly entranceSeconds: number
  readonly entranceUsers: number
  readonly isInterrupted: boolean
  readonly intervalMs: number
  /** Before the users connected; absent without --server-pid. */
  readonly serverBefore: ProcessSample | undefined
  readonly serverLoggedIn: ProcessSample | undefined
  /** The borders of the measured time. */
  readonly begin: Sample
  readonly end: Sample
  /** As far as the run got: where each phase began, the first of them being `begin`. */
  readonly borders: readonly { readonly phase: Phase; readonly sample: Sample }[]
  /** Threads that generated load: the workers, and a companion's. */
  readonly threads: number
  /** When everything was over. */
  readonly last: CounterValues
}

export interface Sample {
  readonly atUs: number
  readonly counters: CounterValues
  readonly cpuUs: number
  readonly server: ProcessSample | undefined
}

/** What happens beside the load, in time with it. */
export interface Companion {
  phaseBegins(phase: Phase): void
  /** The measured time is over. */
  over(): void
  /** Rejects when it cannot go on; never resolves. */
  readonly failed: Promise<never>
}

/** The load itself: entrance, warm-up, the measured part, drain, settling; on the main thread, which only watches and merges. */
export class LoadRun {
  readonly #options: LoadOptions
  readonly #preparation: Preparation
  readonly #crew: Crew
  readonly #progress: Progress
  readonly #signal: AbortSignal
  readonly #companion: Companion | undefined
  readonly #counters: readonly Counters[]
  readonly #recorder: Recorder
  readonly #halves = new Map<number, readonly [Histograms, Histograms]>()
  /** When the measured part begins, in microseconds of the run. */
  #measureFromUs = Number.POSITIVE_INFINITY

  constructor(
    options: LoadOptions,
    preparation: Preparation,
    assignments: readonly Assignment[],
    crew: Crew,
    progress: Progress,
    signal: AbortSignal,
    companion?: Companion,
  ) {
    this.#companion = companion
    this.#options = options
    this.#preparation = preparation
    this.#crew = crew
    this.#progress = progress
    this.#signal = signal
    this.#counters = assignments.map(({ counters }) => new Counters(counters))
    this.#recorder = new Recorder(preparation.plan.phases)
    crew.listen((message, worker) => this.#receive(message, worker))
  }

  async run(): Promise<Outcome> {
    await this.#crew.collect('histograms')
    const serverBefore = this.#sampleServer()
    const entranceUsers = this.#usersToEnter()
    const entranceSeconds = await this.#enter(entranceUsers)
    const serverLoggedIn = this.#sampleServer()

    const drained = this.#crew.collect('drained')
    const { borders, begin, end } = await this.#measure()
    this.#progress.step('waiting for the last answers')
    const heads = mergeHeads((await drained).map((message) => message.heads))

    this.#progress.step('reading the conversations back')
    const evidence = this.#crew.collect('evidence')
    this.#crew.broadcast({ type: 'settle', heads, pullBack: this.#pullBack(heads) })
    return {
      recorder: this.#recorder,
      evidence: await evidence,
      entranceSeconds,
      entranceUsers,
      isInterrupted: this.#signal.aborted,
      intervalMs: this.#preparation.intervalMs,
      serverBefore,
      serverLoggedIn,
      begin,
      end,
      borders,
      threads: this.#options.workers + (this.#companion === undefined ? 0 : 1),
      last: sumCounters(this.#counters),
    }
  }

  /** Waits until all are logged in. @returns how long it took */
  async #enter(users: number): Promise<number> {
    const startUs = this.#nowUs()
    const timer = setInterval(() => {
      const { online } = sumCounters(this.#counters)
      this.#progress.step(`logging in: ${online} of ${users} users`)
    }, this.#preparation.intervalMs)
    try {
      const ready = this.#crew.collect('ready')
      this.#crew.broadcast({ type: 'enter' })
      await Promise.race([ready, rejectOnAbort(this.#signal)])
    } finally {
      clearInterval(timer)
    }
    return (this.#nowUs() - startUs) / 1_000_000
  }

  async #measure(): Promise<Pick<Outcome, 'borders' | 'begin' | 'end'>> {
    const { warmUpSeconds, durationSeconds } = this.#options
    const startUs = this.#nowUs()
    this.#measureFromUs = startUs + warmUpSeconds * 1_000_000
    this.#crew.broadcast({ type: 'start', atUs: startUs })
    const ticker = setInterval(() => this.#tick(), this.#preparation.intervalMs)
    try {
      this.#recorder.begin(sumCounters(this.#counters), startUs)
      await this.#sleepUntil(0)
      if (this.#signal.aborted) {
        throw new LoadError('stopped in the warm-up: nothing was measured', {
          exitCode: EXIT_ABORTED,
        })
      }
      const begin = this.#sample()
      const borders = await this.#passPhases(begin)
      await this.#sleepUntil(durationSeconds)
      if (this.#signal.aborted) this.#crew.broadcast({ type: 'stop' })
      return { borders, begin, end: this.#sample() }
    } finally {
      clearInterval(ticker)
      this.#companion?.over()
    }
  }

  async #passPhases(begin: Sample): Promise<Outcome['borders']> {
    const borders: { phase: Phase; sample: Sample }[] = []
    for (const phase of this.#preparation.plan.phases) {
      await this.#sleepUntil(phase.fromSeconds)
      if (this.#signal.aborted) break
      borders.push({ phase, sample: borders.length === 0 ? begin : this.#sample() })
      this.#companion?.phaseBegins(phase)
    }
    return borders
  }

  /** Until this second of the measured part; ends early when the run is interrupted, a worker fails or the companion does. */
  async #sleepUntil(seconds: number): Promise<void> {
    if (this.#signal.aborted) return
    const ms = (seconds - this.#secondsAt(this.#nowUs())) * 1_000
    if (ms <= 0) return
    const isAborted = (error: Error) => {
      // The interruption is what the caller asks for next.
      if (error.name !== 'AbortError') throw error
    }
    const slept = sleep(ms, undefined, { signal: this.#signal }).catch(isAborted)
    const companions = this.#companion === undefined ? [] : [this.#companion.failed]
    await Promise.race([slept, this.#crew.failed, ...companions])
  }

  #receive(message: FromWorker, worker: number): void {
    if (message.type === 'histograms') {
      this.#halves.set(worker, message.halves)
    } else if (message.type === 'interval') {
      const half = this.#halves.get(worker)?.[message.half]
      if (half !== undefined) this.#recorder.merge(half, this.#secondsAt(message.endUs))
      this.#crew.send(worker, { type: 'merged' })
    }
  }

  #tick(): void {
    const nowUs = this.#nowUs()
    const counters = sumCounters(this.#counters)
    const seconds = this.#secondsAt(nowUs)
    const point = this.#recorder.addPoint(counters, nowUs, seconds)
    this.#progress.point(point, {
      title: `${this.#options.scenario.name} · ${formatCount(this.#options.users)} users`,
      phase: this.#preparation.plan.phases.findLast(({ fromSeconds }) => fromSeconds <= seconds)
        ?.name,
      seconds,
      durationSeconds: this.#options.durationSeconds,
      points: this.#recorder.points,
      errors: counters.errors,
      backlogged: counters.backlogged,
    })
  }

  #sample(): Sample {
    const { user, system } = process.cpuUsage()
    return {
      atUs: this.#nowUs(),
      counters: sumCounters(this.#counters),
      cpuUs: user + system,
      server: this.#sampleServer(),
    }
  }

  #sampleServer(): ProcessSample | undefined {
    const { serverPid } = this.#options
    try {
      return serverPid === undefined ? undefined : sampleProcess(serverPid)
    } catch {
      // It was there when the run began and has died since: what its users lost by that is what the report is about.
      return undefined
    }
  }

  #usersToEnter(): number {
    return this.#preparation.plan.people.reduce(
      (sum, { entrance, count }) => sum + (entrance === 'connected' ? count : 0),
      0,
    )
  }

  /** How many messages each member reads back of each conversation in which something was said. */
  #pullBack(heads: Float64Array): number {
    const { conversations } = this.#preparation.plan
    const readers = conversations.reduce(
      (sum, { members }, index) => sum + (heads[index] === 0 ? 0 : members.length),
      0,
    )
    return Math.min(this.#options.pullBack, Math.ceil(MAX_READ_BACK / Math.max(1, readers)))
  }

  #secondsAt(us: number): number {
    return (us - this.#measureFromUs) / 1_000_000
  }

  #nowUs(): number {
    return monotonicUs() - this.#preparation.epochUs
  }
}

function mergeHeads(all: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = all
  return first.map((_, index) => Math.max(...all.map((heads) => heads[index] ?? 0)))
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () =>
      reject(new LoadError('stopped before the run began', { exitCode: EXIT_ABORTED }))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
