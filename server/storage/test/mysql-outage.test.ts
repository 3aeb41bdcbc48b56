import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import {
  findMariaDb,
  MARIADB_MISSING,
  type MariaDb,
  startMariaDb,
} from '../../../test/support/mariadb.ts'
import { migrate } from '../migrate.ts'
import { openStore } from '../open-store.ts'
import { DUPLICATE, STORED, type Store } from '../store.ts'
import { batchOf, openTestDriver, openTestStore, SQL_FOLDER } from './test-store.ts'

const UNAVAILABLE = { name: 'StorageUnavailable' }

const batch = (conversationId: number, name: string, size = 20) =>
  batchOf(
    Array.from({ length: size }, (_, i) => ({
      ...{ conversationId, senderId: 1, cid: `${name}-${i}`, text: `text ${name}` },
    })),
  )

async function open(
  t: Test,
  mariaDb: MariaDb,
): Promise<{ store: Store; chat: number; url: string }> {
  const { store, url } = await openTestStore(t, () => mariaDb.createDatabase())
  const { conversationId: chat } = await store.openDirect(1, 1, 1)
  return { store, chat, url }
}

async function seqsOf(store: Store, conversationId: number): Promise<number[]> {
  const seqs: number[] = []
  for (let more = true; more; ) {
    const page = await store.history({
      ...{ conversationId, floor: 0, after: seqs.at(-1) ?? 0, limit: 200 },
    })
    seqs.push(...page.messages.map(({ seq }) => seq))
    more = page.more
  }
  return seqs
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

function outages(mariaDb: MariaDb): void {
  t.test(
    'killed under load: nothing acknowledged is lost, a repeated batch is a duplicate',
    async (t) => {
      const { store, chat } = await open(t, mariaDb)
      const answered = new Map<string, number[]>()
      const lost: string[] = []
      let sent = 0
      const write = async (writer: string, until: () => boolean) => {
        for (let i = 0; !until(); i++) {
          const name = `${writer}${i}`
          try {
            const { seq } = await store.append(batch(chat, name))
            answered.set(name, seq)
          } catch (error) {
            t.match(error, UNAVAILABLE)
            lost.push(name)
          }
          sent++
        }
      }
      for (let round = 0; round < 2; round++) {
        const known = answered.size
        const writers = ['a', 'b', 'c'].map((name) =>
          write(`${round}${name}`, () => lost.length > 0),
        )
        while (answered.size < known + 10) await new Promise((resolve) => setImmediate(resolve))
        await mariaDb.kill()
        await Promise.all(writers)
        t.ok(lost.length > 0 && sent > 10)
        await t.rejects(store.ping(), UNAVAILABLE)
        await mariaDb.restart()
        await store.ping()
        for (const name of lost.splice(0)) {
          const { outcome, seq } = await store.append(batch(chat, name))
          t.ok(outcome.every((each) => each === STORED || each === DUPLICATE))
          answered.set(name, seq)
        }
      }
      for (const [name, seq] of answered) {
        t.strictSame(await store.append(batch(chat, name)), {
          outcome: new Array(20).fill(DUPLICATE),
          seq,
          at: new Array(20).fill(5_000),
        })
      }
      t.strictSame(await seqsOf(store, chat), upTo(answered.size * 20))
    },
  )

  t.test('a server that answers nothing is unavailable in time, for all who wait', async (t) => {
    const { store, chat } = await open(t, mariaDb)
    process.kill(mariaDb.pid, 'SIGSTOP')
    const begin = performance.now()
    try {
      const waiting = Array.from({ length: 30 }, () => t.rejects(store.ping(), UNAVAILABLE))
      waiting.push(t.rejects(store.append(batch(chat, 'stopped')), UNAVAILABLE))
      await Promise.all(waiting)
      const took = performance.now() - begin
      t.ok(took < 7_000, `the last was told after ${Math.round(took)} ms`)
    } finally {
      process.kill(mariaDb.pid, 'SIGCONT')
    }
    const { outcome, seq } = await store.append(batch(chat, 'stopped'))
    t.ok(outcome.every((each) => each === STORED || each === DUPLICATE))
    t.strictSame(seq, upTo(20))
    t.strictSame(await seqsOf(store, chat), upTo(20))
  })

  t.test('a connection that the network forgot is not used again', async (t) => {
    const { url } = await open(t, mariaDb)
    const proxy = await silentProxy(t, Number(new URL(url).port))
    const store = await openStore({
      url: url.replace(/:\d+\//, `:${proxy.port}/`),
      mode: 'read-write',
    })
    t.teardown(() => store.close())
    proxy.forget()
    await t.rejects(store.ping(), UNAVAILABLE)
    await store.ping()
    t.equal(proxy.connections, 2)
  })

  t.test('a read-only server and a lock that is kept are outages, and end', async (t) => {
    const { store, chat, url } = await open(t, mariaDb)
    const { database, plain } = await plainUser(t, url)
    const guest = await openTestDriver(t, plain)
    const root = await openTestDriver(t, url)
    await root.run('SET GLOBAL read_only = 1')
    try {
      await t.rejects(guest.append(batch(chat, 'x')), UNAVAILABLE)
    } finally {
      await root.run('SET GLOBAL read_only = 0')
    }
    t.match(await guest.append(batch(chat, 'x', 2)), { seq: [1, 2] }, database)

    await root.transaction(async (sql) => {
      await sql.query('SELECT id FROM users WHERE id = 1 FOR UPDATE')
      await t.rejects(store.saveSeen([{ userId: 1, at: 9 }]), UNAVAILABLE)
    })
    await store.saveSeen([{ userId: 1, at: 9 }])
  })

  t.test('deadlocks are run again, unseen', async (t) => {
    const { url } = await open(t, mariaDb)
    const driver = await openTestDriver(t, url)
    await driver.run('CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)')
    await driver.run('INSERT INTO counters VALUES (1, 0), (2, 0)')
    let attempts = 0
    const both = (first: number, second: number) =>
      driver.transaction(async (sql) => {
        attempts++
        await sql.run('UPDATE counters SET n = n + 1 WHERE id = ?', [first])
        await sql.run('UPDATE counters SET n = n + 1 WHERE id = ?', [second])
      })
    await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? both(1, 2) : both(2, 1))))
    t.strictSame(await driver.query('SELECT n FROM counters'), [{ n: 8 }, { n: 8 }])
    t.ok(attempts > 8, 'there were some')
  })
}

/** Passes bytes to the server until it forgets its connections: they stay open, and nothing comes through. */
async function silentProxy(t: Test, serverPort: number) {
  const links: { client: Socket; server: Socket }[] = []
  const listener = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    links.push({ client, server })
    client.pipe(server).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.teardown(() => {
    for (const { client, server } of links) {
      client.destroy()
      server.destroy()
    }
    listener.close()
  })
  return {
    port: (listener.address() as AddressInfo).port,
    get connections() {
      return links.length
    },
    forget() {
      for (const { client, server } of links) {
        client.unpipe(server)
        server.unpipe(client)
      }
    },
  }
}

/** A user without the rights that stand above `read_only`. */
async function plainUser(t: Test, url: string): Promise<{ database: string; plain: string }> {
  const driver = await openTestDriver(t, url)
  const database = new URL(url).pathname.slice(1)
  await driver.run(`CREATE USER 'plain'@'127.0.0.1' IDENTIFIED BY 'plain'`)
  await driver.run(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${database}.* TO 'plain'@'127.0.0.1'`)
  return { database, plain: url.replace(/\/\/.*@/, '//plain:plain@') }
}

if (findMariaDb()) {
  const mariaDb = await startMariaDb()
  t.teardown(() => mariaDb.stop())
  await migrate(mariaDb.url, SQL_FOLDER)
  outages(mariaDb)
} else {
  t.test('outages of MariaDB', { skip: MARIADB_MISSING }, async () => {})
}
