import t from 'tap'
import { findMariaDb, MARIADB_MISSING, startMariaDb } from '../../../test/support/mariadb.ts'
import { planContract } from './query-plan-contract.ts'
import { openTestStore } from './test-store.ts'

interface Step {
  table: string | null
  type: string | null
  key: string | null
  /** Estimated. */
  rows: number | string
  Extra: string | null
}

const MESSAGES = new Set(['m', 'messages'])
const TABLES = 'users, tokens, friendships, conversations, members, messages'

/** A third of the users: whoever means to read so many has not found the index. */
const MAX_ROWS = 200

/** A subquery's result may be read whole and sorted; a table may not, and messages are read in the order of their key. */
const isWrong = ({ table, type, rows, Extra }: Step) =>
  table !== null &&
  !table.startsWith('<') &&
  (type === 'ALL' ||
    type === 'index' ||
    Number(rows) > MAX_ROWS ||
    (MESSAGES.has(table) && Extra?.includes('filesort')))

const skip = findMariaDb() ? false : MARIADB_MISSING
t.test('no read walks through a table on MariaDB', { skip }, async (t) => {
  const mariaDb = await startMariaDb()
  t.teardown(() => mariaDb.stop())
  const world = await openTestStore(t, () => mariaDb.createDatabase())
  const driver = await world.driver()
  let analyzed = false
  await planContract(t, world, driver, async ({ sql, values }) => {
    if (!analyzed) await driver.query(`ANALYZE TABLE ${TABLES}`)
    analyzed = true
    const steps = await driver.query<Step>(`EXPLAIN ${sql}`, values)
    return steps.filter(isWrong).map((step) => JSON.stringify(step))
  })
})
