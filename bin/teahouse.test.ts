import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../server/package-root.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'

const LAUNCHER = join(packageRoot, 'bin/teahouse.js')
const EX_UNAVAILABLE = 69

interface Outcome {
  exitCode: number
  out: string
  err: string
}

function runNode(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, out, err) => {
      resolve({ exitCode: Number(error?.code ?? 0), out, err })
    })
  })
}

/** A Node that says it is another one: the launcher looks at nothing else. */
const pretending = (version: string): string =>
  `--import=data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`

t.test('a Node that is too old is told so in one sentence', async (t) => {
  for (const version of ['18.20.1', '20.18.3']) {
    const { exitCode, out, err } = await runNode(pretending(version), LAUNCHER, '--version')
    t.equal(exitCode, EX_UNAVAILABLE)
    t.equal(out, '')
    t.match(err, /^teahouse needs Node 20\.19 or newer; this is .*\n$/)
  }
})

t.test('newer ones are let through', async (t) => {
  for (const version of ['20.19.0', '22.1.0', '24.0.0']) {
    const { err } = await runNode(pretending(version), LAUNCHER, '--version')
    t.notMatch(err, /needs Node/, version)
  }
})

t.test('a program that is not built says how to build it', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  mkdirSync(join(folder, 'bin'))
  copyFileSync(LAUNCHER, join(folder, 'bin/teahouse.js'))
  const { exitCode, out, err } = await runNode(join(folder, 'bin/teahouse.js'), 'serve')
  t.equal(exitCode, EX_UNAVAILABLE)
  t.equal(out, '')
  t.equal(err, 'teahouse is not built yet: run "make build" in its folder.\n')
})
