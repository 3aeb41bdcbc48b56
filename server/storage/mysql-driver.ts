// Runs on: storage worker. The only home of mysql2.
import { createRequire } from 'node:module'
import type mysql from 'mysql2'
import type { Change, Driver, FullText, MigrationSession, Raise, Sql, Value } from './driver.ts'
import { appendToMysql } from './mysql-append.ts'
import type { MysqlConnection, MysqlConnections } from './mysql-connection.ts'
import { Deadlock, translateMysqlError } from './mysql-errors.ts'
import { mysqlMigration } from './mysql-migration.ts'
import { queryEach, raiseRows } from './mysql-sets.ts'
import { StorageUnavailable } from './storage-unavailable.ts'
import type { MysqlPlace } from './storage-url.ts'
import type { AppendBatch, AppendResult } from './store.ts'

const CONNECTIONS = 8
const CONNECT_TIMEOUT_MS = 2_000
/** For a connection of the pool to become free, or to be made. */
const ACQUIRE_TIMEOUT_MS = 3_000
const QUERY_TIMEOUT_MS = 5_000
/** Below the query's timeout, so that the server itself says why, and has rolled back when we give up. */
const LOCK_WAIT_TIMEOUT_S = 3
const DEADLOCK_ATTEMPTS = 8

export type MysqlMode = 'read-write' | 'read-only'

const require = createRequire(import.meta.url)
/** Loaded by who has such a server only: each storage thread would spend 90 ms of CPU on it, half of its start. */
const library = (): typeof mysql => require('mysql2')

/**
 * A pool of connections that is made when it is needed. A connection that met an outage is thrown away, so the driver
 * recovers by itself when the server is back. Statements go as text with the values escaped by mysql2: measured, prepared ones save 10 % on
 * the longest query, lose 30 % on a point look-up, and send every number as a floating-point one.
 */
export class MysqlDriver implements Driver, MysqlConnections {
  readonly forUpdate = 'FOR UPDATE'
  readonly fullText: FullText = {
    condition: 'MATCH (search_index.words) AGAINST (? IN BOOLEAN MODE)',
    query: (anyOf) => anyOf.map((terms) => `(+${terms.join(' +')})`).join(' '),
    tidy: undefined,
  }
  readonly #pool: mysql.Pool
  readonly #mode: MysqlMode
  /** Connections whose session settings have been made. */
  readonly #prepared = new WeakSet<mysql.PoolConnection>()
  #closed = false

  constructor(place: MysqlPlace, mode: MysqlMode) {
    const { host, port, user, password, database } = place
    this.#mode = mode
    this.#pool = library().createPool({
      ...{ host, port, user, password, database },
      connectionLimit: CONNECTIONS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableKeepAlive: true,
      charset: 'UTF8MB4_BIN',
      timezone: 'Z',
      supportBigNumbers: true,
      stringifyObjects: true,
      // Without it each statement takes a stack trace along.
      trace: false,
      flags: ['-LOCAL_FILES'],
    })
  }

  query<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    return this.#retrying(() => this.withConnection((connection) => connection.query(sql, values)))
  }

  run(sql: string, values: readonly Value[] = []): Promise<Change> {
    return this.#retrying(() => this.withConnection((connection) => connection.run(sql, values)))
  }

  queryEach<Row>(sql: string, valueSets: readonly (readonly Value[])[]): Promise<Row[]> {
    return queryEach(this, sql, valueSets)
  }

  async raise(what: Raise, rows: readonly (readonly Value[])[]): Promise<void> {
    if (rows.length > 0) await this.transaction((sql) => raiseRows(sql, what, rows))
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#retrying(() => this.transactionOnce(work))
  }

  append(batch: AppendBatch): Promise<AppendResult> {
    return appendToMysql(this, batch)
  }

  migration<T>(work: (session: MigrationSession) => Promise<T>): Promise<T> {
    return mysqlMigration(this, work)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await new Promise<void>((resolve) => {
      // Whatever goes wrong with a farewell, the connections are gone.
      this.#pool.end(() => resolve())
    })
  }

  transactionOnce<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
    return this.withConnection(async (connection) => {
      await connection.run('START TRANSACTION')
      try {
        const result = await work(connection)
        await connection.run('COMMIT')
        return result
      } catch (error) {
        await rollback(connection)
        throw error
      }
    })
  }

  async withConnection<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
    const raw = await this.#acquire()
    const connection = new PooledConnection(raw)
    try {
      if (!this.#prepared.has(raw)) await this.#prepare(raw, connection)
      return await work(connection)
    } finally {
      if (connection.broken) raw.destroy()
      else raw.release()
    }
  }

  #acquire(): Promise<mysql.PoolConnection> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new StorageUnavailable('The database is closed.'))
        return
      }
      let late = false
      const timer = setTimeout(() => {
        late = true
        reject(new StorageUnavailable('MySQL: no connection became free in time.'))
      }, ACQUIRE_TIMEOUT_MS)
      this.#pool.getConnection((error, connection) => {
        clearTimeout(timer)
        if (late) connection?.release()
        else if (error) reject(translateMysqlError(error))
        else resolve(connection)
      })
    })
  }

  async #prepare(raw: mysql.PoolConnection, connection: PooledConnection): Promise<void> {
    // What it says has reached the statement that was under way; unheard it would end the process.
    raw.on('error', () => {})
    try {
      await connection.run(
        `SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
         innodb_lock_wait_timeout = ${LOCK_WAIT_TIMEOUT_S}`,
      )
      await connection.run('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
      if (this.#mode === 'read-only') await connection.run('SET SESSION TRANSACTION READ ONLY')
    } catch (error) {
      connection.broken = true
      throw error
    }
    this.#prepared.add(raw)
  }

  async #retrying<T>(attempt: () => Promise<T>): Promise<T> {
    for (let left = DEADLOCK_ATTEMPTS; ; left--) {
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof Deadlock)) throw error
        if (left === 1) throw new StorageUnavailable(error.message, { cause: error })
      }
    }
  }
}

class PooledConnection implements MysqlConnection {
  readonly #raw: mysql.PoolConnection
  broken = false

  constructor(raw: mysql.PoolConnection) {
    this.#raw = raw
  }

  query<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    return this.#send(sql, values, QUERY_TIMEOUT_MS) as Promise<Row[]>
  }

  run(sql: string, values: readonly Value[] = []): Promise<Change> {
    return this.runLong(sql, values, QUERY_TIMEOUT_MS)
  }

  async runLong(sql: string, values: readonly Value[], timeoutMs: number): Promise<Change> {
    const { affectedRows, insertId } = (await this.#send(
      sql,
      values,
      timeoutMs,
    )) as mysql.ResultSetHeader
    return { changes: affectedRows, lastId: insertId }
  }

  escape(value: string): string {
    return this.#raw.escape(value)
  }

  #send(sql: string, values: readonly Value[], timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#raw.query({ sql, timeout: timeoutMs }, values.map(sendable), (error, result) => {
        if (!error) return resolve(result)
        const translated = translateMysqlError(error)
        // Also after a timeout: the answer of that statement would be taken for the next one's.
        if (translated instanceof StorageUnavailable) this.broken = true
        reject(translated)
      })
    })
  }
}

async function rollback(connection: MysqlConnection): Promise<void> {
  // A broken connection is destroyed, and the server rolls back what it had open.
  if (connection.broken) return
  try {
    await connection.run('ROLLBACK')
  } catch {
    connection.broken = true // The error that led here says more than this one.
  }
}

/** What crosses a thread arrives as a plain Uint8Array, which mysql2 would take for a list. */
function sendable(value: Value): string | number | Buffer | null {
  if (!(value instanceof Uint8Array)) return value
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
