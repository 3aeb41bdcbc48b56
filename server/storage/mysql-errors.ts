// Runs on: storage worker
import { DuplicateKey } from './driver.ts'
import { StorageUnavailable } from './storage-unavailable.ts'

/**
 * The server chose this transaction to break a deadlock, or lost it to another node (Galera certification): all of it was rolled back, and it can
 * run again from its start. Never leaves the driver.
 */
export class Deadlock extends Error {
  constructor(options: ErrorOptions) {
    super('The database rolled this transaction back to end a deadlock.', options)
    this.name = 'Deadlock'
  }
}

/** What a MySQL error looks like; a connection's errors have a `code` only. */
interface MysqlError extends Error {
  code?: unknown
  errno?: unknown
  /** The connection is of no more use. */
  fatal?: unknown
  /** The statement with its values: message texts, password hashes. */
  sql?: unknown
}

/** Names are those of the servers' manuals. */
const DUPLICATE_ENTRY = 1062
const DEADLOCKS = new Set([
  1213, // ER_LOCK_DEADLOCK
  1020, // ER_CHECKREAD: the row has changed since this transaction read it
])
const OUTAGES = new Set([
  1021, // ER_DISK_FULL
  1026, // ER_ERROR_ON_WRITE
  1030, // ER_GET_ERRNO: the storage engine, in most cases its disk
  1037, // ER_OUTOFMEMORY
  1040, // ER_CON_COUNT_ERROR: too many connections
  1041, // ER_OUT_OF_RESOURCES
  1044, // ER_DBACCESS_DENIED_ERROR: somebody is changing the rights of a server that was up
  1045, // ER_ACCESS_DENIED_ERROR
  1047, // ER_UNKNOWN_COM_ERROR: a Galera node that is not part of the cluster
  1049, // ER_BAD_DB_ERROR: the database is being restored
  1053, // ER_SERVER_SHUTDOWN
  1077, // ER_NORMAL_SHUTDOWN
  1080, // ER_FORCING_CLOSE
  1114, // ER_RECORD_FILE_FULL
  1129, // ER_HOST_IS_BLOCKED
  1130, // ER_HOST_NOT_PRIVILEGED
  1135, // ER_CANT_CREATE_THREAD
  1152, // ER_ABORTING_CONNECTION
  1158, // ER_NET_READ_ERROR
  1159, // ER_NET_READ_INTERRUPTED
  1160, // ER_NET_ERROR_ON_WRITE
  1161, // ER_NET_WRITE_INTERRUPTED
  1184, // ER_NEW_ABORTING_CONNECTION
  1203, // ER_TOO_MANY_USER_CONNECTIONS
  1205, // ER_LOCK_WAIT_TIMEOUT
  1206, // ER_LOCK_TABLE_FULL
  1226, // ER_USER_LIMIT_REACHED
  1290, // ER_OPTION_PREVENTS_STATEMENT: read-only
  1317, // ER_QUERY_INTERRUPTED
  1698, // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  1792, // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  1836, // ER_READ_ONLY_MODE
  1927, // ER_CONNECTION_KILLED (MariaDB)
  1969, // ER_STATEMENT_TIMEOUT (MariaDB)
  3024, // ER_QUERY_TIMEOUT (MySQL)
  3168, // ER_SERVER_ISNT_AVAILABLE
  3169, // ER_SESSION_WAS_KILLED
  4031, // ER_CLIENT_INTERACTION_TIMEOUT
])
/**
 * Of the network, and of mysql2 itself. What begins with E, but not with ER_ (the server) or ERR_ (Node), is the system's
 * name for a failed call.
 */
const CONNECTION_CODE = /^(E(?!R_|RR_)[A-Z_]+|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT)$/

/** What the driver goes by: an error of mysql2's becomes `DuplicateKey`, `Deadlock` or `StorageUnavailable`, or stays a bug. */
export function translateMysqlError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  // Errors are logged whole, and no log may hold what people write.
  delete (error as MysqlError).sql
  const { code, errno, fatal } = error as MysqlError
  if (typeof errno === 'number' && errno > 0) {
    if (errno === DUPLICATE_ENTRY) return new DuplicateKey({ cause: error })
    if (DEADLOCKS.has(errno)) return new Deadlock({ cause: error })
    return OUTAGES.has(errno) ? unavailable(error) : error
  }
  const isLost = fatal === true || (typeof code === 'string' && CONNECTION_CODE.test(code))
  return isLost ? unavailable(error) : error
}

export const mysqlErrno = (error: unknown): number | undefined =>
  error instanceof Error && typeof (error as MysqlError).errno === 'number'
    ? ((error as MysqlError).errno as number)
    : undefined

function unavailable(error: Error): StorageUnavailable {
  return new StorageUnavailable(`MySQL: ${error.message || (error as MysqlError).code}`, {
    cause: error,
  })
}
