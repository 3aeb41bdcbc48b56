import { MAX_TEXT_LENGTH } from '../protocol/limits.ts'
import { LoadError } from './load-error.ts'

/** How many bytes of UTF-8 a text has. */
export type TextSize =
  | { readonly kind: 'fixed'; readonly bytes: number }
  | { readonly kind: 'lognormal'; readonly meanBytes: number }

/** A text begins with ten digits and a space, its checksum, and says at least a few letters more. */
export const MIN_TEXT_BYTES = 16
const DEFAULT_PORT = 7700

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, '': 1 }

/** @throws LoadError */
export function readNumber(text: string, min: number, max: number, isWhole = false): number {
  const pattern = isWhole ? /^\d{1,15}$/ : /^\d{1,15}(\.\d{1,9})?$/
  const value = pattern.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  const kind = isWhole ? 'whole number' : 'number'
  throw new LoadError(`must be a ${kind} from ${min} to ${max}, not ${quote(text)}`)
}

/**
 * `500ms`, `30s`, `2m`, `1h`, or seconds without a unit.
 * @throws LoadError
 */
export function readTime(text: string, minSeconds: number, maxSeconds: number): number {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|)$/.exec(text) ?? []
  const seconds = Number(digits) * (SECONDS[unit ?? ''] ?? Number.NaN)
  if (digits !== undefined && seconds >= minSeconds && seconds <= maxSeconds) return seconds
  throw new LoadError(
    `must be a time such as 500ms, 30s or 2m, from ${minSeconds} s to ${maxSeconds} s, not ${quote(text)}`,
  )
}

/** @throws LoadError */
export function readTextSize(text: string): TextSize {
  const [, distribution, bytes] = /^(lognormal:)?(\d{1,5})$/.exec(text) ?? []
  const size = Number(bytes)
  if (bytes === undefined || size < MIN_TEXT_BYTES || size > MAX_TEXT_LENGTH) {
    throw new LoadError(
      `must be a number of bytes from ${MIN_TEXT_BYTES} to ${MAX_TEXT_LENGTH}, or lognormal: and a mean, not ${quote(text)}`,
    )
  }
  return distribution ? { kind: 'lognormal', meanBytes: size } : { kind: 'fixed', bytes: size }
}

/**
 * A switch, as a flag or an environment variable says it.
 * @throws LoadError
 */
export function readSwitch(text = 'false'): boolean {
  if (['1', 'true', 'yes', 'on'].includes(text)) return true
  if (['', '0', 'false', 'no', 'off'].includes(text)) return false
  throw new LoadError(`must be 1 or 0, not ${quote(text)}`)
}

/**
 * `host`, `host:port`, `[v6]:port` or `:port`.
 * @throws LoadError
 */
export function readTarget(text: string): { host: string; port: number } {
  const [, v6, name, port] =
    /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:[\]/]*))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = v6 ?? (name === '' ? '127.0.0.1' : name)
  const portNumber = port === undefined ? DEFAULT_PORT : Number(port)
  if (host === undefined || portNumber < 1 || portNumber > 65_535) {
    throw new LoadError(`must be HOST or HOST:PORT, not ${quote(text)}`)
  }
  return { host, port: portNumber }
}

export const quote = (text: string): string => JSON.stringify(text.slice(0, 80))
