import {
  type FaultCounts,
  type LoadFigures,
  mapFaults,
  type Percentiles,
} from '../engine/load-figures.ts'

/** The middle one; of an even number the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted.length >> 1
  const high = sorted[upper] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[upper - 1] ?? Number.NaN) + high) / 2
}

/** The figures of several rounds as one: medians, for a machine has its moods; but faults are added up, for none is forgiven. */
export function combineRounds(rounds: readonly LoadFigures[]): LoadFigures {
  const of = (key: 'seconds' | 'sentPerSecond' | 'deliveredPerSecond' | 'cpuUsPerDelivered') =>
    median(rounds.map((round) => round[key]))
  const ofNullable = (key: 'acknowledgedPerSecond' | 'databaseCpuUsPerDelivered') =>
    medianOrNull(rounds.map((round) => round[key]))
  return {
    seconds: of('seconds'),
    sentPerSecond: of('sentPerSecond'),
    acknowledgedPerSecond: ofNullable('acknowledgedPerSecond'),
    deliveredPerSecond: of('deliveredPerSecond'),
    cpuUsPerDelivered: of('cpuUsPerDelivered'),
    databaseCpuUsPerDelivered: ofNullable('databaseCpuUsPerDelivered'),
    acknowledgeUs: medianPercentiles(rounds.map(({ acknowledgeUs }) => acknowledgeUs)),
    deliveryUs: medianPercentiles(rounds.map(({ deliveryUs }) => deliveryUs)),
    faults: addFaults(rounds.map(({ faults }) => faults)),
    generator: {
      cpuShare: median(rounds.map(({ generator }) => generator.cpuShare)),
      busyShare: median(rounds.map(({ generator }) => generator.busyShare)),
      loopDelayP99Us: median(rounds.map(({ generator }) => generator.loopDelayP99Us)),
    },
  }
}

export function addFaults(all: readonly FaultCounts[]): FaultCounts {
  return mapFaults((name) => all.reduce((sum, one) => sum + one[name], 0))
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : median(known)
}

function medianPercentiles(values: readonly (Percentiles | null)[]): Percentiles | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  return { p50: median(known.map(({ p50 }) => p50)), p99: median(known.map(({ p99 }) => p99)) }
}
