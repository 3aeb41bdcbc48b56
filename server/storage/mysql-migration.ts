// Runs on: storage worker, or the main thread before anything else runs
import type { MigrationSession } from './driver.ts'
import type { MysqlConnection, MysqlConnections } from './mysql-connection.ts'
import { mysqlErrno } from './mysql-errors.ts'
import { splitStatements } from './split-statements.ts'
import { StorageUnavailable } from './storage-unavailable.ts'

/** One per database: a server holds many. It is the connection's, and gone with it. */
const LOCK = "CONCAT('teahouse.migrate.', MD5(DATABASE()))"
/** Each wait stays below a query's time limit. */
const LOCK_WAIT_S = 3
const LOCK_ATTEMPTS = 20

/** What says that a statement of a run that was cut off had been done: the table, column, index or key is there, or is gone. */
const DONE_ALREADY = new Set([
  1050, // ER_TABLE_EXISTS_ERROR
  1060, // ER_DUP_FIELDNAME
  1061, // ER_DUP_KEYNAME
  1091, // ER_CANT_DROP_FIELD_OR_KEY
  1826, // ER_FK_DUP_NAME
])

export function mysqlMigration<T>(
  connections: MysqlConnections,
  work: (session: MigrationSession) => Promise<T>,
): Promise<T> {
  return connections.withConnection(async (connection) => {
    await lock(connection)
    try {
      return await work({
        query: (sql, values) => connection.query(sql, values),
        run: (sql, values) => connection.run(sql, values),
        script: (sql, again) => runScript(connection, sql, again),
      })
    } finally {
      await unlock(connection)
    }
  })
}

async function lock(connection: MysqlConnection): Promise<void> {
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    const [row] = await connection.query<{ got: number | null }>(
      `SELECT GET_LOCK(${LOCK}, ${LOCK_WAIT_S}) AS got`,
    )
    if (row?.got === 1) return
  }
  throw new StorageUnavailable('MySQL: another server has been changing the tables for a minute.')
}

async function unlock(connection: MysqlConnection): Promise<void> {
  if (connection.broken) return
  try {
    await connection.query(`SELECT RELEASE_LOCK(${LOCK})`)
  } catch {
    connection.broken = true // The connection is thrown away, and the lock with it.
  }
}

async function runScript(connection: MysqlConnection, sql: string, again: boolean): Promise<void> {
  for (const statement of splitStatements(sql)) {
    try {
      await connection.runLong(statement, [], NO_TIME_LIMIT)
    } catch (error) {
      if (!again || !DONE_ALREADY.has(mysqlErrno(error) ?? 0)) throw error
    }
  }
}

const NO_TIME_LIMIT = 0
