import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'

const SAMPLE_MS = 5

/** How the generator itself fared: a bench that is busy with itself measures itself. */
export interface GeneratorFigures {
  /** Of one core. */
  readonly cpuShare: number
  /** Of the time in which its thread had something to do, or waited for a core to do it on. */
  readonly busyShare: number
  readonly loopDelayP99Us: number
}

export class GeneratorWatch {
  readonly #loopDelay = monitorEventLoopDelay({ resolution: SAMPLE_MS })
  readonly #cpuBefore: NodeJS.CpuUsage
  readonly #loopBefore: EventLoopUtilization
  readonly #startMs = performance.now()

  constructor() {
    this.#loopDelay.enable()
    this.#cpuBefore = process.cpuUsage()
    this.#loopBefore = performance.eventLoopUtilization()
  }

  end(): GeneratorFigures {
    this.#loopDelay.disable()
    const { user, system } = process.cpuUsage(this.#cpuBefore)
    const { utilization } = performance.eventLoopUtilization(this.#loopBefore)
    // The histogram holds the time between two samples, which is this long on an idle loop.
    const lateUs = this.#loopDelay.percentile(99) / 1_000 - SAMPLE_MS * 1_000
    return {
      cpuShare: (user + system) / 1_000 / (performance.now() - this.#startMs),
      busyShare: utilization,
      loopDelayP99Us: Math.max(0, lateUs),
    }
  }
}
