import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createMysqlDatabase } from '../../server/storage/open-driver.ts'
import { parseStorageUrl } from '../../server/storage/storage-url.ts'
import { findProgram, freePort } from './programs.ts'
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts'

export interface MariaDbPrograms {
  mariadbd: string
  installDb: string
}

/** Where MariaDB's programs are, or undefined: then a test that needs them is skipped with MARIADB_MISSING. */
export function findMariaDb(): MariaDbPrograms | undefined {
  const mariadbd = findProgram('mariadbd')
  const installDb = findProgram('mariadb-install-db')
  return mariadbd && installDb ? { mariadbd, installDb } : undefined
}

export const MARIADB_MISSING =
  'there is no mariadbd and mariadb-install-db on this machine (Debian: apt-get install mariadb-server-core)'

/** A private server on loopback, durable as in production, without everything else that costs time. */
export interface MariaDb {
  /** Of a database that does not exist yet; the user may make it. */
  readonly url: string
  readonly pid: number
  /** Where its files are; removed with it. */
  readonly folder: string
  /** Makes an empty database and returns its url; each call another one unless it is named. */
  createDatabase(name?: string): Promise<string>
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>
  /** Starts it again on the same port and files, after kill(). */
  restart(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

export async function startMariaDb(programs = findMariaDb()): Promise<MariaDb> {
  if (!programs) throw new Error(MARIADB_MISSING)
  const folder = makeTemporaryFolder()
  try {
    await install(programs.installDb, folder)
    const port = await freePort()
    const server = new PrivateMariaDb(programs.mariadbd, folder, port)
    await server.restart()
    return server
  } catch (error) {
    removeFolder(folder)
    throw error
  }
}

class PrivateMariaDb implements MariaDb {
  readonly folder: string
  readonly #program: string
  readonly #port: number
  /** With characters that a url must escape, so that every test also tries that. */
  readonly #password = `p@:/%${randomBytes(9).toString('base64')}`
  #process: { supervisor: ChildProcess; pid: number } | undefined
  #databases = 0

  constructor(program: string, folder: string, port: number) {
    this.#program = program
    this.folder = folder
    this.#port = port
    const user = `'teahouse'@'127.0.0.1'`
    writeFileSync(
      join(folder, 'init.sql'),
      `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${this.#password}';\nGRANT ALL ON *.* TO ${user} WITH GRANT OPTION;\n`,
      { mode: 0o600 },
    )
  }

  get url(): string {
    return this.#urlOf('teahouse')
  }

  get pid(): number {
    if (!this.#process) throw new Error('This MariaDB does not run.')
    return this.#process.pid
  }

  async createDatabase(name = `test_${++this.#databases}`): Promise<string> {
    const url = this.#urlOf(name)
    const place = parseStorageUrl(url)
    if (place.dialect === 'mysql') await createMysqlDatabase(place)
    return url
  }

  async restart(): Promise<void> {
    if (this.#process) throw new Error('This MariaDB runs already.')
    const supervisor = spawn(
      '/bin/sh',
      ['-c', SUPERVISOR, 'sh', this.folder, this.#program, ...this.#options()],
      // Its own group: Ctrl-C in a terminal ends the test, and the test's end ends the server.
      { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
    )
    const pid = await readyPid(supervisor)
    this.#process = { supervisor, pid }
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    // Nothing is kept, so nothing need be flushed: killing takes a millisecond, an orderly end a second.
    if (this.#process) await this.#end('SIGKILL')
    removeFolder(this.folder)
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.#process) throw new Error('This MariaDB does not run.')
    const { supervisor, pid } = this.#process
    this.#process = undefined
    const ended = once(supervisor, 'exit')
    process.kill(pid, signal)
    await ended
    supervisor.stdin?.destroy()
  }

  #urlOf(database: string): string {
    return `mysql://teahouse:${encodeURIComponent(this.#password)}@127.0.0.1:${this.#port}/${database}`
  }

  #options(): string[] {
    return [
      '--no-defaults',
      ...AS_ROOT,
      `--datadir=${join(this.folder, 'data')}`,
      `--tmpdir=${join(this.folder, 'tmp')}`,
      `--socket=${join(this.folder, 's')}`,
      `--pid-file=${join(this.folder, 'pid')}`,
      `--init-file=${join(this.folder, 'init.sql')}`,
      `--port=${this.#port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--skip-log-bin',
      '--performance-schema=off',
      '--character-set-server=utf8mb4',
      '--innodb-flush-log-at-trx-commit=1',
      '--innodb-buffer-pool-size=128M',
      '--innodb-log-file-size=64M',
      // The least that servers come with: a longer statement must not be sent.
      '--max-allowed-packet=4M',
    ]
  }
}

/**
 * $1 is the folder, the rest the server's command line. The server ends with whoever started it, however that one ends, because the
 * watcher's `read` returns when the other end of the pipe is gone; then the folder has no owner either, and goes too. Nobody reads what the
 * shell would say then, and writing it would end the shell.
 */
const SUPERVISOR = `
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; : >"$folder/orphan"; kill -KILL "$server"; } >/dev/null 2>&1 &
watcher=$!
echo "pid $server"
exec >/dev/null 2>&1
wait "$server"
code=$?
kill "$watcher"
[ -e "$folder/orphan" ] && rm -rf "$folder"
exit "$code"
`

const AS_ROOT = process.getuid?.() === 0 ? ['--user=root'] : []

/** Resolves with the server's pid when it accepts connections; rejects with its own words when it ends before. */
async function readyPid(supervisor: ChildProcess): Promise<number> {
  const { stdout, stderr } = supervisor
  if (!stdout || !stderr) throw new Error('The supervisor has no pipes.')
  return await new Promise((resolve, reject) => {
    let pid = 0
    let ready = false
    const log: string[] = []
    const settle = () => pid > 0 && ready && resolve(pid)
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.startsWith('pid ')) pid = Number(line.slice(4))
      settle()
    })
    // Read to the end of its life: a full pipe would stop the server.
    createInterface({ input: stderr }).on('line', (line) => {
      if (!ready) log.push(line)
      ready ||= line.includes('ready for connections')
      settle()
    })
    supervisor.once('error', reject)
    supervisor.once('exit', (code) =>
      reject(new Error(`mariadbd ended with ${code} before it was ready:\n${log.join('\n')}`)),
    )
  })
}

async function install(program: string, folder: string): Promise<void> {
  mkdirSync(join(folder, 'tmp'))
  const installer = spawn(
    program,
    [
      '--no-defaults',
      ...AS_ROOT,
      `--datadir=${join(folder, 'data')}`,
      // Two installations at once would take each other's temporary tables in the common folder.
      `--tmpdir=${join(folder, 'tmp')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const words: Buffer[] = []
  installer.stdout.on('data', (chunk: Buffer) => words.push(chunk))
  installer.stderr.on('data', (chunk: Buffer) => words.push(chunk))
  const [code] = await once(installer, 'close')
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${Buffer.concat(words)}`)
}
