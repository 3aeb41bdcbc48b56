import { encodeFrame, type Line } from '../../protocol/encode.ts'

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}
/** A stack of a screenful fits; what is longer is nothing to read in a console. */
const MAX_CHARACTERS = 16_384

/** A line of the log as the event that tells it. Its process and machine are those of the server, and left out. */
export function logEvent(line: string): Line {
  const { level, time, msg, pid, hostname, ...fields } = JSON.parse(line) as Record<string, unknown>
  const isLong = line.length > MAX_CHARACTERS
  return encodeFrame({
    type: 'log',
    at: Number(time),
    level: LEVELS[Number(level)] ?? 'info',
    message: String(msg ?? '').slice(0, MAX_CHARACTERS),
    fields: isLong ? { cut: JSON.stringify(fields).slice(0, MAX_CHARACTERS) } : fields,
  })
}
