// Runs on: the main thread, before anything else runs
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationSession } from './driver.ts'
import { openDriver } from './open-driver.ts'
import { StorageConfigError } from './storage-config-error.ts'
import { parseStorageUrl } from './storage-url.ts'

/** A numbered file; sql/README.md has the rules. */
interface Migration {
  version: number
  name: string
  sql: string
  sha256: string
}

interface Applied {
  version: number
  name: string
  sha256: string
  /** 0: begun, and never brought to its end. */
  appliedAt: number
}

const FILE_NAME = /^(?<version>\d{4})_[a-z0-9_-]+\.sql$/

/**
 * Brings the database to the newest version: makes it when there is none, then applies the files of `sqlFolder`/<dialect> that it has not seen,
 * in order, while no other server does the same. Resolves with their names.
 * @throws StorageConfigError when database and files contradict each other, or the url cannot work
 * @throws StorageUnavailable when the database cannot be reached
 */
export async function migrate(url: string, sqlFolder: string): Promise<{ applied: string[] }> {
  const place = parseStorageUrl(url)
  const migrations = readMigrations(join(sqlFolder, place.dialect))
  const driver = await openDriver(place, 'migrate')
  try {
    return { applied: await driver.migration((session) => applyMissing(session, migrations)) }
  } finally {
    await driver.close()
  }
}

async function applyMissing(session: MigrationSession, migrations: Migration[]): Promise<string[]> {
  await session.run(`
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version INTEGER NOT NULL PRIMARY KEY,
      name VARCHAR(190) NOT NULL,
      sha256 VARCHAR(64) NOT NULL,
      applied_at BIGINT NOT NULL
    )`)
  const applied = await session.query<Applied>(
    'SELECT version, name, sha256, applied_at AS appliedAt FROM schema_migrations ORDER BY version',
  )
  checkHistory(applied, migrations)
  const begun = new Set(applied.filter((row) => row.appliedAt === 0).map((row) => row.version))
  const missing = migrations.slice(applied.length - begun.size)
  for (const migration of missing) await apply(session, migration, begun.has(migration.version))
  return missing.map(({ name }) => name)
}

/** The note that it has begun is for MySQL, where each DDL statement commits by itself: a run that was cut off is run again. */
async function apply(
  session: MigrationSession,
  { version, name, sql, sha256 }: Migration,
  again: boolean,
): Promise<void> {
  await session.run('DELETE FROM schema_migrations WHERE version = ?', [version])
  await session.run(
    'INSERT INTO schema_migrations (version, name, sha256, applied_at) VALUES (?, ?, ?, 0)',
    [version, name, sha256],
  )
  await session.script(sql, again)
  await session.run('UPDATE schema_migrations SET applied_at = ? WHERE version = ?', [
    Date.now(),
    version,
  ])
}

function checkHistory(applied: Applied[], migrations: Migration[]): void {
  for (const [i, { version, name, sha256, appliedAt }] of applied.entries()) {
    if (version > migrations.length) {
      throw new StorageConfigError(
        `The database is newer than this program: it has migration ${name}, and the program knows ${migrations.length}. Start the program that made it, or a newer one.`,
      )
    }
    if (version !== i + 1) {
      throw new StorageConfigError(
        `The database lacks migration ${i + 1} but has ${name}: it must be restored from a backup.`,
      )
    }
    if (appliedAt > 0 && sha256 !== migrations[i]?.sha256) {
      throw new StorageConfigError(
        `Migration ${name} has been changed since the database was made with it: put the old file back and write a new one.`,
      )
    }
  }
}

/** Numbered 1, 2, 3 … without gaps. */
function readMigrations(folder: string): Migration[] {
  const names = listFiles(folder).filter((name) => name.endsWith('.sql'))
  const migrations = names.sort().map((name) => readMigration(folder, name))
  for (const [i, { version, name }] of migrations.entries()) {
    if (version !== i + 1) {
      throw new StorageConfigError(
        `The migrations in ${folder} must be numbered without gaps: ${name} stands where ${i + 1} belongs.`,
      )
    }
  }
  if (migrations.length === 0) throw new StorageConfigError(`There are no migrations in ${folder}.`)
  return migrations
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new StorageConfigError(
      `The migrations cannot be read from ${folder}: the program is not installed completely.`,
      { cause },
    )
  }
}

function readMigration(folder: string, name: string): Migration {
  const version = FILE_NAME.exec(name)?.groups?.['version']
  if (version === undefined) {
    throw new StorageConfigError(`${join(folder, name)} is not named like 0001_initial.sql.`)
  }
  // Git may check files out with CRLF; the same file must keep its checksum.
  const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
  const sha256 = createHash('sha256').update(sql).digest('hex')
  return { version: Number(version), name, sql, sha256 }
}
