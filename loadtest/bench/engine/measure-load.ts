import type { RecordableHistogram } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { sampleProcess } from '../../server-process.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import type { Crowd } from './crowd.ts'
import { GeneratorWatch } from './generator-watch.ts'
import type { Load } from './load.ts'
import type { LoadFigures, Percentiles } from './load-figures.ts'
import type { Tally } from './tally.ts'

export interface MeasureTimes {
  readonly warmUpSeconds: number
  readonly seconds: number
}

/** Lets the load run without measuring it. */
export async function runLoad(crowd: Crowd, load: Load, seconds: number): Promise<void> {
  try {
    load.start()
    await wait(seconds, crowd)
  } finally {
    load.stop()
  }
  await crowd.drain()
}

async function wait(seconds: number, crowd: Crowd): Promise<void> {
  const over = new AbortController()
  try {
    const slept = sleep(seconds * 1_000, undefined, { signal: over.signal })
    await Promise.race([slept, crowd.failed])
  } finally {
    over.abort()
  }
}

interface Sample {
  readonly atUs: number
  readonly tally: Tally
  readonly cpuSeconds: number
  readonly databaseCpuSeconds: number
}

/**
 * Lets the load run, measures all but its first seconds, and waits until what was sent has come. Faults count from the crowd's last measurement on: a message is
 * lost whenever it is. Rejects with a LoadError when the system fails.
 */
export async function measureLoad(
  server: BenchServer,
  crowd: Crowd,
  load: Load,
  { warmUpSeconds, seconds }: MeasureTimes,
): Promise<LoadFigures> {
  const { scene } = crowd
  try {
    load.start()
    await wait(warmUpSeconds, crowd)
    scene.beginMeasuring()
    const watch = new GeneratorWatch()
    const begin = sample(server, crowd)
    await wait(seconds, crowd)
    const end = sample(server, crowd)
    const generator = watch.end()
    load.stop()
    await crowd.drain()
    return {
      ...rates(begin, end, scene.peer.acknowledges, server.databasePid !== undefined),
      acknowledgeUs: percentiles(scene.acknowledge),
      deliveryUs: percentiles(scene.delivery),
      faults: crowd.newFaults(),
      generator,
    }
  } finally {
    load.stop()
    scene.measureFromUs = Number.POSITIVE_INFINITY
  }
}

function sample({ pid, databasePid }: BenchServer, { scene }: Crowd): Sample {
  return {
    atUs: scene.nowUs(),
    tally: { ...scene.tally },
    cpuSeconds: sampleProcess(pid).cpuSeconds,
    databaseCpuSeconds: databasePid === undefined ? 0 : sampleProcess(databasePid).cpuSeconds,
  }
}

function rates(begin: Sample, end: Sample, acknowledges: boolean, hasDatabase: boolean) {
  const seconds = (end.atUs - begin.atUs) / 1_000_000
  const rate = (key: keyof Tally) => (end.tally[key] - begin.tally[key]) / seconds
  const delivered = end.tally.delivered - begin.tally.delivered
  const cpuUs = (key: 'cpuSeconds' | 'databaseCpuSeconds') =>
    ((end[key] - begin[key]) * 1_000_000) / Math.max(1, delivered)
  return {
    seconds,
    sentPerSecond: rate('sent'),
    acknowledgedPerSecond: acknowledges ? rate('acknowledged') : null,
    deliveredPerSecond: rate('delivered'),
    cpuUsPerDelivered: cpuUs('cpuSeconds'),
    databaseCpuUsPerDelivered: hasDatabase ? cpuUs('databaseCpuSeconds') : null,
  }
}

function percentiles(histogram: RecordableHistogram): Percentiles | null {
  if (histogram.count === 0) return null
  return { p50: histogram.percentile(50), p99: histogram.percentile(99) }
}
