const ZERO = 0x30

/** The whole number at `bytes[start, end)`; -1 where it does not begin with a digit. Stops at the first byte that is none. */
export function readDigits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  let at = start
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  return at === start ? -1 : value
}
