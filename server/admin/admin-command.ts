import type { AdminReplyOf, AdminRequestOf, AdminRequestType } from '../../protocol/admin.ts'
import type { Clock } from '../clock.ts'
import type { Directory } from '../directory/directory.ts'
import type { CredentialsPool } from '../workers/credentials-pool.ts'
import type { StorageApi } from '../workers/storage-api.ts'

/** The figures that only the server as a whole knows. */
export type ServerFigures = Pick<
  AdminReplyOf<'stats'>,
  | 'version'
  | 'port'
  | 'database'
  | 'databaseUp'
  | 'connections'
  | 'sessions'
  | 'usersOnline'
  | 'journalDepth'
  | 'committed'
  | 'duplicates'
  | 'delivered'
  | 'storageQueue'
  | 'credentialsQueue'
>

/** What the operator's commands work with. */
export interface AdminServices {
  readonly clock: Clock
  readonly directory: Directory
  readonly storage: StorageApi
  readonly credentials: Pick<CredentialsPool, 'hash'>
  figures(): ServerFigures
}

/** One thing an operator can ask for. Returns the reply's fields or throws a ChatError. */
export type AdminCommand<T extends AdminRequestType> = (
  services: AdminServices,
  request: AdminRequestOf<T>,
) => AdminReplyOf<T> | Promise<AdminReplyOf<T>>
