import { formatCount, formatTime } from '../../report/format.ts'
import {
  countFaults,
  FAULT_NAMES,
  type FaultCounts,
  type FaultName,
  type Percentiles,
} from '../engine/load-figures.ts'

export const NONE = '–'

const FAULT_WORDS: Readonly<Record<FaultName, string>> = {
  lost: 'lost',
  doubled: 'doubled',
  disordered: 'out of order',
  corrupt: 'corrupt',
  refused: 'refused',
  heldBack: 'not sent',
}

export function faultWords(faults: FaultCounts): string {
  if (countFaults(faults) === 0) return 'ok'
  return FAULT_NAMES.filter((name) => faults[name] > 0)
    .map((name) => `${formatCount(faults[name])} ${FAULT_WORDS[name]}`)
    .join(', ')
}

/** A small figure with the digits that mean something: 4.31, 21.5, 148. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return NONE
  if (value >= 99.95) return formatCount(value)
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2)
}

export const percentileCells = (percentiles: Percentiles | null): string[] =>
  percentiles === null ? [NONE, NONE] : [formatTime(percentiles.p50), formatTime(percentiles.p99)]

/** How many times `base` it is; NONE where there is nothing to compare with. */
export function formatRatio(value: number, base: number | undefined): string {
  return base === undefined || !(base > 0) ? NONE : formatFigure(value / base)
}
