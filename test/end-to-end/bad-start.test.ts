import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { MysqlDriver } from '../../server/storage/mysql-driver.ts'
import { parseStorageUrl } from '../../server/storage/storage-url.ts'
import { TestServer } from '../support/databases.ts'
import { findMariaDb, MARIADB_MISSING, startMariaDb } from '../support/mariadb.ts'
import { ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

t.setTimeout(120_000)

const SECRET = 'hunter2-very-secret'

/** [78] What an operator must mend is said in one line: no stack, no password, and no second try. */
async function refuses(t: Test, flags: string[], sentence: RegExp, data?: string): Promise<void> {
  const start = ServerProcess.start({ data: data ?? temporaryFolder(t), flags })
  start.then(
    (server) => server.kill(),
    () => {}, // As it should be.
  )
  const error = (await t.rejects(start)) as unknown as Error
  const [, code, said = ''] = /^the server ended \((\w+)\): ([\s\S]*)$/.exec(error.message) ?? []
  t.equal(code, '78', said)
  // Beside the log, which has its own lines.
  const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
  t.equal(lines.length, 1, said)
  t.match(lines[0], sentence)
  t.notMatch(said, /^\s+at /m, 'no stack')
  t.notMatch(said, SECRET)
}

const noMariaDb = findMariaDb() === undefined && MARIADB_MISSING

t.test('a database that refuses us', { skip: noMariaDb }, async (t) => {
  const mariaDb = await startMariaDb()
  t.teardown(() => mariaDb.stop())
  const url = new URL(await mariaDb.createDatabase())

  t.test('a wrong password', async (t) => {
    const wrong = new URL(url)
    wrong.password = SECRET
    await refuses(t, ['--db', wrong.href], /^teahouse: --db .*user name and password \(teahouse\)/)
  })

  t.test('a database that is not there and that we may not make', async (t) => {
    await createGuest(url.href)
    const other = new URL(url)
    Object.assign(other, { username: 'guest', password: SECRET, pathname: '/not_ours' })
    await refuses(t, ['--db', other.href], /^teahouse: --db .*not_ours.*guest/)
  })
})

t.test('a url that cannot work', async (t) => {
  await refuses(t, ['--db', `postgres://me:${SECRET}@host/db`], /^teahouse: --db .*must be sqlite/)
  await refuses(t, ['--db', `mysql://me:${SECRET}@host/`], /^teahouse: --db .*one database/)
  await refuses(t, ['--db', `mysql://me:${SECRET}#@host/db`], /^teahouse: --db /)
})

t.test('a data folder that cannot be', async (t) => {
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, '')
  await refuses(t, [], /^teahouse: --\w+ .*file/, join(file, 'data'))
})

t.test('a data folder that may not be written', async (t): Promise<void> => {
  const folder = temporaryFolder(t)
  if (process.getuid?.() === 0) {
    const problem = mountReadOnly(folder)
    if (problem !== undefined) return void t.pass('not tried', { skip: problem })
    t.teardown(() => execFileSync('umount', ['--lazy', folder]))
  } else {
    chmodSync(folder, 0o500)
  }
  await refuses(t, [], /^teahouse: --\w+ .*(EROFS|EACCES)/, folder)
})

t.test('a file that is no database', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'teahouse.db'), 'this is something else, and long enough\n'.repeat(99))
  await refuses(t, [], /^teahouse: --db .*no SQLite database/, folder)
})

t.test('a certificate that cannot be used', async (t) => {
  const folder = temporaryFolder(t)
  const none = join(folder, 'none.pem')
  const other = join(folder, 'other.pem')
  writeFileSync(other, SECRET)
  const [cert, key] = [join(folder, 'tls', 'cert.pem'), join(folder, 'tls', 'key.pem')]
  await (await ServerProcess.start({ data: folder })).stop()
  await refuses(t, ['--tls-cert', none, '--tls-key', key], /^teahouse: --tls-cert .*ENOENT/)
  await refuses(
    t,
    ['--tls-cert', cert, '--tls-key', other],
    /^teahouse: --tls-key .*no private key/,
  )
  await refuses(t, ['--tls-cert', cert], /^teahouse: --tls-key .*needed/)

  writeFileSync(key, SECRET)
  await refuses(t, [], /^teahouse: --data .*key\.pem is no private key/, folder)
})

t.test('a port that is taken', async (t) => {
  const server = await TestServer.start(temporaryFolder(t), [])
  t.teardown(() => server.process.kill())
  await refuses(t, ['--port', String(server.port)], /^teahouse: --port .*in use/)
  const { opsPort } = server.process
  await refuses(t, ['--ops-port', String(opsPort)], /^teahouse: --ops-port .*in use/)
})

/** A user with no rights at all. */
async function createGuest(url: string): Promise<void> {
  const place = parseStorageUrl(url)
  if (place.dialect !== 'mysql') throw new Error('not a server')
  const driver = new MysqlDriver(place, 'read-write')
  await driver.run(`CREATE USER 'guest'@'127.0.0.1' IDENTIFIED BY '${SECRET}'`)
  await driver.close()
}

/** For root, whom permissions do not stop. */
function mountReadOnly(folder: string): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'teahouse-test', folder], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `no file system can be mounted here: ${(error as Error).message.trim()}`
  }
}
