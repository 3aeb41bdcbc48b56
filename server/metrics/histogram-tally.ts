/**
 * A histogram in plain numbers, for what happens thousands of times a second: prom-client's own takes most of a microsecond a value, this a hundredth
 * of one. It only ever grows, so any number of readers can each take their own differences.
 */
export class HistogramTally {
  /** Upper bounds, ascending; a value that equals one belongs to it. */
  readonly bounds: readonly number[]
  /** Values in each bucket, without those below it; one more than there are bounds, for what lies above them all. */
  readonly counts: number[]
  sum = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Array<number>(bounds.length + 1).fill(0)
  }

  record(value: number): void {
    const { bounds, counts } = this
    let i = 0
    while (i < bounds.length && value > (bounds[i] as number)) i += 1
    counts[i] = (counts[i] as number) + 1
    this.sum += value
  }
}
