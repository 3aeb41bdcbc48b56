import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { EXIT_BAD_OPTIONS, LoadError } from '../load-error.ts'
import { SYSTEM_KEYS, type SystemKey } from './servers/bench-server.ts'
import { OWN_PROGRAM } from './servers/teahouse-server.ts'

export interface BenchOptions {
  readonly isLong: boolean
  readonly only: readonly SystemKey[]
  /** A `bin/teahouse.js`. */
  readonly program: string
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly rounds: number
  readonly idleUsers: number
}

const SHORT = { seconds: 5, warmUpSeconds: 1, rounds: 1, idleUsers: 2_000 }
const LONG = { seconds: 10, warmUpSeconds: 2, rounds: 3, idleUsers: 10_000 }
const MAX_SECONDS = 600

export const BENCH_USAGE = `usage: make bench [ARGS="…"]

  --long          three longer rounds, 10,000 idle users, rooms, TLS and WebSocket, log-ins, a million messages stored and searched;
                  kept in docs/benchmarks.md; three quarters of an hour
  --only LIST     some of ${SYSTEM_KEYS.join(',')}
  --seconds N     how long each load is measured (${SHORT.seconds}; ${LONG.seconds} with --long)
  --program FILE  the bin/teahouse.js of another checkout, to compare with
`

/** @returns undefined when only help was asked for. @throws LoadError */
export function parseBenchOptions(argv: readonly string[]): BenchOptions | undefined {
  const flags = parseFlags(argv)
  if (flags.help) return undefined
  const isLong = flags.long ?? false
  const base = isLong ? LONG : SHORT
  return {
    ...base,
    isLong,
    only: flags.only === undefined ? SYSTEM_KEYS : readSystems(flags.only),
    program: flags.program === undefined ? OWN_PROGRAM : readProgram(flags.program),
    seconds: flags.seconds === undefined ? base.seconds : readSeconds(flags.seconds),
  }
}

function parseFlags(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean' },
        long: { type: 'boolean' },
        only: { type: 'string' },
        seconds: { type: 'string' },
        program: { type: 'string' },
      },
    })
    return values
  } catch (cause) {
    throw wrong((cause as Error).message, cause)
  }
}

function readSystems(list: string): SystemKey[] {
  const wanted = list.split(',')
  const unknown = wanted.find((name) => !(SYSTEM_KEYS as readonly string[]).includes(name))
  if (unknown === undefined) return SYSTEM_KEYS.filter((key) => wanted.includes(key))
  throw wrong(`--only: there is no "${unknown}"; there are ${SYSTEM_KEYS.join(', ')}`)
}

function readProgram(file: string): string {
  if (existsSync(file)) return resolve(file)
  throw wrong(`--program: there is no ${file}`)
}

function readSeconds(text: string): number {
  const seconds = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  if (seconds > 0 && seconds <= MAX_SECONDS) return seconds
  throw wrong(`--seconds: must be a number up to ${MAX_SECONDS}, not "${text}"`)
}

const wrong = (message: string, cause?: unknown): LoadError =>
  new LoadError(message, { exitCode: EXIT_BAD_OPTIONS, cause })
