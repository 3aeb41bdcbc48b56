// Runs on: storage worker
import type { Raise, Sql, Value } from './driver.ts'

/** The server parses and plans every SELECT of a union: beyond this the statement costs more than the round trip it saves. */
const SETS_PER_STATEMENT = 50
const RAISES_PER_STATEMENT = 200

/** One query for many sets of values as a UNION ALL, which the server answers in one round trip. */
export async function queryEach<Row>(
  connection: Sql,
  sql: string,
  valueSets: readonly (readonly Value[])[],
): Promise<Row[]> {
  const rows: Row[] = []
  for (const sets of chunks(valueSets, SETS_PER_STATEMENT)) {
    const union = sets.map(() => `(${sql})`).join(' UNION ALL ')
    rows.push(...(await connection.query<Row>(union, sets.flat())))
  }
  return rows
}

/** Joined to the table from the list's side, so that the table is looked up by its key and no other row is locked. */
export async function raiseRows(
  connection: Sql,
  { table, keys, columns }: Raise,
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const one = `SELECT ${[...keys, ...columns].map((name) => `? AS ${name}`).join(', ')}`
  const on = keys.map((name) => `old.${name} = new.${name}`).join(' AND ')
  const set = columns.map((name) => `old.${name} = GREATEST(old.${name}, new.${name})`).join(', ')
  for (const some of chunks(rows, RAISES_PER_STATEMENT)) {
    const list = some.map(() => one).join(' UNION ALL ')
    await connection.run(
      `UPDATE (${list}) AS new STRAIGHT_JOIN ${table} AS old ON ${on} SET ${set}`,
      some.flat(),
    )
  }
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size)
}
