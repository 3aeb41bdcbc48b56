import type { TimelinePoint } from '../report/load-result.ts'

/** What the run tells whoever watches. */
export interface Progress {
  /** What is being done before and after the load itself. */
  step(text: string): void
  /** What should still be readable when the run is over. */
  note(text: string): void
  /** One interval is over. */
  point(point: TimelinePoint, state: LiveState): void
  /** Nothing more comes. */
  end(): void
}

export interface LiveState {
  readonly title: string
  /** Its name, where the scenario has phases. */
  readonly phase?: string | undefined
  /** Of the measured part; below 0 in the warm-up. */
  readonly seconds: number
  readonly durationSeconds: number
  /** The newest last. */
  readonly points: readonly TimelinePoint[]
  readonly errors: number
  readonly backlogged: number
}

export const SILENT: Progress = { step() {}, note() {}, point() {}, end() {} }
