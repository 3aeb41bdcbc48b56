/** Stands for what is not known. */
export const UNKNOWN = '–'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

const known =
  (format: (value: number) => string) =>
  (value: number | undefined): string =>
    value === undefined || !Number.isFinite(value) ? UNKNOWN : format(value)

export const count = known((value) => whole.format(value))

/** In six places, so that a column of them can be read: `2.1 ms`, `340 ms`, `12.0 s`. */
export const milliseconds = known((value) => {
  if (value >= 999.5) return `${(value / 1_000).toFixed(1)} s`
  return value < 9.95 ? `${value.toFixed(1)} ms` : `${whole.format(value)} ms`
})

/** `640 B`, `12 kB`, `1.5 MB`, `148 MB`. */
export const bytes = known((value) => {
  if (value < 1_024) return `${whole.format(value)} B`
  const [scaled, unit] =
    value < 1_023.5 * 1_024
      ? [value / 1_024, 'kB']
      : value < 1_023.5 * 1_048_576
        ? [value / 1_048_576, 'MB']
        : [value / 1_073_741_824, 'GB']
  return `${scaled < 9.95 && unit !== 'kB' ? scaled.toFixed(1) : whole.format(scaled)} ${unit}`
})

export const cores = known((value) => value.toFixed(2))

/** One unit, for narrow columns: `12 s`, `4 min`, `3 h`, `25 d`. */
export const shortSpan = known((ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  if (seconds < 100) return `${seconds} s`
  if (seconds < 6_000) return `${Math.floor(seconds / 60)} min`
  return seconds < 172_800
    ? `${Math.floor(seconds / 3_600)} h`
    : `${whole.format(seconds / 86_400)} d`
})

/** `3 d 04:12`, `04:12:09`: of one width while it runs. */
export const uptime = known((ms) => {
  const seconds = Math.floor(ms / 1_000)
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const clock = [two((seconds / 3_600) % 24), two((seconds / 60) % 60)]
  return seconds < 86_400
    ? [...clock, two(seconds % 60)].join(':')
    : `${Math.floor(seconds / 86_400)} d ${clock.join(':')}`
})
