import { existsSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import t from 'tap'
import { packageRoot } from '../server/package-root.ts'

/*
 * Runs test files, each in a process of its own, and prints what they print as one stream of TAP. Without arguments: all that were compiled.
 *
 * tap's own runner would do the same with a loader that watches, for coverage, what every process loads; the servers that a test starts inherit it. It
 * more than doubles their processor time (a server's start took 2.7 s of it instead of 1.2, a test file's 1.0 instead of 0.4), and it would not be the program that
 * people run which is tested.
 */

/** More than cores: some tests wait for time to pass. */
const JOBS = 3
/** For one file, on a busy machine. */
const TIMEOUT_S = 120

const built = join(packageRoot, 'dist')

function everyTest(): string[] {
  return readdirSync(built, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(built, name))
    .sort()
}

const given = process.argv.slice(2).map((name) => resolve(name))
for (const file of given) if (!existsSync(file)) throw new Error(`there is no ${file}`)
const files = given.length > 0 ? given : everyTest()

t.jobs = JOBS
t.setTimeout(0)
t.plan(files.length)
for (const file of files) {
  void t.spawn(process.execPath, ['--enable-source-maps', file], {
    name: relative(packageRoot, file),
    buffered: true,
    cwd: packageRoot,
    timeout: TIMEOUT_S * 1_000,
    env: { ...process.env, TAP_TIMEOUT: String(TIMEOUT_S) },
    // Where it was called from is of no use to anybody.
    at: null,
    stack: '',
  })
}
