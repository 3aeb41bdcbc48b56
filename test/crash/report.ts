import type { CrashReport } from './run-crash.ts'

const MAX_SHOWN = 20

/** For people: what happened, and what was wrong with it. */
export function renderReport({ options, faults, counts, errors, violations }: CrashReport): string {
  const { database, seconds, seed } = options
  const lines = [
    `${database}, ${seconds} s, seed ${seed}: ${numbers(faults)}`,
    `  ${numbers(counts)}`,
    ...[...errors].map(([said, times]) => `  logged ${times} ×: ${said}`),
    ...violations.slice(0, MAX_SHOWN).map(({ kind, what }) => `  ${kind}: ${what}`),
  ]
  if (violations.length > MAX_SHOWN) lines.push(`  … ${violations.length} violations in all`)
  return `${lines.join('\n')}\n`
}

/** `3 serverKills, 2 databaseKills`. */
const numbers = (counted: object): string =>
  Object.entries(counted)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
