import type { TimelinePoint } from '../report/load-result.ts'
import type { Screen } from './live-panel.ts'
import type { LiveState, Progress } from './progress.ts'
import { renderLine } from './render-live.ts'

const LINE_EVERY_MS = 1_000
/** Intervals are a whole part of a second, and timers come a little early or late. */
const TOLERANCE_MS = 100

/** For logs and pipes: a line a second. */
export class PlainProgress implements Progress {
  readonly #output: Screen
  #writtenAtMs = Number.NEGATIVE_INFINITY
  #stepAtMs = Number.NEGATIVE_INFINITY
  #step = ''

  constructor(output: Screen) {
    this.#output = output
  }

  /** A step that only counts on is said once a second. */
  step(text: string): void {
    const nowMs = performance.now()
    const isSame = text.split(':')[0] === this.#step.split(':')[0]
    if (isSame && nowMs - this.#stepAtMs < LINE_EVERY_MS - TOLERANCE_MS) return
    this.#step = text
    this.#stepAtMs = nowMs
    this.#output.write(`${text}\n`)
  }

  note(text: string): void {
    this.#output.write(`${text}\n`)
  }

  point(_point: TimelinePoint, state: LiveState): void {
    const nowMs = performance.now()
    if (nowMs - this.#writtenAtMs < LINE_EVERY_MS - TOLERANCE_MS) return
    this.#writtenAtMs = nowMs
    this.#output.write(`${renderLine(state)}\n`)
  }

  end(): void {}
}
