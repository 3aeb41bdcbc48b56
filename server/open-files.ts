import { readFileSync } from 'node:fs'

/** For the database, the workers, the logs, the operator: they must not fail because guests took the last handle. */
const RESERVED = 128

/**
 * How many connections the system's limit on open files leaves room for. Beyond it the system would hang up on clients without a word to anybody: neither an
 * error nor a line in a log.
 */
export function roomForConnections(): number {
  let limits: string
  try {
    limits = readFileSync('/proc/self/limits', 'utf8')
  } catch {
    // No Linux: then the system's own answer has to do.
    return Number.POSITIVE_INFINITY
  }
  const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY)
  return Math.max(Math.floor(limit / 2), limit - RESERVED)
}
