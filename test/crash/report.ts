import type { CrashReport } from './run-crash.ts'

const MAX_SHOWN = 20

/** For people: what happened, and what was wrong with it. */
export function renderReport({ options, faults, counts, errors, violations }: CrashReport): string {
  const { database, seconds, seed } = options
  const lines = [
    `${database}, ${seconds} s, seed ${seed}: server killed ${faults.serverKills} times, database ${faults.databaseKills}`,
    `  ${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
    ...[...errors].map(([said, times]) => `  logged ${times} ×: ${said}`),
    ...violations.slice(0, MAX_SHOWN).map(({ kind, what }) => `  ${kind}: ${what}`),
  ]
  if (violations.length > MAX_SHOWN) lines.push(`  … ${violations.length} violations in all`)
  return `${lines.join('\n')}\n`
}
