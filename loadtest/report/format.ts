const US_PER_MS = 1_000
const US_PER_S = 1_000_000

/** A time in the unit that suits it, with three digits: `850 µs`, `8.21 ms`, `1.30 s`. */
export function formatTime(us: number): string {
  if (us < US_PER_MS) return `${Math.round(us)} µs`
  if (us < 999.5 * US_PER_MS) return `${threeDigits(us / US_PER_MS)} ms`
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
  return perSecond >= 10 || perSecond === 0 ? formatCount(perSecond) : `${threeDigits(perSecond)}`
}

export function formatShare(share: number): string {
  if (share === 0) return '0 %'
  const percent = share * 100
  return `${percent >= 10 ? percent.toFixed(0) : threeDigits(percent)} %`
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${threeDigits(bytes / 1_000)} kB`
  return bytes < 1_000_000_000
    ? `${threeDigits(bytes / 1_000_000)} MB`
    : `${threeDigits(bytes / 1_000_000_000)} GB`
}

export function formatSeconds(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`
  const rest = Math.round(seconds % 60)
  return rest === 0
    ? `${Math.floor(seconds / 60)} min`
    : `${Math.floor(seconds / 60)} min ${rest} s`
}

function threeDigits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
