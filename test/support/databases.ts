import t, { type Test } from 'tap'
import { keepCertificate, lendCertificate } from './kept-certificate.ts'
import { findMariaDb, MARIADB_MISSING, type MariaDb, startMariaDb } from './mariadb.ts'
import { ServerProcess } from './server-process.ts'
import { type Teardown, temporaryFolder } from './temporary-folder.ts'

/** Where the servers of a suite keep their data. */
export interface TestDatabase {
  readonly name: 'SQLite' | 'MariaDB'
  /** A server on an empty database; frames are not rate limited unless `flags` say so. */
  start(t: Teardown, ...flags: string[]): Promise<TestServer>
  /** The database server itself, to be killed and restarted; SQLite has none. */
  readonly mariaDb: MariaDb | undefined
}

/** A server process that can be replaced by another one on the same data. */
export class TestServer {
  readonly data: string
  readonly #flags: string[]
  #process: ServerProcess

  private constructor(data: string, flags: string[], process: ServerProcess) {
    this.data = data
    this.#flags = flags
    this.#process = process
  }

  static async start(data: string, flags: string[]): Promise<TestServer> {
    lendCertificate(data)
    const server = new TestServer(data, flags, await ServerProcess.start({ data, flags }))
    keepCertificate(data)
    return server
  }

  get process(): ServerProcess {
    return this.#process
  }

  get port(): number {
    return this.#process.port
  }

  get ops(): string {
    return `http://127.0.0.1:${this.#process.opsPort}`
  }

  /** After `process.kill()` or `process.stop()`: the same data, the same port. */
  async restart(): Promise<void> {
    const { data, port } = this
    this.#process = await ServerProcess.start({ data, flags: this.#flags, port })
  }
}

/** Runs a suite on SQLite and on a private MariaDB. */
export function onEveryDatabase(
  suite: (t: Test, database: TestDatabase) => void | Promise<void>,
): void {
  t.test('on SQLite', async (t) => {
    await suite(t, { name: 'SQLite', mariaDb: undefined, start: startOn(() => undefined) })
  })
  const skip = findMariaDb() === undefined ? MARIADB_MISSING : false
  t.test('on MariaDB', { skip }, async (t) => {
    const mariaDb = await startMariaDb()
    t.teardown(() => mariaDb.stop())
    const start = startOn(() => mariaDb.createDatabase())
    await suite(t, { name: 'MariaDB', mariaDb, start })
  })
}

function startOn(database: () => Promise<string> | undefined): TestDatabase['start'] {
  return async (t, ...flags) => {
    const url = await database()
    const data = temporaryFolder(t)
    const all = ['--rate-limit', '0', ...(url === undefined ? [] : ['--db', url]), ...flags]
    const server = await TestServer.start(data, all)
    t.teardown(() => server.process.kill())
    return server
  }
}
