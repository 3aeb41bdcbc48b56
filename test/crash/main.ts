import { parseArgs } from 'node:util'
import { findMariaDb, MARIADB_MISSING } from '../support/mariadb.ts'
import { makeTemporaryFolder, removeFolder } from '../support/temporary-folder.ts'
import { MUTATIONS } from './mutations.ts'
import { renderReport } from './report.ts'
import { type CrashOptions, runCrash } from './run-crash.ts'
import { chooseSeed } from './seed.ts'
import { whatItFinds } from './what-it-finds.ts'

/** A run is repeated by its seed, so it must not take long; and every run starts with an empty database. */
const RUN_SECONDS = 30
const USAGE =
  'crash: --seconds N (300) --database sqlite|mariadb|both (both) --seed N (a new one)\n'
const EXIT = { ok: 0, violated: 1, usage: 64 } as const

type DatabaseName = CrashOptions['database']

const DATABASES: ReadonlyMap<string, readonly DatabaseName[]> = new Map([
  ['sqlite', ['SQLite']],
  ['mariadb', ['MariaDB']],
  ['both', findMariaDb() === undefined ? ['SQLite'] : ['SQLite', 'MariaDB']],
])

process.exitCode = await main()

/** Runs on the databases in turn until the time is over. */
async function main(): Promise<number> {
  const wishes = readWishes()
  if (wishes === undefined) {
    process.stderr.write(USAGE)
    return EXIT.usage
  }
  const { seconds, databases } = wishes
  if (findMariaDb() === undefined) process.stdout.write(`left out: MariaDB (${MARIADB_MISSING})\n`)
  let bad = await letPass()
  let runs = 0
  for (let left = seconds; left > 0; left -= RUN_SECONDS) {
    const database = databases[runs % databases.length] as DatabaseName
    const seed = wishes.seed + runs
    const isGood = await runOnce({ database, seconds: Math.min(left, RUN_SECONDS), seed })
    if (!isGood) bad += 1
    runs += 1
  }
  process.stdout.write(`${runs} runs, ${bad} with violations or let pass\n`)
  return bad > 0 ? EXIT.violated : EXIT.ok
}

/** A crash test that cannot fall proves nothing: first it must see what is wrong with servers that are. @returns how many it let pass */
async function letPass(): Promise<number> {
  let passed = 0
  for (const mutation of MUTATIONS) {
    const root = makeTemporaryFolder()
    try {
      const { missed } = await whatItFinds(mutation, root)
      if (missed.length > 0) passed += 1
      const outcome = missed.length > 0 ? `not found: ${missed.join(', ')}` : 'found'
      process.stdout.write(`${mutation.name}: ${outcome}\n`)
    } finally {
      removeFolder(root)
    }
  }
  return passed
}

/** A run that cannot be brought to its end, because the server does not come up again, say, is as bad as one that finds something. */
async function runOnce(options: CrashOptions): Promise<boolean> {
  try {
    const report = await runCrash(options)
    process.stdout.write(renderReport(report))
    return report.violations.length === 0
  } catch (error) {
    const { database, seed } = options
    process.stdout.write(`${database}, seed ${seed}: ${(error as Error).stack}\n`)
    return false
  }
}

function readWishes():
  | { seconds: number; databases: readonly DatabaseName[]; seed: number }
  | undefined {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '300' },
        database: { type: 'string', default: 'both' },
        seed: { type: 'string', default: String(chooseSeed()) },
      },
    })
    const databases = DATABASES.get(values.database)
    const [seconds, seed] = [Number(values.seconds), Number(values.seed)]
    if (databases === undefined || !(seconds > 0) || !Number.isSafeInteger(seed)) return undefined
    return { seconds, databases, seed }
  } catch {
    return undefined // An option that there is not: the usage says which there are.
  }
}
