import type { AppendBatch, AppendResult } from './store.ts'

/** What a parameter can be. No undefined: a missing value is a bug, not a NULL. */
export type Value = string | number | Uint8Array | null

/**
 * Something that takes statements: the driver, where each stands for itself, or a transaction. Parameters are `?`. What a statement rejects with is
 * `DuplicateKey`, `StorageUnavailable`, or a bug.
 */
export interface Sql {
  /** The rows, with the columns under the names that the statement gives them. The caller says what they look like. */
  query<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>
  run(sql: string, values?: readonly Value[]): Promise<Change>
}

export interface Change {
  /** Rows that were found by an UPDATE or DELETE, even if they hold the same afterwards; rows that an INSERT made. */
  changes: number
  /** The id that an INSERT gave. */
  lastId: number
}

/**
 * One database. The store's queries are written once, in SQL that SQLite and MariaDB/MySQL both take; what differs is
 * behind these methods.
 */
export interface Driver extends Sql {
  /** Ends a SELECT in a transaction whose rows must not change before its end. Empty where a transaction locks everything. */
  readonly forUpdate: '' | 'FOR UPDATE'
  readonly fullText: FullText
  /**
   * The rows of one query for each of many sets of values, without a round trip for each. `sql` is a single SELECT, which
   * may have its own ORDER BY and LIMIT; nothing is promised about the order of the rows in the whole.
   */
  queryEach<Row>(sql: string, valueSets: readonly (readonly Value[])[]): Promise<Row[]>
  /** Moves numbers of many rows forward, never back. Rows that are not there are skipped. */
  raise(what: Raise, rows: readonly (readonly Value[])[]): Promise<void>
  /**
   * All of the work or none of it, in the database's write order: on SQLite alone, on MySQL with READ COMMITTED. Rolled back when the
   * work rejects. A deadlock makes it run again from its start, so the work must not do anything but
   * talk to the database, and that through `sql` alone: the driver's own methods wait for the end of the transaction.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** `Messages.append`: the hot path has one form per driver. */
  append(batch: AppendBatch): Promise<AppendResult>
  /** Runs the work while no other process can be in its own. Long statements are allowed. */
  migration<T>(work: (session: MigrationSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** How this database's own full text is asked. Terms are letters and digits, so nothing in them needs escaping. */
export interface FullText {
  /** A condition on the table `search_index`; its `?` is what `query` makes. */
  readonly condition: string
  /** Rows that have all the terms of one of these sets. */
  query(anyOf: readonly (readonly string[])[]): string
  /** A statement of a few milliseconds that keeps the index in order, to be run now and then; undefined where the database does so by itself. */
  readonly tidy: string | undefined
}

/** `rows` given with it have the values of `keys`, then those of `columns`. These names go into the SQL as they are. */
export interface Raise {
  table: string
  keys: readonly string[]
  columns: readonly string[]
}

export interface MigrationSession extends Sql {
  /**
   * Runs the statements of a file. `again`: a former run did not get to its end, so that where DDL is not part of the
   * transaction (MySQL) a table, column or index may be there already.
   */
  script(sql: string, again: boolean): Promise<void>
}

/** A row with this primary or unique key is there already; nothing was written. */
export class DuplicateKey extends Error {
  constructor(options: ErrorOptions) {
    super('There is a row with this key already.', options)
    this.name = 'DuplicateKey'
  }
}

export async function queryFirst<Row>(
  sql: Sql,
  text: string,
  values: readonly Value[],
): Promise<Row | undefined> {
  return (await sql.query<Row>(text, values))[0]
}
