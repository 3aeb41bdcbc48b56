import type { Writable } from 'node:stream'
import type { AdminRequestOf, AdminRequestType } from '../../protocol/admin.ts'
import type { LogLevel } from '../../protocol/admin-entities.ts'
import type { SeedOptions } from './seed-users.ts'

/** The fields of a request that its sender decides. */
export type AdminFields<T extends AdminRequestType> = Omit<
  AdminRequestOf<T>,
  'type' | 'id' | 'operator'
>

/** One request, and the answer is shown. */
type AskTask = { [T in AdminRequestType]: { name: T; fields: AdminFields<T> } }[AdminRequestType]

/** One command line of `teahouse admin`. */
export type AdminTask =
  | AskTask
  /** The figures, once a second until it is interrupted. */
  | { name: 'stats watch' }
  /** The log from now on, until it is interrupted. */
  | { name: 'log'; level: LogLevel }
  /** `out`: a file for the JSON lines, standard output when absent. */
  | ({ name: 'users seed'; out: string | undefined } & SeedOptions)

export interface AdminOptions {
  /** Path of the admin socket. */
  socket: string
  json: boolean
  /** Who does it, for the audit. */
  operator: string
  output: Writable
  errorOutput: Writable
}
