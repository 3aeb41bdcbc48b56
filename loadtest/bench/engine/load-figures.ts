import type { GeneratorFigures } from './generator-watch.ts'

/** What one load showed of one system. Rates and processor time are those of the measured seconds. */
export interface LoadFigures {
  readonly seconds: number
  readonly sentPerSecond: number
  /** null where the system acknowledges nothing. */
  readonly acknowledgedPerSecond: number | null
  readonly deliveredPerSecond: number
  /** Of the server's process, all its threads. */
  readonly cpuUsPerDelivered: number
  /** Of the database's own process; null where there is none. */
  readonly databaseCpuUsPerDelivered: number | null
  /** From the moment at which a message was meant to be sent. null: nothing was measured. */
  readonly acknowledgeUs: Percentiles | null
  readonly deliveryUs: Percentiles | null
  readonly faults: FaultCounts
  readonly generator: GeneratorFigures
}

export interface Percentiles {
  readonly p50: number
  readonly p99: number
}

export const FAULT_NAMES = [
  'lost',
  'doubled',
  'disordered',
  'corrupt',
  'refused',
  'heldBack',
] as const
export type FaultName = (typeof FAULT_NAMES)[number]
export type FaultCounts = Readonly<Record<FaultName, number>>

export const mapFaults = (count: (name: FaultName) => number): FaultCounts =>
  Object.fromEntries(FAULT_NAMES.map((name) => [name, count(name)])) as FaultCounts

export const NO_FAULTS: FaultCounts = mapFaults(() => 0)

export const countFaults = (faults: FaultCounts): number =>
  FAULT_NAMES.reduce((sum, name) => sum + faults[name], 0)
