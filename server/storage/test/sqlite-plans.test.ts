import { join } from 'node:path'
import t, { type Test } from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { Driver } from '../driver.ts'
import { SELECT_HEAD, SELECT_STORED } from '../sqlite-append.ts'
import { planContract } from './query-plan-contract.ts'
import type { Recorded } from './recording-driver.ts'
import { openTestStore } from './test-store.ts'

const newDatabase = async (t: Test) => `sqlite:${join(temporaryFolder(t), 'teahouse.db')}`

async function planOf(driver: Driver, { sql, values }: Recorded): Promise<string[]> {
  const steps = await driver.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, values)
  return steps.map(({ detail }) => detail)
}

t.test('no read walks through a table: each step searches by an index', async (t) => {
  const world = await openTestStore(t, newDatabase)
  const driver = await world.driver()
  await planContract(t, world, driver, async (query) => {
    const plan = await planOf(driver, query)
    // What may be scanned is a subquery's result, and the full-text index, which is asked for terms.
    return plan.filter((step) =>
      /^SCAN (?!chats$|CONSTANT ROW$|search_index VIRTUAL TABLE INDEX \d+:M)/.test(step),
    )
  })
})

t.test('the newest seq is one step from the end of the key', async (t) => {
  const driver = await (await openTestStore(t, newDatabase)).driver()
  t.strictSame(await planOf(driver, { sql: SELECT_HEAD, values: [1] }), [
    'SEARCH messages USING PRIMARY KEY (conversation_id=?)',
  ])
  t.strictSame(await planOf(driver, { sql: SELECT_STORED, values: [1, 'x'] }), [
    'SEARCH messages USING INDEX sqlite_autoindex_messages_2 (sender_id=? AND cid=?)',
  ])
})
