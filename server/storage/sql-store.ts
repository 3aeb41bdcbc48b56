// Runs on: storage worker
import { accounts } from './accounts.ts'
import { conversations } from './conversations.ts'
import type { Driver } from './driver.ts'
import { friendships } from './friendships.ts'
import { messages } from './messages.ts'
import { operators } from './operators.ts'
import { reminders } from './reminders.ts'
import { rooms } from './rooms.ts'
import { search } from './search.ts'
import { searchIndex } from './search-index.ts'
import { seeding } from './seeding.ts'
import type { Store } from './store.ts'

/** The one implementation of `Store`, over either driver. */
export function sqlStore(driver: Driver): Store {
  return {
    ...accounts(driver),
    ...friendships(driver),
    ...conversations(driver),
    ...rooms(driver),
    ...messages(driver),
    ...searchIndex(driver),
    search: (query) => search(driver, query),
    ...operators(driver),
    ...reminders(driver),
    ...seeding(driver),
    async ping() {
      await driver.query('SELECT 1')
    },
    close: () => driver.close(),
  }
}
