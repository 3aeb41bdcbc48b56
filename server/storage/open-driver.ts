// Runs on: storage worker, or the main thread before anything else runs
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Driver } from './driver.ts'
import { MysqlDriver } from './mysql-driver.ts'
import { mysqlErrno } from './mysql-errors.ts'
import { openSqlite } from './sqlite-driver.ts'
import { sqliteCode } from './sqlite-errors.ts'
import { StorageConfigError } from './storage-config-error.ts'
import { StorageUnavailable } from './storage-unavailable.ts'
import type { MysqlPlace, SqlitePlace, StoragePlace } from './storage-url.ts'

/** `migrate` makes the database where there is none, and alone may change its tables. */
export type DriverMode = 'read-write' | 'read-only' | 'migrate'

/**
 * A driver that has reached its database.
 * @throws StorageConfigError when it never will; StorageUnavailable when it may later
 */
export function openDriver(place: StoragePlace, mode: DriverMode): Promise<Driver> {
  return place.dialect === 'sqlite' ? openFile(place, mode) : openServer(place, mode)
}

async function openFile({ file }: SqlitePlace, mode: DriverMode): Promise<Driver> {
  const path = resolve(file)
  if (mode === 'migrate') makeFile(path)
  else checkFile(path, mode)
  try {
    return openSqlite(path, mode)
  } catch (error) {
    if (sqliteCode(error) !== 'SQLITE_NOTADB') throw error
    throw new StorageConfigError(`${path} is there, but is no SQLite database.`, { cause: error })
  }
}

/** Messages and password hashes are in it: it is its owner's alone from the first moment. */
function makeFile(path: string): void {
  const folder = dirname(path)
  try {
    makeFolder(folder)
    closeSync(openSync(path, 'a', 0o600))
    // SQLite keeps its log beside the file.
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw fileError(`The database ${path} cannot be made or written`, error)
  }
}

/** Node's own `recursive` never returns where a folder cannot be made in an existing one with ENOENT, as under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

function checkFile(path: string, mode: DriverMode): void {
  try {
    accessSync(path, mode === 'read-only' ? constants.R_OK : constants.R_OK | constants.W_OK)
  } catch (error) {
    throw fileError(`The database ${path} cannot be opened`, error)
  }
}

/** The machine is short of something, rather than told something wrong. */
const SHORTAGES = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM'])

function fileError(what: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException
  return SHORTAGES.has(code ?? '')
    ? new StorageUnavailable(`${what}: ${message}`, { cause })
    : new StorageConfigError(`${what}: ${message}.`, { cause })
}

async function openServer(place: MysqlPlace, mode: DriverMode): Promise<Driver> {
  try {
    return await connect(place, mode)
  } catch (error) {
    if (mode !== 'migrate' || mysqlErrno((error as Error).cause) !== UNKNOWN_DATABASE) {
      throw refusal(place, error)
    }
  }
  try {
    await createMysqlDatabase(place)
    return await connect(place, mode)
  } catch (error) {
    throw refusal(place, error)
  }
}

async function connect(place: MysqlPlace, mode: DriverMode): Promise<Driver> {
  const driver = new MysqlDriver(place, mode === 'read-only' ? mode : 'read-write')
  try {
    await driver.query('SELECT 1')
    return driver
  } catch (error) {
    await driver.close()
    throw error
  }
}

/** Does nothing when it is there. */
export async function createMysqlDatabase(place: MysqlPlace): Promise<void> {
  const driver = new MysqlDriver({ ...place, database: '' }, 'read-write')
  try {
    const name = place.database.replaceAll('`', '``')
    await driver.run(
      `CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    )
  } finally {
    await driver.close()
  }
}

const UNKNOWN_DATABASE = 1049
const REFUSALS = new Map<number, (place: MysqlPlace) => string>([
  [1044, ({ user, database }) => `may not use, or make, the database ${database} as ${user}`],
  [1045, ({ user }) => `does not know this user name and password (${user})`],
  [UNKNOWN_DATABASE, ({ database }) => `has no database ${database}`],
  [1130, () => `takes no connections from this machine`],
  [1698, ({ user }) => `does not let ${user} log in with a password`],
])

/** While the server runs these are outages like any other; when it starts they are settings that cannot work. */
function refusal(place: MysqlPlace, error: unknown): unknown {
  const cause = error instanceof Error && error.cause
  const sentence = REFUSALS.get(mysqlErrno(cause) ?? 0)
  if (!sentence) return error
  const { host, port } = place
  return new StorageConfigError(`The database server ${host}:${port} ${sentence(place)}.`, {
    cause,
  })
}
