import type { AdminReplyOf, AdminRequestOf, AdminRequestType } from '../../protocol/admin.ts'
import type { LogThreshold, Stats } from '../../protocol/admin-entities.ts'
import type { Clock } from '../clock.ts'
import type { Turns } from '../commands/turns.ts'
import type { Directory } from '../directory/directory.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import type { CredentialsPool } from '../workers/credentials-pool.ts'
import type { StorageApi } from '../workers/storage-api.ts'
import type { AdminConnection } from './admin-connection.ts'

/** What the operator's commands work with. */
export interface AdminServices {
  readonly version: string
  readonly clock: Clock
  readonly directory: Directory
  readonly registry: SessionRegistry
  readonly storage: StorageApi
  readonly credentials: Pick<CredentialsPool, 'hash'>
  /** The same as the chat's commands take theirs from. */
  readonly turns: Turns
  stats(): Promise<Stats>
  readonly log: { readonly level: LogThreshold; setLevel(level: LogThreshold): void }
  readonly backups: Backups
  readonly drain: DrainControl
}

export interface Backups {
  /** Rejects with a ChatError that says why this cannot be had; then nothing was done. */
  check(file: string): Promise<void>
  /** @returns the size of the copy. Rejects with a ChatError. */
  make(file: string): Promise<number>
}

export interface DrainControl {
  readonly isOn: boolean
  /** @returns how many sessions are waited for */
  begin(withinMs: number): number
  /** Does nothing once the server stops. */
  cancel(): void
}

/** One thing an operator can ask for. Returns the reply's fields or throws a ChatError. */
export type AdminCommand<T extends AdminRequestType> = (
  services: AdminServices,
  request: AdminRequestOf<T>,
  connection: AdminConnection,
) => AdminReplyOf<T> | Promise<AdminReplyOf<T>>
