import type { TimelinePoint } from '../report/load-result.ts'
import type { LiveState, Progress } from './progress.ts'
import { renderPanel } from './render-live.ts'

const ERASE_LINE = '\x1b[2K'
const ERASE_BELOW = '\x1b[J'
const REDRAW_MS = 250

/** A stream that may be a terminal. */
export interface Screen {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** On a terminal: a few lines that are drawn over, at most four times a second, and are gone at the end. */
export class LivePanel implements Progress {
  readonly #output: Screen
  #drawnLines = 0
  #drawnAtMs = Number.NEGATIVE_INFINITY

  constructor(output: Screen) {
    this.#output = output
  }

  step(text: string): void {
    this.#draw([text])
  }

  note(text: string): void {
    this.end()
    this.#output.write(`${text}\n`)
  }

  point(_point: TimelinePoint, state: LiveState): void {
    if (performance.now() - this.#drawnAtMs < REDRAW_MS / 2) return
    this.#draw(renderPanel(state))
  }

  end(): void {
    this.#output.write(`${this.#toTop()}${ERASE_BELOW}`)
    this.#drawnLines = 0
  }

  #draw(lines: readonly string[]): void {
    this.#drawnAtMs = performance.now()
    const columns = this.#output.columns ?? 80
    const text = lines.map((line) => `${ERASE_LINE}${[...line].slice(0, columns - 1).join('')}\n`)
    this.#output.write(`${this.#toTop()}${text.join('')}${ERASE_BELOW}`)
    this.#drawnLines = lines.length
  }

  #toTop(): string {
    return this.#drawnLines === 0 ? '' : `\x1b[${this.#drawnLines}A\r`
  }
}
