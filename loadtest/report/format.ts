const US_PER_MS = 1_000
const US_PER_S = 1_000_000
/** From here on a value is shown with the digits of the next power of ten: 99.96 is 100, not 100.0. */
const ROUNDS_TO_10 = 9.995
const ROUNDS_TO_100 = 99.95
const ROUNDS_TO_1000 = 999.5

/** A time in the unit that suits it, with three digits: `850 µs`, `8.21 ms`, `1.30 s`. */
export function formatTime(us: number): string {
  if (us < ROUNDS_TO_1000) return `${Math.round(us)} µs`
  if (us < ROUNDS_TO_1000 * US_PER_MS) return `${threeDigits(us / US_PER_MS)} ms`
  return `${threeDigits(us / US_PER_S)} s`
}

/** For an axis, whose values are round: `5 ms`. */
export const formatTick = (us: number): string => formatTime(us).replace(/\.0+(?= )/, '')

/** With thousands separators, and without decimals. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}

/** A rate: whole from 10 on, with a digit or two below. */
export function formatRate(perSecond: number): string {
  return perSecond >= ROUNDS_TO_10 || perSecond === 0
    ? formatCount(perSecond)
    : threeDigits(perSecond)
}

export function formatShare(share: number): string {
  if (share === 0) return '0 %'
  const percent = share * 100
  return `${percent >= ROUNDS_TO_10 ? percent.toFixed(0) : threeDigits(percent)} %`
}

export function formatBytes(bytes: number): string {
  if (bytes < ROUNDS_TO_1000 * 1_000) return `${threeDigits(bytes / 1_000)} kB`
  return bytes < ROUNDS_TO_1000 * 1_000_000
    ? `${threeDigits(bytes / 1_000_000)} MB`
    : `${threeDigits(bytes / 1_000_000_000)} GB`
}

export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 120) return `${Number(seconds.toFixed(1))} s`
  const rest = whole % 60
  return rest === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${rest} s`
}

function threeDigits(value: number): string {
  if (value >= ROUNDS_TO_100) return formatCount(value)
  return value >= ROUNDS_TO_10 ? value.toFixed(1) : value.toFixed(2)
}
