import { createRequire } from 'node:module'
import { type DestinationStream, type Logger, pino } from 'pino'
import type { default as Pretty } from 'pino-pretty'
import type { LogConfig } from './config.ts'
import { LogDestination } from './log-destination.ts'

export type { Logger }
export type LogLevel = LogConfig['logLevel']

const require = createRequire(import.meta.url)
const STANDARD_ERROR = 2

/** One line as it was logged: JSON with its newline. */
export type LogListener = (line: string) => void

/**
 * Logs go to standard error: JSON for machines, pretty lines for a terminal. Never a password, a token or a message's text; the redaction is a second net
 * under code that does not log them.
 *
 * Whoever listens hears the lines from a level of their own on: nothing below both levels is even made.
 */
export class ServerLog {
  readonly logger: Logger
  #level: LogLevel
  readonly #listeners = new Map<LogListener, LogLevel>()

  constructor({ logLevel }: LogConfig) {
    this.#level = logLevel
    const options = {
      level: logLevel,
      redact: ['password', 'token', 'text', '*.password', '*.token', '*.text', 'databaseUrl'],
    }
    const leftOut = (lines: number): void =>
      this.logger.warn({ lines }, 'lines of this log could not be written')
    this.logger = pino(options, this.#sieve(openDestination(leftOut)))
  }

  /** What standard error gets. */
  get level(): LogLevel {
    return this.#level
  }

  setLevel(level: LogLevel): void {
    this.#level = level
    this.#adjust()
  }

  /** Heard by `listener` from now on, until `unlisten`; a second call changes the level. It must neither throw nor wait. */
  listen(level: LogLevel, listener: LogListener): void {
    this.#listeners.set(listener, level)
    this.#adjust()
  }

  unlisten(listener: LogListener): void {
    this.#listeners.delete(listener)
    this.#adjust()
  }

  /** The logger makes what anybody wants; the sieve then gives each what they asked for. */
  #adjust(): void {
    const wanted = [this.#level, ...this.#listeners.values()]
    this.logger.level = wanted.reduce((a, b) => (weightOf(a) <= weightOf(b) ? a : b))
  }

  #sieve(destination: Destination): DestinationStream {
    const sieve = {
      // pino sets it before each write, because of the symbol.
      lastLevel: 0,
      [pino.symbols.needsMetadataGsym]: true,
      write: (line: string): void => {
        const weight = sieve.lastLevel
        if (weight >= weightOf(this.#level)) destination.write(line)
        for (const [listener, level] of this.#listeners) {
          if (weight >= weightOf(level)) listener(line)
        }
      },
      flush: (done?: (error?: Error) => void) => destination.flush?.(done),
      flushSync: () => destination.flushSync?.(),
    }
    return sieve
  }
}

interface Destination {
  write(line: string): unknown
  flush?(done?: (error?: Error) => void): void
  flushSync?(): void
}

function openDestination(leftOut: (lines: number) => void): Destination {
  if (process.stderr.isTTY) {
    // Only somebody who watches waits for it to be loaded.
    const pretty: typeof Pretty = require('pino-pretty')
    return pretty({ colorize: true, sync: true, destination: STANDARD_ERROR })
  }
  return new LogDestination(STANDARD_ERROR, leftOut)
}

const weightOf = (level: LogLevel): number =>
  level === 'silent' ? Number.POSITIVE_INFINITY : (pino.levels.values[level] ?? 0)
