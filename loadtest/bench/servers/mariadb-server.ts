import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LoadError } from '../../load-error.ts'
import { ChildServer } from './child-server.ts'
import { findProgram } from './find-program.ts'
import { freePort } from './free-port.ts'
import { clearWorkplace, inWorkplace } from './workplace.ts'

const run = promisify(execFile)

export interface MariaDbPrograms {
  readonly server: string
  readonly installer: string
}

export async function findMariaDb(): Promise<MariaDbPrograms | undefined> {
  const server = await findProgram('mariadbd')
  const installer = await findProgram('mariadb-install-db')
  return server === undefined || installer === undefined ? undefined : { server, installer }
}

/** A private server with an empty database, durable as in production: every commit is on the disk. */
export interface MariaDb {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

export const startMariaDb = (programs: MariaDbPrograms): Promise<MariaDb> =>
  inWorkplace((folder) => start(programs, folder))

async function start({ server, installer }: MariaDbPrograms, folder: string): Promise<MariaDb> {
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  mkdirSync(join(folder, 'tmp'))
  writeFileSync(join(folder, 'init.sql'), firstStatements(password), { mode: 0o600 })
  await install(installer, folder)
  const child = await ChildServer.start({
    name: 'MariaDB',
    program: server,
    args: options(folder, port),
    readyLine: /ready for connections/,
    folder,
  })
  return {
    url: `mysql://teahouse:${password}@127.0.0.1:${port}/teahouse`,
    pid: child.pid,
    stop: async () => {
      await child.kill()
      await clearWorkplace(folder)
    },
  }
}

const AS_ROOT = process.getuid?.() === 0 ? ['--user=root'] : []

async function install(program: string, folder: string): Promise<void> {
  const args = [
    '--no-defaults',
    ...AS_ROOT,
    `--datadir=${join(folder, 'data')}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
  ]
  await run(program, args).catch((cause: { stderr?: string; message: string }) => {
    const words = cause.stderr?.trim() || cause.message
    throw new LoadError(`MariaDB's files could not be made: ${words}`, { cause })
  })
}

const firstStatements = (password: string): string =>
  [
    'CREATE DATABASE IF NOT EXISTS teahouse CHARACTER SET utf8mb4',
    `CREATE USER IF NOT EXISTS 'teahouse'@'127.0.0.1' IDENTIFIED BY '${password}'`,
    "GRANT ALL ON *.* TO 'teahouse'@'127.0.0.1'",
    '',
  ].join(';\n')

function options(folder: string, port: number): string[] {
  return [
    '--no-defaults',
    ...AS_ROOT,
    `--datadir=${join(folder, 'data')}`,
    `--tmpdir=${join(folder, 'tmp')}`,
    `--socket=${join(folder, 's')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--init-file=${join(folder, 'init.sql')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--performance-schema=off',
    '--character-set-server=utf8mb4',
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=256M',
    '--innodb-log-file-size=256M',
  ]
}
