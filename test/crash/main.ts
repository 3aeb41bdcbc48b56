import { parseArgs } from 'node:util'
import { findMariaDb, MARIADB_MISSING } from '../support/mariadb.ts'
import { renderReport } from './report.ts'
import { type CrashOptions, runCrash } from './run-crash.ts'
import { chooseSeed } from './seed.ts'

/** A run is repeated by its seed, so it must not take long; and every run starts with an empty database. */
const RUN_SECONDS = 30
const EXIT_VIOLATED = 1

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    database: { type: 'string', default: 'both' },
    seed: { type: 'string' },
  },
})
process.exitCode = await main()

/** Runs on both databases in turn until the time is over. */
async function main(): Promise<number> {
  const seconds = Number(values.seconds)
  const databases = chooseDatabases(values.database)
  let seed = values.seed === undefined ? chooseSeed() : Number(values.seed)
  let bad = 0
  let runs = 0
  for (let left = seconds; left > 0; left -= RUN_SECONDS) {
    const database = databases[runs % databases.length] as CrashOptions['database']
    const report = await runCrash({ database, seconds: Math.min(left, RUN_SECONDS), seed })
    process.stdout.write(renderReport(report))
    if (report.violations.length > 0) bad += 1
    runs += 1
    seed += 1
  }
  process.stdout.write(`${runs} runs, ${bad} with violations\n`)
  return bad > 0 ? EXIT_VIOLATED : 0
}

function chooseDatabases(wanted: string): CrashOptions['database'][] {
  if (wanted === 'sqlite') return ['SQLite']
  if (wanted === 'mariadb') return ['MariaDB']
  if (findMariaDb() !== undefined) return ['SQLite', 'MariaDB']
  process.stdout.write(`left out: MariaDB (${MARIADB_MISSING})\n`)
  return ['SQLite']
}
