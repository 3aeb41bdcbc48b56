import { type Logger, pino } from 'pino'
import { default as pretty } from 'pino-pretty'
import type { LogConfig } from './config.ts'

export type { Logger }

const STANDARD_ERROR = 2

/**
 * Logs go to standard error: JSON for machines, pretty lines for a terminal. Never a password, a token or a message's text; the redaction is a second net
 * under code that does not log them.
 */
export function createLogger({ logLevel }: LogConfig): Logger {
  const options = {
    level: logLevel,
    redact: ['password', 'token', 'text', '*.password', '*.token', '*.text', 'databaseUrl'],
  }
  if (process.stderr.isTTY) {
    return pino(options, pretty({ colorize: true, sync: true, destination: STANDARD_ERROR }))
  }
  // Written behind the main thread's back: a full pipe must not stop the chat.
  return pino(options, pino.destination({ dest: STANDARD_ERROR, sync: false }))
}
