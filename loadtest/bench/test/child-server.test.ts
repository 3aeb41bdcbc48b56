import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import { LoadError } from '../../load-error.ts'
import { ChildServer } from '../servers/child-server.ts'
import { clearWorkplace, inWorkplace } from '../servers/workplace.ts'

const SERVER = `process.stderr.write('words\\n'); console.log('listening 12'); setInterval(() => {}, 1000)`

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const options = (code: string, folder = '') => ({
  name: 'it',
  program: process.execPath,
  args: ['-e', code],
  readyLine: /^listening (\d+)$/,
  folder,
})

t.test('it is ready when it says so, and ends when it is told to', async (t) => {
  for (const how of ['stop', 'kill'] as const) {
    const child = await ChildServer.start(options(SERVER))
    t.equal(child.ready[1], '12')
    t.ok(isAlive(child.pid))
    await child[how]()
    t.notOk(isAlive(child.pid))
    t.ok(child.lastWords.includes('words'))
    await child[how]()
  }
})

t.test('one that ends before it is ready is quoted', async (t) => {
  const starting = ChildServer.start(options(`console.error('no room'); process.exit(3)`))
  await t.rejects(starting, LoadError)
  await t.rejects(starting, { message: 'it ended before it was ready\n  no room' })
  const missing = ChildServer.start({ ...options(''), program: '/no/such/program' })
  await t.rejects(missing, { message: /^it ended before it was ready\n.*\/no\/such\/program/ })
})

t.test('one that does not start leaves no files behind', async (t) => {
  let seen = ''
  const starting = inWorkplace((folder) => {
    seen = folder
    return ChildServer.start(options('', folder))
  })
  await t.rejects(starting, LoadError)
  t.notOk(existsSync(seen))
})

t.test('it does not outlive who started it, and neither do its files', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-bench-'))
  t.teardown(() => clearWorkplace(folder))
  writeFileSync(join(folder, 'database'), 'full')
  const module = JSON.stringify(new URL(import.meta.resolve('../servers/child-server.ts')).href)
  const code = `
    const { ChildServer } = await import(${module.replace(/\.ts"$/, EXTENSION)})
    const child = await ChildServer.start({ ...${JSON.stringify(options(SERVER, folder))}, readyLine: /^listening/ })
    console.log(child.pid)`
  const owner = spawn(process.execPath, [
    ...process.execArgv,
    '--input-type=module',
    '--eval',
    code,
  ])
  const [line] = await once(createInterface({ input: owner.stdout }), 'line')
  const pid = Number(line)
  t.ok(isAlive(pid))
  owner.kill('SIGKILL')
  await eventually(() => !isAlive(pid) && !existsSync(folder))
  t.pass('it is gone')
})

const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts"' : '.js"'
