import t from 'tap'
import { findMariaDb, MARIADB_MISSING, startMariaDb } from '../../../test/support/mariadb.ts'
import { migrate } from '../migrate.ts'
import { openStore } from '../open-store.ts'
import { migrationContract, RELEASED, sqlFolder } from './migration-contract.ts'
import { openTestDriver, SQL_FOLDER } from './test-store.ts'

if (findMariaDb()) {
  const mariaDb = await startMariaDb()
  t.teardown(() => mariaDb.stop())
  migrationContract('MariaDB', () => mariaDb.createDatabase())

  t.test('a database that is not there is made', async (t) => {
    await t.rejects(openStore({ url: mariaDb.url, mode: 'read-write' }), {
      name: 'StorageConfigError',
      message: /has no database teahouse/,
    })
    t.strictSame(await migrate(mariaDb.url, SQL_FOLDER), { applied: RELEASED })
    const odd = mariaDb.url.replace(/teahouse$/, encodeURIComponent('茶`; --'))
    await migrate(odd, SQL_FOLDER)
    t.strictSame(await migrate(odd, SQL_FOLDER), { applied: [] })
  })

  t.test('one that was killed half-way is brought to its end by the next start', async (t) => {
    const url = await mariaDb.createDatabase()
    const sql = sqlFolder(t)
    await migrate(url, sql.folder)
    const driver = await openTestDriver(t, url)
    await driver.run('CREATE TABLE pause (seconds INTEGER)')
    await driver.run('INSERT INTO pause VALUES (600)')
    const half = `
      CREATE TABLE tea (name VARCHAR(20));
      ALTER TABLE tea ADD COLUMN price INTEGER;
      CREATE INDEX tea_price ON tea (price);
      SELECT SLEEP(seconds) FROM pause;
      ALTER TABLE tea DROP COLUMN name;`
    sql.add('0002_tea.sql', half)
    const running = t.rejects(migrate(url, sql.folder), { name: 'StorageUnavailable' })
    for (let sleeping = 0; sleeping === 0; ) {
      const found = await driver.query<{ id: number }>(
        `SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(%'`,
      )
      for (const { id } of found) await driver.run(`KILL ${id}`)
      sleeping = found.length
    }
    await running
    await driver.run('UPDATE pause SET seconds = 0')
    t.strictSame(await migrate(url, sql.folder), { applied: ['0002_tea.sql'] })
    t.strictSame(await migrate(url, sql.folder), { applied: [] })
    t.strictSame(await driver.query('SELECT price FROM tea'), [])
    await t.rejects(driver.query('SELECT name FROM tea'))
  })

  t.test('what is there already is no excuse in a first run', async (t) => {
    const url = await mariaDb.createDatabase()
    const sql = sqlFolder(t)
    await migrate(url, sql.folder)
    sql.add('0002_users.sql', 'CREATE TABLE users (x INTEGER);')
    await t.rejects(migrate(url, sql.folder), /users/)
  })

  t.test('wrong settings are told in one sentence without the password', async (t) => {
    const { url } = mariaDb
    const secret = new URL(url).password
    const refused = async (wrong: string, name: string, message: RegExp) => {
      for (const attempt of [
        () => migrate(wrong, SQL_FOLDER),
        () => openStore({ url: wrong, mode: 'read-only' }),
      ]) {
        const error = await attempt().then(
          () => t.fail('it was taken'),
          (error: Error) => error,
        )
        t.match(error, { name, message })
        const told = `${error} ${JSON.stringify(error)} ${(error as Error).cause}`
        t.notOk(told.includes(secret) || told.includes(decodeURIComponent(secret)))
      }
    }
    const password = (text: string) => url.replace(secret, text)
    await refused(password('wrong'), 'StorageConfigError', /does not know this user name and pass/)
    await refused(password(`${secret}%zz`), 'StorageConfigError', /password .* % that escapes/)
    await refused(url.replace('127.0.0.1', '127.0.0.1:x'), 'StorageConfigError', /cannot be read/)
    await refused(url.replace(/:\d+\//, ':1/'), 'StorageUnavailable', /ECONNREFUSED/)

    const driver = await openTestDriver(t, await mariaDb.createDatabase('mine'))
    await driver.run(`CREATE USER 'guest'@'127.0.0.1' IDENTIFIED BY '${'x'.repeat(12)}'`)
    const guest = url.replace(/\/\/.*@/, `//guest:${'x'.repeat(12)}@`)
    await refused(guest, 'StorageConfigError', /may not use, or make, the database teahouse as gue/)
  })
} else {
  t.test('migrations on MariaDB', { skip: MARIADB_MISSING }, async () => {})
}
