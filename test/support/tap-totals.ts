import { existsSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

export interface Totals {
  passed: number
  failed: number
  skipped: number
}

const POINT = /^( *)(not )?ok\b.*?(# (?:SKIP|TODO)\b.*)?$/i
const PLAN = /^( *)1\.\.(\d+)/

/**
 * Counts assertions in TAP. A closing point (the one that sums up a subtest) counts only when it failed without a failure inside:
 * then the file was killed, timed out or ended with an exit code. Points that a plan promised and that never came count as failed.
 */
export function countTap(tap: string): Totals {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 }
  /** What is known of the subtest that is open at each depth. */
  const open: { failed: number; points: number; planned: number }[] = []
  const at = (depth: number) => {
    while (open.length <= depth) open.push({ failed: 0, points: 0, planned: 0 })
    return open[depth] as (typeof open)[number]
  }
  let isDiagnostic = false

  for (const line of tap.split('\n')) {
    if (/^ *---$/.test(line)) isDiagnostic = true
    if (/^ *\.\.\.$/.test(line)) isDiagnostic = false
    if (isDiagnostic) continue

    const plan = PLAN.exec(line)
    if (plan) at(depthOf(plan[1])).planned = Number(plan[2])
    const point = POINT.exec(line)
    if (!point) continue

    const depth = depthOf(point[1])
    const scope = at(depth)
    const inner = open.splice(depth + 1)
    const failedInside = inner.reduce((sum, level) => sum + level.failed, 0)
    const isClosing = inner.length > 0 && inner.some((level) => level.points > 0)
    scope.points += 1
    scope.failed += failedInside
    if (point[3]) totals.skipped += 1
    else if (!point[2]) totals.passed += isClosing ? 0 : 1
    else if (failedInside === 0) {
      totals.failed += 1
      scope.failed += 1
    }
  }
  const missing = open[0] ? Math.max(0, open[0].planned - open[0].points) : 1
  totals.failed += missing
  return totals
}

/** The closing line. A runner that failed without a failed test still failed. */
export function closingLine(totals: Totals, runnerCode: number): string {
  const failed = Math.max(totals.failed, runnerCode === 0 ? 0 : 1)
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  return `${totals.passed} passed, ${failed} failed${skipped}`
}

export interface Failure {
  /** From the file down to the assertion. */
  path: string[]
  /** What the assertion said: expected, found, where. */
  diagnostic: string[]
}

/** Every failed point that sums up no other failure, as a person wants to read it. */
export function failures(tap: string): Failure[] {
  const found: Failure[] = []
  /** The names of the subtests that are open, and how many failures were known when each began. */
  let open: { name: string; depth: number; failuresBefore: number }[] = []
  let last: Failure | undefined
  let isDiagnostic = false
  for (const line of tap.split('\n')) {
    if (isDiagnostic) {
      isDiagnostic = !/^ *\.\.\.$/.test(line)
      if (isDiagnostic) last?.diagnostic.push(line)
      continue
    }
    if (/^ *---$/.test(line)) {
      isDiagnostic = true
      continue
    }
    const begun = /^( *)# Subtest: (.*)$/.exec(line)
    if (begun) {
      const depth = depthOf(begun[1])
      open = open.filter((subtest) => subtest.depth < depth)
      open.push({ name: begun[2] as string, depth, failuresBefore: found.length })
    }
    const point = NAMED_POINT.exec(line)
    if (!point) continue
    last = undefined
    const depth = depthOf(point[1])
    const closed = open.find((subtest) => subtest.depth === depth)
    const isToldInside = closed !== undefined && found.length > closed.failuresBefore
    open = open.filter((subtest) => subtest.depth < depth)
    if (!point[2] || isToldInside || /# (?:SKIP|TODO)\b/i.test(line)) continue
    last = { path: [...open.map(({ name }) => name), point[3] as string], diagnostic: [] }
    found.push(last)
  }
  return found
}

const NAMED_POINT = /^( *)(not )?ok\b(?: \d+)?(?: - )?(.*?)(?: # time=.*)?$/
const MAX_DIAGNOSTIC_LINES = 40

export function describeFailure({ path, diagnostic }: Failure): string {
  const lines = diagnostic.slice(0, MAX_DIAGNOSTIC_LINES)
  if (lines.length < diagnostic.length) lines.push('  …')
  return [`failed: ${path.join(' › ')}`, ...lines.map((line) => `  ${line.trimEnd()}`)].join('\n')
}

const depthOf = (indent = ''): number => Math.floor(indent.length / 4)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file = '', code = '1'] = process.argv.slice(2)
  // No file: the runner died before it began.
  const tap = existsSync(file) ? readFileSync(file, 'utf8') : ''
  for (const failure of failures(tap)) process.stderr.write(`${describeFailure(failure)}\n`)
  process.stdout.write(`${closingLine(countTap(tap), Number(code))}\n`)
}
