import type { Figures } from './figures.ts'

/** Four minutes of seconds: more than the widest screen shows. */
const KEPT = 240

export type Reading = (figures: Figures) => number | undefined

/** The recent past of the figures. A second without figures is kept as a gap: a server that was away is seen as that. */
export class History {
  readonly #kept: (Figures | undefined)[] = []

  add(figures: Figures | undefined): void {
    this.#kept.push(figures)
    if (this.#kept.length > KEPT) this.#kept.shift()
  }

  of(reading: Reading): (number | undefined)[] {
    return this.#kept.map((figures) => (figures === undefined ? undefined : reading(figures)))
  }

  /** The oldest figures of the last so many seconds. */
  since(at: number): Figures | undefined {
    return this.#kept.find((figures) => figures !== undefined && figures.at >= at)
  }
}
