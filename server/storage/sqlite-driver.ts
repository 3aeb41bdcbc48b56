// Runs on: storage worker. The only home of better-sqlite3.
import Database from 'better-sqlite3'
import type { Change, Driver, FullText, MigrationSession, Raise, Sql, Value } from './driver.ts'
import { appendRows, INSERT_MESSAGE, SELECT_HEAD, SELECT_STORED } from './sqlite-append.ts'
import { translateSqliteError } from './sqlite-errors.ts'
import { StorageUnavailable } from './storage-unavailable.ts'
import type { AppendBatch, AppendResult } from './store.ts'

/** How long another process may hold the write lock before a write gives up; sends wait at most 5 s. */
const BUSY_TIMEOUT_MS = 4_000
/** A server that starts beside another waits for that one's migrations, on the main thread, which hears no signal meanwhile: so it does in several tries. */
const MIGRATION_BUSY_TIMEOUT_MS = 5_000
/**
 * In pages of 4 KiB. Every batch dirties the last pages of the same conversations and senders, so a longer log writes each of them back
 * less often. Measured with 100 pairs in batches of 200: 16 µs of CPU a message at the default of 1,000 pages, 14 at
 * 4,000, 12 at 16,000, but a log of 64 MB, and an ever longer wait for the one batch that has to write it back.
 */
const CHECKPOINT_PAGES = 4_000
const LOG_LIMIT_BYTES = 64 * 1024 * 1024
const CACHE_KIB = 32 * 1024
const MAX_STATEMENTS = 500

/** `migrate` may make the schema, the others find it there. */
export type SqliteMode = 'read-write' | 'read-only' | 'migrate'

/** Opens a database file that exists. */
export function openSqlite(file: string, mode: SqliteMode): SqliteDriver {
  let db: Database.Database | undefined
  try {
    db = new Database(file, {
      readonly: mode === 'read-only',
      fileMustExist: true,
      timeout: mode === 'migrate' ? MIGRATION_BUSY_TIMEOUT_MS : BUSY_TIMEOUT_MS,
    })
    if (mode === 'read-only') db.pragma('query_only = ON')
    else db.pragma('journal_mode = WAL')
    // [G-1] The log is on the disk before a commit returns.
    db.pragma('synchronous = FULL')
    // A migration that rebuilds a table must drop the old one; it checks the keys at its end instead.
    db.pragma(`foreign_keys = ${mode === 'migrate' ? 'OFF' : 'ON'}`)
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    db.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`)
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.pragma('temp_store = MEMORY')
    return new SqliteDriver(db)
  } catch (error) {
    db?.close()
    throw translateSqliteError(error)
  }
}

/**
 * Every statement runs to its end on this thread. Tasks come one at a time; should two overlap, the second waits while the first has a
 * transaction open, or its statements would become part of it.
 */
export class SqliteDriver implements Driver {
  readonly forUpdate = ''
  readonly fullText: FullText = {
    condition: 'search_index MATCH ?',
    query: (anyOf) => anyOf.map((terms) => `("${terms.join('" AND "')}")`).join(' OR '),
    // At most so many pages: some 2 ms, where FTS5's own merging took up to 400. Two stretches fill four of them, and each is merged some seven times.
    tidy: `INSERT INTO search_index (search_index, rank) VALUES ('merge', 32)`,
  }
  readonly #db: Database.Database
  /** By their text. */
  readonly #statements = new Map<string, Database.Statement>()
  #transactionEnd: Promise<void> | undefined

  constructor(db: Database.Database) {
    this.#db = db
  }

  async query<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    while (this.#transactionEnd !== undefined) await this.#transactionEnd
    return this.#query<Row>(sql, values)
  }

  async run(sql: string, values: readonly Value[] = []): Promise<Change> {
    while (this.#transactionEnd !== undefined) await this.#transactionEnd
    return this.#run(sql, values)
  }

  async queryEach<Row>(sql: string, valueSets: readonly (readonly Value[])[]): Promise<Row[]> {
    while (this.#transactionEnd !== undefined) await this.#transactionEnd
    return valueSets.flatMap((values) => this.#query<Row>(sql, values))
  }

  async raise({ table, keys, columns }: Raise, rows: readonly (readonly Value[])[]): Promise<void> {
    if (rows.length === 0) return
    const set = columns.map((name) => `${name} = max(${name}, ?)`).join(', ')
    const where = keys.map((name) => `${name} = ?`).join(' AND ')
    const sql = `UPDATE ${table} SET ${set} WHERE ${where}`
    await this.transaction(async () => {
      for (const row of rows) {
        this.#run(sql, [...row.slice(keys.length), ...row.slice(0, keys.length)])
      }
    })
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    while (this.#transactionEnd !== undefined) await this.#transactionEnd
    let ended = () => {}
    this.#transactionEnd = new Promise((resolve) => {
      ended = resolve
    })
    try {
      this.#begin()
      const result = await work(this.#inside)
      this.#run('COMMIT')
      return result
    } catch (error) {
      this.#rollback()
      throw error
    } finally {
      this.#transactionEnd = undefined
      ended()
    }
  }

  async append(batch: AppendBatch): Promise<AppendResult> {
    while (this.#transactionEnd !== undefined) await this.#transactionEnd
    try {
      this.#begin()
      const result = appendRows(batch, {
        insert: this.#prepare(INSERT_MESSAGE),
        head: this.#prepare<[number], { seq: number }>(SELECT_HEAD),
        stored: this.#prepare(SELECT_STORED),
      })
      this.#run('COMMIT')
      return result
    } catch (error) {
      this.#rollback()
      throw this.#translate(error)
    }
  }

  async migration<T>(work: (session: MigrationSession) => Promise<T>): Promise<T> {
    return this.transaction(async (sql) => {
      const result = await work({ ...sql, script: async (text) => this.#script(text) })
      const broken = this.#query('PRAGMA foreign_key_check', [])
      if (broken.length > 0) {
        throw new Error(`${broken.length} rows refer to rows that are not there.`)
      }
      return result
    })
  }

  async close(): Promise<void> {
    while (this.#transactionEnd !== undefined) await this.#transactionEnd
    this.#db.close()
  }

  /** The open transaction, as its work sees it. */
  readonly #inside: Sql = {
    query: async <Row>(sql: string, values: readonly Value[] = []) => this.#query<Row>(sql, values),
    run: async (sql, values = []) => this.#run(sql, values),
  }

  #query<Row>(sql: string, values: readonly Value[]): Row[] {
    try {
      return this.#prepare<Value[], Row>(sql).all(...values)
    } catch (error) {
      throw this.#translate(error)
    }
  }

  #run(sql: string, values: readonly Value[] = []): Change {
    try {
      const { changes, lastInsertRowid } = this.#prepare(sql).run(...values)
      return { changes, lastId: Number(lastInsertRowid) }
    } catch (error) {
      throw this.#translate(error)
    }
  }

  #script(text: string): void {
    try {
      this.#db.exec(text)
    } catch (error) {
      throw this.#translate(error)
    }
  }

  /** Takes the write lock at once: a transaction that starts with a read cannot go on when another writer was faster. */
  #begin(): void {
    this.#rollback()
    this.#run('BEGIN IMMEDIATE')
  }

  #rollback(): void {
    // SQLite ends the transaction by itself after some errors (a full disk, say).
    if (!this.#db.inTransaction) return
    try {
      this.#db.exec('ROLLBACK')
    } catch {
      // Whoever is told has a better error already, and the next transaction tries again.
    }
  }

  #prepare<Parameters extends unknown[], Row>(sql: string): Database.Statement<Parameters, Row> {
    let statement = this.#statements.get(sql)
    if (!statement) {
      // Nearly all texts are constants; a list of changing length makes new ones.
      if (this.#statements.size === MAX_STATEMENTS) this.#statements.clear()
      statement = this.#db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement as Database.Statement<Parameters, Row>
  }

  #translate(error: unknown): unknown {
    if (!this.#db.open) return new StorageUnavailable('The database is closed.', { cause: error })
    return translateSqliteError(error)
  }
}
