import type { Driver, Value } from '../driver.ts'

export interface Recorded {
  sql: string
  values: readonly Value[]
}

/** The driver, with a list of what was read through it. */
export function recordingDriver(driver: Driver): { driver: Driver; queries: Recorded[] } {
  const queries: Recorded[] = []
  const recording: Driver = {
    forUpdate: driver.forUpdate,
    fullText: driver.fullText,
    query: (sql, values = []) => {
      queries.push({ sql, values })
      return driver.query(sql, values)
    },
    queryEach: (sql, valueSets) => {
      queries.push({ sql, values: valueSets[0] ?? [] })
      return driver.queryEach(sql, valueSets)
    },
    run: (sql, values) => driver.run(sql, values),
    raise: (what, rows) => driver.raise(what, rows),
    transaction: (work) => driver.transaction(work),
    append: (batch) => driver.append(batch),
    migration: (work) => driver.migration(work),
    close: () => driver.close(),
  }
  return { driver: recording, queries }
}
