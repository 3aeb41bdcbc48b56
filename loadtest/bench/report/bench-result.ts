import type { LoadFigures } from '../engine/load-figures.ts'
import type { MeasureTimes } from '../engine/measure-load.ts'
import type { MachineFigures } from '../machine-watch.ts'
import type { ChatFigures } from '../rows/chat-loads.ts'
import type { IdleFigures } from '../rows/idle-memory.ts'
import type { StormFigures } from '../rows/login-storm.ts'
import type { RoomFigures } from '../rows/rooms.ts'
import type { SearchFigures } from '../rows/search.ts'
import type { StoredFigures } from '../rows/stored-messages.ts'
import type { LoginFigures } from '../rows/token-logins.ts'
import type { TransportFigures } from '../rows/transports.ts'
import type { SystemKey } from '../servers/bench-server.ts'

/** Everything that a bench found out. What is printed is a pure function of it. */
export interface BenchResult {
  readonly startedAt: string
  /** From the first start to the last stop. */
  readonly seconds: number
  readonly isLong: boolean
  readonly rounds: number
  readonly times: MeasureTimes
  readonly machine: BenchMachine
  /** null where the system does not tell. */
  readonly others: MachineFigures | null
  /** Of the bench; null when that cannot be known. */
  readonly commit: string | null
  readonly systems: readonly SystemResult[]
}

export interface BenchMachine {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly kernel: string
  readonly node: string
  /** How long the disk under the databases takes to keep four kilobytes for good. */
  readonly fsyncUs: number
}

export interface SystemResult {
  readonly key: SystemKey
  readonly name: string
  readonly promise: string
  readonly isInstalled: boolean
  /** Why there is nothing, or not everything; the lines behind the first are the server's last words. */
  readonly problem: string | null
  /** The medians of all rounds. */
  readonly chat: ChatFigures | null
  readonly idle: IdleFigures | null
  /** Of one of ours alone; plain TCP first, with which the others are compared. */
  readonly transports: readonly TransportFigures[]
  /** Only of a long bench from here on. */
  readonly rooms: readonly RoomFigures[]
  readonly logins: LoginFigures | null
  readonly storm: StormFigures | null
  readonly stored: readonly StoredFigures[]
  readonly search: SearchFigures | null
}

/** All loads of a system, to look for faults. */
export function allLoads({ chat, transports, rooms, storm, stored }: SystemResult): LoadFigures[] {
  return [
    ...(chat === null ? [] : Object.values(chat)),
    ...transports.flatMap(({ saturated, brisk }) => [saturated ?? [], brisk ?? []].flat()),
    ...rooms,
    ...(storm === null ? [] : [storm.without, storm.with]),
    ...stored,
  ]
}
