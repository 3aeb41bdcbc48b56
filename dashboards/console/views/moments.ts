import { FOR_EVER } from '../../../protocol/admin-entities.ts'
import { wallTime } from '../../admin/text-table.ts'
import { TEXTS } from '../texts.ts'

const CLOCK_FROM = 11

/** `20:04:19`, by the clock on the wall. */
export const clockTime = (at: number): string => wallTime(at).slice(CLOCK_FROM)

/** `for ever`, `until 2026-11-22 20:04:19`. */
export const untilWhen = (until: number): string =>
  until >= FOR_EVER ? TEXTS.forEver : TEXTS.until(wallTime(until))

export const dateTime = (at: number): string => wallTime(at)
