import { execFile } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { workerFile } from '../../workers/worker-file.ts'
import { migrate } from '../migrate.ts'
import { type NewDatabase, openTestDriver, SQL_FOLDER } from './test-store.ts'

/** The project's first migration, beside which a test may put its own. */
export function sqlFolder(t: Test): MigrationFolder {
  const folder = temporaryFolder(t)
  for (const dialect of ['sqlite', 'mysql']) {
    mkdirSync(join(folder, dialect))
    cpSync(join(SQL_FOLDER, dialect, FIRST), join(folder, dialect, FIRST))
  }
  return {
    folder,
    file: (dialect, name) => join(folder, dialect, name),
    add(name, sql) {
      for (const dialect of ['sqlite', 'mysql']) writeFileSync(join(folder, dialect, name), sql)
    },
  }
}

export interface MigrationFolder {
  folder: string
  file(dialect: string, name: string): string
  /** Writes a migration for both databases. */
  add(name: string, sql: string): void
}

const FIRST = '0001_initial.sql'
/** All that the program brings, the same names for both databases. */
export const RELEASED = readdirSync(join(SQL_FOLDER, 'sqlite')).sort()

export function migrationContract(name: string, newDatabase: NewDatabase): void {
  const test = (sentence: string, work: (t: Test, url: string) => Promise<void>) =>
    t.test(`${name}: ${sentence}`, async (t) => work(t, await newDatabase(t)))

  test('the first run makes everything, the second finds nothing to do', async (t, url) => {
    t.strictSame(await migrate(url, SQL_FOLDER), { applied: RELEASED })
    t.strictSame(await migrate(url, SQL_FOLDER), { applied: [] })
  })

  test('new files are applied in order, each once', async (t, url) => {
    const sql = sqlFolder(t)
    await migrate(url, sql.folder)
    sql.add('0002_tea.sql', 'CREATE TABLE tea (name VARCHAR(20)); -- first\n')
    sql.add('0003_kinds.sql', `INSERT INTO tea VALUES ('green; "or" oolong'); /* ; */`)
    t.strictSame(await migrate(url, sql.folder), { applied: ['0002_tea.sql', '0003_kinds.sql'] })
    t.strictSame(await migrate(url, sql.folder), { applied: [] })
    const driver = await openTestDriver(t, url)
    t.strictSame(await driver.query('SELECT name FROM tea'), [{ name: 'green; "or" oolong' }])
    t.match(await driver.query('SELECT version, name FROM schema_migrations ORDER BY version'), [
      { version: 1, name: FIRST },
      { version: 2, name: '0002_tea.sql' },
      { version: 3, name: '0003_kinds.sql' },
    ])
  })

  test('a changed file is refused, other line ends are no change', async (t, url) => {
    const sql = sqlFolder(t)
    sql.add('0002_tea.sql', 'CREATE TABLE tea (\n  name INTEGER\n);\n')
    await migrate(url, sql.folder)
    sql.add('0002_tea.sql', 'CREATE TABLE tea (\r\n  name INTEGER\r\n);\r\n')
    t.strictSame(await migrate(url, sql.folder), { applied: [] })
    for (const dialect of ['sqlite', 'mysql']) appendFileSync(sql.file(dialect, FIRST), '-- x\n')
    await t.rejects(migrate(url, sql.folder), {
      name: 'StorageConfigError',
      message: /0001_initial.sql has been changed/,
    })
  })

  test('gaps, doubles and odd names among the files are refused', async (t, url) => {
    const refused = async (name: string, message: RegExp) => {
      const sql = sqlFolder(t)
      sql.add(name, 'SELECT 1;')
      await t.rejects(migrate(url, sql.folder), { name: 'StorageConfigError', message })
    }
    await refused('0003_late.sql', /0003_late.sql stands where 2 belongs/)
    await refused('0001_other.sql', /0001_other.sql stands where 2 belongs/)
    await refused('2_short.sql', /2_short.sql is not named like 0001_initial.sql/)
    await t.rejects(migrate(url, join(SQL_FOLDER, 'nowhere')), { name: 'StorageConfigError' })
    const empty = temporaryFolder(t)
    for (const dialect of ['sqlite', 'mysql']) mkdirSync(join(empty, dialect))
    await t.rejects(migrate(url, empty), { message: /no migrations/ })
  })

  test('a database that is newer than the program is refused', async (t, url) => {
    const sql = sqlFolder(t)
    sql.add('0002_tea.sql', 'CREATE TABLE tea (name INTEGER);')
    await migrate(url, sql.folder)
    for (const dialect of ['sqlite', 'mysql']) rmSync(sql.file(dialect, '0002_tea.sql'))
    await t.rejects(migrate(url, sql.folder), {
      name: 'StorageConfigError',
      message: /newer than this program: it has migration 0002_tea.sql, and the program knows 1/,
    })
  })

  test('a database that lacks one in the middle is refused', async (t, url) => {
    const sql = sqlFolder(t)
    sql.add('0002_tea.sql', 'SELECT 1;')
    await migrate(url, sql.folder)
    const driver = await openTestDriver(t, url)
    await driver.run('DELETE FROM schema_migrations WHERE version = 1')
    await t.rejects(migrate(url, sql.folder), { message: /lacks migration 1 but has 0002_tea.sql/ })
  })

  test('one that fails says why, and can be put right', async (t, url) => {
    const sql = sqlFolder(t)
    sql.add('0002_wrong.sql', 'CREATE TABLE IF NOT EXISTS tea (name INTEGER); CREATE TABBLE x;')
    await t.rejects(migrate(url, sql.folder), /TABBLE/)
    sql.add('0002_wrong.sql', 'CREATE TABLE IF NOT EXISTS tea (name INTEGER);')
    t.strictSame(await migrate(url, sql.folder), { applied: [...firstIf(name), '0002_wrong.sql'] })
  })

  test('of servers that start at once one does the work, the others wait', async (t, url) => {
    const file = fileURLToPath(workerFile('migrate-process', import.meta.url))
    const args = [...process.execArgv, file, url, SQL_FOLDER]
    const runs = Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args))
    const results = (await Promise.all(runs)).map(({ stdout }) => stdout).sort()
    t.strictSame(results, [
      JSON.stringify({ applied: RELEASED }),
      ...new Array(3).fill(JSON.stringify({ applied: [] })),
    ])
  })
}

/** SQLite takes back the whole run when one file of it fails, MySQL cannot. */
const firstIf = (name: string): string[] => (name === 'SQLite' ? [FIRST] : [])
