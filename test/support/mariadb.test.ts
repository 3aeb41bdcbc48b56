import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { workerFile } from '../../server/workers/worker-file.ts'
import { findMariaDb, MARIADB_MISSING, startMariaDb } from './mariadb.ts'

const skip = findMariaDb() ? false : MARIADB_MISSING

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // ESRCH
  }
}

t.test('a server that is stopped leaves no process and no folder', { skip }, async (t) => {
  const server = await startMariaDb()
  const { pid, folder } = server
  t.ok(isRunning(pid))
  await server.kill()
  t.notOk(isRunning(pid))
  t.throws(() => server.pid)
  await server.restart()
  t.not(server.pid, pid)
  await server.stop()
  await server.stop()
  t.notOk(existsSync(folder))
})

t.test('nor does one whose test was killed', { skip }, async (t) => {
  const holder = spawn(
    process.execPath,
    [...process.execArgv, fileURLToPath(workerFile('mariadb-holder', import.meta.url))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = await once(createInterface({ input: holder.stdout }), 'line')
  const { pid, folder } = JSON.parse(line as string) as { pid: number; folder: string }
  t.ok(isRunning(pid))
  holder.kill('SIGKILL')
  // Nobody tells us of the end of a stranger's child: the file's time limit is the limit.
  while (isRunning(pid) || existsSync(folder)) await pause(10)
  t.pass('both are gone')
})
