import type { LogLevel } from '../../../protocol/admin-entities.ts'
import type { LogLine } from './console-state.ts'

const KEPT = 1_000
/** More than this of one line is never on a screen. */
const MAX_LENGTH = 4_096
export const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

interface Heard {
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** The last lines of the log. While it is held, what is read stands still, and what comes is kept beside it. */
export class LogBook {
  #lines: LogLine[] = []
  #held: readonly LogLine[] | undefined
  #number = 0
  /** Lines that came since it is held. */
  unseen = 0

  add(heard: Heard): LogLine {
    this.#number += 1
    const line = { ...heard, number: this.#number, text: textOf(heard) }
    this.#lines.push(line)
    if (this.#lines.length > KEPT) this.#lines.shift()
    if (this.#held !== undefined) this.unseen += 1
    return line
  }

  get isHeld(): boolean {
    return this.#held !== undefined
  }

  hold(): void {
    this.#held ??= [...this.#lines]
  }

  release(): void {
    this.#held = undefined
    this.unseen = 0
  }

  /** Those of a level and above that have the filter in them, whatever the case. */
  lines(level: LogLevel, filter: string): LogLine[] {
    const least = LEVELS.indexOf(level)
    const wanted = filter.toLowerCase()
    return (this.#held ?? this.#lines).filter(
      (line) =>
        LEVELS.indexOf(line.level) >= least &&
        (wanted === '' || line.text.toLowerCase().includes(wanted)),
    )
  }
}

/** `the database is away  reason=connect ECONNREFUSED`. */
function textOf({ message, fields }: Heard): string {
  const said = Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value)}`)
  return [message, ...said].join('  ').slice(0, MAX_LENGTH)
}

/** Of an error its message; its stack is among the details. */
function fieldText(value: unknown): string {
  if (typeof value === 'string') return value
  const message = (value as { message?: unknown } | null)?.message
  return typeof message === 'string' ? message : (JSON.stringify(value) ?? '')
}
