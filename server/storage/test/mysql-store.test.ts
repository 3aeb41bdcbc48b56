import t from 'tap'
import { findMariaDb, MARIADB_MISSING, startMariaDb } from '../../../test/support/mariadb.ts'
import { storeContract } from './store-contract.ts'

if (findMariaDb()) {
  const mariaDb = await startMariaDb()
  t.teardown(() => mariaDb.stop())
  storeContract('MariaDB', () => mariaDb.createDatabase())
} else {
  t.test('the store on MariaDB', { skip: MARIADB_MISSING }, async () => {})
}
