/**
 * What a worker counts, in memory that the main thread sees: the live panel and the borders of the measured time read it
 * whenever they like, and counting costs one addition. Each worker writes its own array only.
 */
export const COUNTERS = [
  'meant',
  'sent',
  'acknowledged',
  'delivered',
  'delayed',
  'duplicatesRefused',
  'refused',
  'errors',
  'logins',
  'pulled',
  'gapsHealed',
  'resyncs',
  'readBack',
  'receipts',
  // What is so at this moment, not since the beginning:
  'online',
  'backlogged',
  'outstanding',
] as const

export type CounterName = (typeof COUNTERS)[number]
export type CounterValues = Readonly<Record<CounterName, number>>

export class Counters {
  readonly shared: SharedArrayBuffer
  readonly #values: Float64Array

  constructor(shared = new SharedArrayBuffer(COUNTERS.length * Float64Array.BYTES_PER_ELEMENT)) {
    this.shared = shared
    this.#values = new Float64Array(shared)
  }

  add(counter: CounterIndex, amount = 1): void {
    this.#values[counter] = (this.#values[counter] as number) + amount
  }

  get(counter: CounterIndex): number {
    return this.#values[counter] as number
  }
}

/** All workers' counters together. */
export function sumCounters(all: readonly Counters[]): CounterValues {
  const sum = (index: number) => all.reduce((total, counters) => total + counters.get(index), 0)
  return Object.fromEntries(COUNTERS.map((name, index) => [name, sum(index)])) as CounterValues
}

export type CounterIndex = number
const indexOf = (name: CounterName): CounterIndex => COUNTERS.indexOf(name)

export const MEANT = indexOf('meant')
export const SENT = indexOf('sent')
export const ACKNOWLEDGED = indexOf('acknowledged')
export const DELIVERED = indexOf('delivered')
export const DELAYED = indexOf('delayed')
export const DUPLICATES_REFUSED = indexOf('duplicatesRefused')
export const REFUSED = indexOf('refused')
export const ERRORS = indexOf('errors')
export const LOGINS = indexOf('logins')
export const PULLED = indexOf('pulled')
export const GAPS_HEALED = indexOf('gapsHealed')
export const RESYNCS = indexOf('resyncs')
export const READ_BACK = indexOf('readBack')
export const RECEIPTS = indexOf('receipts')
export const ONLINE = indexOf('online')
export const BACKLOGGED = indexOf('backlogged')
export const OUTSTANDING = indexOf('outstanding')
