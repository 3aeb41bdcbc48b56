/** From a value to a place on an axis, with the values worth a line. */
export interface Scale {
  readonly place: (value: number) => number
  readonly ticks: readonly number[]
}

/** From 0 to at least `max`, ending on a round number. */
export function linearScale(max: number, from: number, to: number, steps = 4): Scale {
  const step = roundUp(Math.max(max, 1e-9) / steps)
  const count = Math.ceil(max / step - 1e-9) || 1
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step)
  const top = count * step
  return { place: (value) => from + (value / top) * (to - from), ticks }
}

/** The values keep their range; ticks at round numbers within it. */
export function rangeScale(min: number, max: number, from: number, to: number, steps = 8): Scale {
  const width = Math.max(max - min, 1e-9)
  const step = roundUp(width / steps)
  const first = Math.ceil(min / step - 1e-9)
  const last = Math.floor(max / step + 1e-9)
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step)
  return { place: (value) => from + ((value - min) / width) * (to - from), ticks }
}

/** Logarithmic, with ticks at 1, 2 and 5 of each decade, or at 1 only where those would crowd. */
export function logScale(min: number, max: number, from: number, to: number): Scale {
  const low = Math.log10(Math.max(min, 1e-9))
  const high = Math.max(Math.log10(Math.max(max, 1e-9)), low + 0.1)
  const multiples = high - low > 4 ? [1] : [1, 2, 5]
  const ticks: number[] = []
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade++) {
    for (const multiple of multiples) {
      const tick = multiple * 10 ** decade
      if (tick >= min * 0.999 && tick <= max * 1.001) ticks.push(tick)
    }
  }
  const place = (value: number) =>
    from + ((Math.log10(Math.max(value, 1e-9)) - low) / (high - low)) * (to - from)
  return { place, ticks }
}

/** The next 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= value * 0.999999) ?? 10
  return digit * power
}
