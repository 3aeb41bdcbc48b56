const BARS = '▁▂▃▄▅▆▇█'

/** The newest `width` values as bars; the highest of them is a full one. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width)
  const highest = Math.max(...shown, Number.MIN_VALUE)
  const bar = (value: number) => BARS[Math.round((value / highest) * (BARS.length - 1))] ?? BARS[0]
  return shown.map(bar).join('').padStart(width, ' ')
}
