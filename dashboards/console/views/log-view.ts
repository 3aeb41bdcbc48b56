import type { LogLevel } from '../../../protocol/admin-entities.ts'
import { AMBER, CLAY, INK, SOFT, type Style } from '../../../terminal/row.ts'
import type { LogLine } from '../state/console-state.ts'
import { TEXTS } from '../texts.ts'
import { type ListView, pair } from './list-view.ts'
import { clockTime, dateTime } from './moments.ts'

const { columns } = TEXTS
const STYLES: Readonly<Record<LogLevel, Style>> = {
  trace: SOFT,
  debug: SOFT,
  info: INK,
  warn: AMBER,
  error: CLAY,
  fatal: CLAY,
}

export const levelStyle = (level: LogLevel): Style => STYLES[level]

export const LOG_VIEW: ListView<LogLine> = {
  keyOf: ({ number }) => number,
  columns: [
    { title: columns.when, columns: 8, text: ({ at }) => clockTime(at), style: () => SOFT },
    { title: '', columns: 5, text: ({ level }) => level, style: ({ level }) => STYLES[level] },
    { title: '', columns: 60, grow: 1, text: ({ text }) => text },
  ],
  title: ({ level }) => `${TEXTS.details.line}  ${level}`,
  pairs: ({ at, message, fields }) => [
    pair(columns.when, dateTime(at)),
    pair('', message),
    ...Object.entries(fields).map(([name, value]) =>
      pair(name, typeof value === 'string' ? value : JSON.stringify(value)),
    ),
  ],
}
