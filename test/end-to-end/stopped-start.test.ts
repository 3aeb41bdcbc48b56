import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import { programArguments } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ENDS_WITHIN_MS = 10_000

t.setTimeout(60_000)

function start(t: Test, data: string, ...flags: string[]): ChildProcess {
  const place = ['--host', '127.0.0.1', '--port', '0', '--ops-port', '0', '--tls', 'off']
  const args = programArguments('serve', ...place, '--data', data, ...flags)
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

async function said(child: ChildProcess, words: string): Promise<void> {
  let text = ''
  for await (const chunk of child.stderr as AsyncIterable<Buffer>) {
    text += chunk.toString()
    if (text.includes(words)) return
  }
  throw new Error(`it ended, and did not say "${words}": ${text}`)
}

async function exit(child: ChildProcess): Promise<unknown> {
  const late = AbortSignal.timeout(ENDS_WITHIN_MS)
  const [code, signal] = await once(child, 'exit', { signal: late })
  return code ?? signal
}

t.test('SIGTERM ends a server that waits for its database at once', async (t) => {
  const child = start(t, temporaryFolder(t), '--db', 'mysql://teahouse@127.0.0.1:1/teahouse')
  await said(child, 'waiting for the database')
  const ended = exit(child)
  child.kill('SIGTERM')
  t.equal(await ended, 0)
})

t.test('SIGTERM ends a server whose database file is locked by somebody else', async (t) => {
  const data = temporaryFolder(t)
  const lock = new Database(join(data, 'teahouse.db'))
  t.teardown(() => lock.close())
  lock.pragma('journal_mode = WAL')
  lock.exec('BEGIN IMMEDIATE')
  const child = start(t, data)
  await said(child, 'waiting for the database')
  const ended = exit(child)
  child.kill('SIGTERM')
  t.equal(await ended, 0)
})
