import { join } from 'node:path'
import t, { type Test } from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { Driver } from '../driver.ts'
import { migrate } from '../migrate.ts'
import { openStore } from '../open-store.ts'
import { sqlStore } from '../sql-store.ts'
import { STORED, type Store } from '../store.ts'
import { batchOf, openTestDriver, SQL_FOLDER } from './test-store.ts'

const UNAVAILABLE = { name: 'StorageUnavailable' }

async function open(t: Test): Promise<{ url: string; driver: Driver; store: Store; chat: number }> {
  const url = `sqlite:${join(temporaryFolder(t), 'teahouse.db')}`
  await migrate(url, SQL_FOLDER)
  const driver = await openTestDriver(t, url)
  const store = sqlStore(driver)
  const { conversationId: chat } = await store.openDirect(1, 1, 1)
  return { url, driver, store, chat }
}

const batch = (conversationId: number, name: string, size: number) =>
  batchOf(
    Array.from({ length: size }, (_, i) => ({
      ...{ conversationId, senderId: 1, cid: `${name}-${i}`, text: 'x'.repeat(1_000) },
    })),
  )

t.test('a full disk is an outage that leaves nothing half done, and ends', async (t) => {
  const { driver, store, chat } = await open(t)
  const [{ page_count: pages } = { page_count: 0 }] = await driver.query<{ page_count: number }>(
    'PRAGMA page_count',
  )
  await driver.query(`PRAGMA max_page_count = ${pages + 60}`)
  let stored = 0
  const append = async (name: string) => {
    const { outcome, seq } = await store.append(batch(chat, name, 10))
    t.ok(outcome.every((each) => each === STORED))
    t.equal(seq[0], stored + 1)
    stored += 10
  }
  let full = 0
  while (full < 3) {
    try {
      await append(`batch ${stored}-${full}`)
    } catch (error) {
      t.match(error, UNAVAILABLE)
      t.match((error as Error).cause, { code: 'SQLITE_FULL' })
      full++
    }
  }
  t.ok(stored > 0, 'some had room')
  await store.ping()
  const { messages } = await store.history({ conversationId: chat, floor: 0, limit: 1 })
  t.equal(messages[0]?.seq, stored, 'readable all the while, and nothing of the lost batches')
  await t.rejects(
    store.createRoom({
      ...{ name: 'r'.repeat(60_000), folded: 'r', topic: 't'.repeat(200_000), isPrivate: false },
      ...{ ownerId: 1, at: 1 },
    }),
    UNAVAILABLE,
  )
  await driver.query('PRAGMA max_page_count = 1000000')
  await append('after')
})

t.test('another process that keeps the write lock is an outage, and ends', async (t) => {
  const { url, driver, store, chat } = await open(t)
  await driver.query('PRAGMA busy_timeout = 20')
  const other = await openTestDriver(t, url)
  await other.transaction(async () => {
    await t.rejects(store.append(batch(chat, 'late', 3)), UNAVAILABLE)
    await t.rejects(store.openDirect(1, 2, 1), UNAVAILABLE)
    await t.rejects(store.deleteExpiredTokens(9), UNAVAILABLE)
    await store.ping()
    t.equal((await store.loginState(1)).chats.length, 1, 'reading goes on')
  })
  t.match(await store.append(batch(chat, 'late', 3)), { seq: [1, 2, 3] })
})

t.test('a store that may only read reads, and refuses to write', async (t) => {
  const { url, store, chat } = await open(t)
  const reader = await openStore({ url, mode: 'read-only' })
  t.teardown(() => reader.close())
  await store.append(batch(chat, 'x', 2))
  t.match(await reader.history({ conversationId: chat, floor: 0, limit: 9 }), {
    messages: [{ seq: 1 }, { seq: 2 }],
  })
  await t.rejects(reader.append(batch(chat, 'y', 1)), UNAVAILABLE)
  await t.rejects(reader.createToken({ ...TOKEN, hash: new Uint8Array(32) }), UNAVAILABLE)
})

const TOKEN = { userId: 1, device: '', at: 1, expiresAt: 2 }

t.test('what fails is taken back at once, and lets others write', async (t) => {
  const { url, driver, store, chat } = await open(t)
  const other = await openTestDriver(t, url)
  await other.query('PRAGMA busy_timeout = 0')
  const mayWrite = () => other.run('UPDATE users SET seen_at = 7')
  await t.rejects(driver.transaction((sql) => sql.run('DELETE FROM friendships WHERE nonsense')))
  await mayWrite()
  const entries = batch(chat, 'a', 3)
  await t.rejects(store.append({ ...entries, text: ['a', 'b', null as unknown as string] }))
  await mayWrite()
  t.strictSame((await store.history({ conversationId: chat, floor: 0, limit: 9 })).messages, [])
})

t.test('tasks that overlap do not get into each other’s transactions', async (t) => {
  const { driver, chat, store } = await open(t)
  const failing = driver.transaction(async (sql) => {
    await sql.run('DELETE FROM users')
    await Promise.resolve()
    throw new Error('taken back')
  })
  const others = [
    store.append(batch(chat, 'a', 2)),
    store.person('assistant'),
    driver.transaction(async (sql) => sql.run('UPDATE users SET seen_at = 5')),
    driver.transaction(async (sql) => sql.run('UPDATE users SET seen_at = seen_at + 1')),
    store.append(batch(chat, 'b', 2)),
  ]
  await t.rejects(failing)
  t.match(await Promise.all(others), [
    { seq: [1, 2] },
    { name: 'assistant' },
    ...[{ changes: 1 }, { changes: 1 }],
    { seq: [3, 4] },
  ])
  t.equal((await store.loginState(1)).user.seenAt, 6)
})
