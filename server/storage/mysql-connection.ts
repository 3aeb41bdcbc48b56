// Runs on: storage worker
import type { Change, Sql, Value } from './driver.ts'

/** One connection to the server, for as long as some work has it. */
export interface MysqlConnection extends Sql {
  /** It met an outage: whoever lent it throws it away. May be set from outside. */
  broken: boolean
  /** 0: no time limit. */
  runLong(sql: string, values: readonly Value[], timeoutMs: number): Promise<Change>
  /** As a literal, quotes included. */
  escape(value: string): string
}

/** Who lends connections: what the parts of the driver see of it. */
export interface MysqlConnections {
  withConnection<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T>
  /** One attempt at a transaction: a deadlock rejects with `Deadlock`, everything rolled back. */
  transactionOnce<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T>
}
