import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seedAccounts } from '../../accounts/seed-accounts.ts'
import { SetupClient } from '../../accounts/setup-client.ts'
import { teahousePeer } from '../../peers/teahouse-peer.ts'
import type { Account, AccountOrder, DurableServer, System } from './bench-server.ts'
import { ChildServer } from './child-server.ts'
import { findMariaDb, type MariaDb, startMariaDb } from './mariadb-server.ts'
import { clearWorkplace, inWorkplace } from './workplace.ts'

/** A system of ours, whose servers can do more. */
export interface OwnSystem extends System {
  find(): Promise<{ name: string; start(): Promise<DurableServer> } | undefined>
}

/** From the compiled bench one folder further down than from its sources. */
const UP = import.meta.url.endsWith('.ts') ? '../../../' : '../../../../'
export const OWN_PROGRAM = fileURLToPath(new URL(`${UP}bin/teahouse.js`, import.meta.url))

const PROMISE = 'committed'

/** `program` is a `bin/teahouse.js`, of this checkout or of another; or its source, read as this file is. */
export const teahouseOnSqlite = (program: string): OwnSystem => ({
  key: 'sqlite',
  label: 'Teahouse on SQLite',
  promise: PROMISE,
  install: '',
  find: () =>
    Promise.resolve({
      name: 'Teahouse on SQLite',
      start: () => TeahouseServer.start(program, undefined),
    }),
})

export const teahouseOnMariaDb = (program: string): OwnSystem => ({
  key: 'mariadb',
  label: 'Teahouse on MariaDB',
  promise: PROMISE,
  install: 'Debian: apt-get install mariadb-server-core mariadb-client-core',
  async find() {
    const programs = await findMariaDb()
    if (programs === undefined) return undefined
    return {
      name: 'Teahouse on MariaDB',
      start: async () => {
        const database = await startMariaDb(programs)
        try {
          return await TeahouseServer.start(program, database)
        } catch (error) {
          await database.stop()
          throw error
        }
      },
    }
  },
})

/** Our server as an operator starts it, but without limits for those who flood: the bench is one address, and floods. */
class TeahouseServer implements DurableServer {
  readonly peer = teahousePeer
  readonly #program: string
  readonly #folder: string
  readonly #database: MariaDb | undefined
  #child: ChildServer

  private constructor(
    program: string,
    folder: string,
    database: MariaDb | undefined,
    child: ChildServer,
  ) {
    this.#program = program
    this.#folder = folder
    this.#database = database
    this.#child = child
  }

  static start(program: string, database: MariaDb | undefined): Promise<TeahouseServer> {
    return inWorkplace(async (folder) => {
      const child = await startProgram(program, folder, database)
      return new TeahouseServer(program, folder, database, child)
    })
  }

  get port(): number {
    return Number(this.#child.ready[1])
  }

  get pid(): number {
    return this.#child.pid
  }

  get databasePid(): number | undefined {
    return this.#database?.pid
  }

  get lastWords(): readonly string[] {
    return this.#child.lastWords
  }

  async accounts({ prefix, count, password }: AccountOrder): Promise<Account[]> {
    const admin = await SetupClient.open({ path: join(this.#folder, 'data', 'admin.sock') })
    try {
      const secret = password === undefined ? {} : { password }
      return await seedAccounts(admin, { prefix, count, friends: 'pairs', ...secret })
    } finally {
      admin.close()
    }
  }

  async restart(): Promise<void> {
    await this.#child.stop()
    this.#child = await startProgram(this.#program, this.#folder, this.#database)
  }

  async stop(): Promise<void> {
    await this.#child.kill()
    await this.#database?.stop()
    await clearWorkplace(this.#folder)
  }
}

function startProgram(
  program: string,
  folder: string,
  database: MariaDb | undefined,
): Promise<ChildServer> {
  const options = {
    host: '127.0.0.1',
    port: 0,
    'ops-port': 0,
    data: join(folder, 'data'),
    'rate-limit': 0,
    'max-pending-per-address': 0,
    'log-level': 'warn',
    ...(database === undefined ? {} : { db: database.url }),
  }
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  return ChildServer.start({
    name: 'the server',
    program: process.execPath,
    args: [...(program.endsWith('.ts') ? process.execArgv : []), program, 'serve', ...flags],
    readyLine: /^listening .*tcp:\/\/[^ ]*:(\d+)/,
    folder,
  })
}
