import stringWidth from 'string-width'

/**
 * Text that people wrote, as a terminal may have it: one line, no control characters (an escape sequence could redraw the operator's screen), nothing that turns the
 * direction of what follows.
 */
export function harmless(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    '\u00b7',
  )
}

/** Columns as wide as their widest cell on a screen, where a Chinese character takes two places. Numbers stand at the right. */
export function textTable(
  titles: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = [titles, ...rows].map((row) => row.map((cell) => harmless(said(cell))))
  const widths = titles.map((_, column) =>
    Math.max(...cells.map((row) => stringWidth(row[column] ?? ''))),
  )
  const isNumber = titles.map((_, column) => typeof rows[0]?.[column] === 'number')
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const gap = ' '.repeat((widths[column] ?? 0) - stringWidth(cell))
          return isNumber[column] ? gap + cell : cell + gap
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}

const said = (cell: string | number): string =>
  typeof cell === 'number' ? cell.toLocaleString('en-US') : cell

/** `2026-11-22 20:04:19`, by the clock on the wall. */
export function wallTime(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}

/** The largest unit that fits, and the next one: `3 d 4 h`, `12 s`. */
export function span(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}
