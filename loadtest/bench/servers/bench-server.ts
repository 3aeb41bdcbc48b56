import type { Peer } from '../../peers/peer.ts'
import type { Transport } from '../../wire/transport.ts'

export const SYSTEM_KEYS = ['sqlite', 'mariadb', 'relay', 'mosquitto', 'ngircd'] as const
export type SystemKey = (typeof SYSTEM_KEYS)[number]

/** Something to measure, whether or not it is installed here. */
export interface System {
  readonly key: SystemKey
  /** Without a version, which only the program itself knows. */
  readonly label: string
  /** What a sender may rely on when it hears nothing bad. */
  readonly promise: string
  /** What a person can do who does not have it. */
  readonly install: string
  /** undefined: it is not installed. */
  find(): Promise<FoundSystem | undefined>
}

export interface FoundSystem {
  /** As the table calls it. */
  readonly name: string
  /** A fresh one, on loopback, with its files in a folder of its own. Rejects with a LoadError that has its last words. */
  start(): Promise<BenchServer>
}

/** A server that runs. */
export interface BenchServer {
  readonly peer: Peer
  readonly port: number
  /** How people come to it. Absent: plain TCP. */
  readonly transport?: Transport
  /** The process whose time and memory count. */
  readonly pid: number
  /** The database's own process, where there is one. */
  readonly databasePid: number | undefined
  /** The last lines of its output, for when it fails. */
  readonly lastWords: readonly string[]
  accounts(order: AccountOrder): Promise<Account[]>
  /** Ends it, and removes its files. */
  stop(): Promise<void>
}

/** Ours alone: what it has stored survives. */
export interface DurableServer extends BenchServer {
  /** Stops it in order and starts it on the same database: nothing is in its memory then. */
  restart(): Promise<void>
}

export interface AccountOrder {
  readonly prefix: string
  readonly count: number
  /** Only where the system knows passwords. */
  readonly password?: string
}

export interface Account {
  readonly user: string
  /** Empty where the system asks for none. */
  readonly token: string
}

/** For systems that take whoever comes: names like those that ours gives. */
export function anonymousAccounts({ prefix, count }: AccountOrder): Promise<Account[]> {
  return Promise.resolve(
    Array.from({ length: count }, (_, index) => ({
      user: `${prefix}-${String(index + 1).padStart(6, '0')}`,
      token: '',
    })),
  )
}
