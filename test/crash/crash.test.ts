import t from 'tap'
import { findMariaDb, MARIADB_MISSING } from '../support/mariadb.ts'
import { renderReport } from './report.ts'
import { runCrash } from './run-crash.ts'
import { chooseSeed } from './seed.ts'

// Starting a server takes a second, and on a busy machine several.
t.setTimeout(120_000)

const SECONDS = 8

for (const database of ['SQLite', 'MariaDB'] as const) {
  const isMissing = database === 'MariaDB' && findMariaDb() === undefined
  const skip = isMissing ? MARIADB_MISSING : false
  t.test(
    `[G-1] [G-2] [G-3] [G-4] nothing is lost or doubled on ${database}`,
    { skip },
    async (t) => {
      const seed = chooseSeed()
      // `make crash` runs the same for longer.
      const report = await runCrash({ database, seconds: SECONDS, seed })
      t.comment(renderReport(report))
      t.strictSame(report.violations, [], `repeat with TEAHOUSE_CRASH_SEED=${seed}`)
      t.ok(Number(report.counts['acknowledged']) > 0, 'there was something to lose')
    },
  )
}
