import { cell, LEAF, type Row, row, SOFT, span } from '../../../terminal/row.ts'
import { count } from '../figures/formats.ts'

const STEPS = ' ▁▂▃▄▅▆▇█'
const AXIS_COLUMNS = 8
const LEAST_TOP = 4

/** The last values as bars several rows high, with what the top row stands for at the left. */
export function chart(
  values: readonly (number | undefined)[],
  columns: number,
  height: number,
): Row[] {
  const room = columns - AXIS_COLUMNS - 2
  const shown = values.slice(-room)
  const top = shown.reduce<number>((most, value) => Math.max(most, value ?? 0), LEAST_TOP)
  return Array.from({ length: height }, (_, index) => {
    const floor = height - 1 - index
    const bars = shown.map((value) => step(value, top, height, floor)).join('')
    const label = index === 0 ? count(top) : floor === 0 ? '0' : ''
    const axis = cell(label, AXIS_COLUMNS, SOFT, 'right')
    return row(columns, axis, span(' '), cell(bars, room, LEAF, 'right'))
  })
}

/** The part of a bar that lies in one row. A value above zero is seen, however small; a gap is blank. */
function step(value: number | undefined, top: number, height: number, floor: number): string {
  if (value === undefined || !Number.isFinite(value) || value < 0) return ' '
  const full = STEPS.length - 1
  const eighths = value === 0 ? 0 : Math.max(1, Math.round((value / top) * height * full))
  return STEPS[Math.max(0, Math.min(full, eighths - floor * full))] ?? ' '
}
