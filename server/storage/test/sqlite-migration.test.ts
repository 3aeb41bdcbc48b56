import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { migrate } from '../migrate.ts'
import { openStore } from '../open-store.ts'
import { migrationContract, sqlFolder } from './migration-contract.ts'
import { openTestDriver, SQL_FOLDER } from './test-store.ts'

migrationContract('SQLite', async (t) => `sqlite:${join(temporaryFolder(t), 'teahouse.db')}`)

t.test('folder and file are their owner’s alone', async (t) => {
  const folder = join(temporaryFolder(t), 'a', 'b')
  const file = join(folder, 'teahouse.db')
  await migrate(`sqlite:${file}`, SQL_FOLDER)
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal(statSync(join(folder, '..')).mode & 0o777, 0o700)
  const store = await openStore({ url: `sqlite:${file}`, mode: 'read-write' })
  t.teardown(() => store.close())
  await store.openDirect(1, 1, 1)
  for (const end of ['', '-wal', '-shm']) t.equal(statSync(file + end).mode & 0o777, 0o600)
})

t.test('a run that fails leaves nothing of itself', async (t) => {
  const url = `sqlite:${join(temporaryFolder(t), 'teahouse.db')}`
  const sql = sqlFolder(t)
  await migrate(url, sql.folder)
  sql.add('0002_half.sql', 'CREATE TABLE half (x INTEGER); DELETE FROM nothing;')
  await t.rejects(migrate(url, sql.folder), /nothing/)
  const driver = await openTestDriver(t, url)
  t.strictSame(await driver.query(`SELECT name FROM sqlite_schema WHERE name = 'half'`), [])
})

t.test('a migration that would leave a broken reference is refused', async (t) => {
  const url = `sqlite:${join(temporaryFolder(t), 'teahouse.db')}`
  const sql = sqlFolder(t)
  sql.add('0002_broken.sql', "INSERT INTO members VALUES (77, 1, 'member', 0, 0, 0, 0);")
  await t.rejects(migrate(url, sql.folder), /2 rows|1 rows refer/)
})

t.test('what cannot be a database is refused in one sentence', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'file')
  writeFileSync(file, 'this is no database, and long enough to be taken for one'.repeat(100))
  mkdirSync(join(folder, 'folder.db'))
  const refused = async (path: string, message: RegExp) => {
    const error = { name: 'StorageConfigError', message }
    await t.rejects(migrate(`sqlite:${path}`, SQL_FOLDER), error)
  }
  await refused(file, /is there, but is no SQLite database/)
  await refused(join(file, 'x.db'), /cannot be made or written: E/)
  await refused(join(folder, 'folder.db'), /cannot be made or written: EISDIR/)
  await refused('/proc/nowhere/teahouse.db', /cannot be made or written: E/)
  const url = `sqlite:${join(folder, 'none.db')}`
  for (const mode of ['read-write', 'read-only'] as const) {
    await t.rejects(openStore({ url, mode }), {
      name: 'StorageConfigError',
      message: /none.db cannot be opened: ENOENT/,
    })
  }
})
