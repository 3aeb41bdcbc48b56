const STEPS = '▁▂▃▄▅▆▇█'
const FULL = '█'
const EMPTY = '░'
const NOTHING = ' '

/**
 * The last values as bars, one each, the newest at the right. They stand on zero; the tallest is the greatest of them, or `atLeast`, so that a
 * quiet figure is drawn flat and not as a mountain range. What was not measured is blank.
 */
export function sparkline(
  values: readonly (number | undefined)[],
  columns: number,
  atLeast = 1,
): string {
  if (columns <= 0) return ''
  const shown = values.slice(-columns)
  const top = shown.reduce<number>((most, value) => Math.max(most, value ?? 0), atLeast)
  const bars = shown.map((value) => {
    if (value === undefined || !Number.isFinite(value)) return NOTHING
    const step = Math.ceil((Math.max(0, value) / top) * STEPS.length) - 1
    return STEPS[Math.max(0, step)] ?? NOTHING
  })
  return bars.join('').padStart(columns, NOTHING)
}

/** A share of 0 to 1 as a bar. */
export function bar(share: number, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns)
  return FULL.repeat(full) + EMPTY.repeat(columns - full)
}
