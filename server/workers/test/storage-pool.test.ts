import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { packageRoot } from '../../package-root.ts'
import { migrate } from '../../storage/migrate.ts'
import { StorageUnavailable } from '../../storage/storage-unavailable.ts'
import { openStoragePool } from '../storage-pool.ts'

// It began a thread, which nobody ended: a server that met an outage while it stopped stayed for ever, now and then.
t.test('a pool that was closed is asked in vain', async (t) => {
  const url = `sqlite:${join(temporaryFolder(t), 'teahouse.db')}`
  await migrate(url, join(packageRoot, 'sql'))
  const heard: [string, boolean][] = []
  const pool = openStoragePool(url, (...outcome) => heard.push(outcome), t.error)
  await pool.api.ping()
  await pool.api.deleteExpiredTokens(0)
  const outcomes = [
    ['read', true],
    ['write', true],
  ]
  t.strictSame(heard, outcomes)

  const underWay = pool.api.ping()
  const closed = pool.close()
  await t.rejects(pool.api.ping(), StorageUnavailable)
  await underWay.catch((error: unknown) => t.ok(error instanceof StorageUnavailable))
  await closed
  await t.rejects(pool.api.ping(), StorageUnavailable)
  await t.rejects(pool.api.deleteExpiredTokens(0), StorageUnavailable)
  t.strictSame(heard, outcomes, 'and says nothing of the database')
})

t.test(
  'who is not answered in time is told so, and can learn when the work has ended',
  async (t) => {
    const file = join(temporaryFolder(t), 'teahouse.db')
    const url = `sqlite:${file}`
    await migrate(url, join(packageRoot, 'sql'))
    const pool = openStoragePool(url, () => {}, t.error)
    t.teardown(() => pool.close())
    // Its threads are there.
    await Promise.all([pool.api.deleteExpiredTokens(0), pool.api.ping()])
    const lock = new Database(file)
    t.teardown(() => lock.close())
    lock.exec('BEGIN IMMEDIATE')
    // SQLite gives the first one up after four seconds; by then the second has waited for it.
    const [first, second] = await Promise.allSettled([
      pool.api.setProfile(1, { bio: 'first' }),
      pool.api.setProfile(1, { bio: 'second' }),
    ])
    t.match(first, { reason: { name: 'StorageUnavailable', underWay: undefined } })
    t.match(second, { reason: { name: 'StorageUnavailable' } })
    t.equal((await pool.api.person('assistant'))?.bio, '', 'not yet')
    lock.exec('ROLLBACK')
    await (second as PromiseRejectedResult).reason.underWay
    t.equal((await pool.api.person('assistant'))?.bio, 'second')
  },
)
