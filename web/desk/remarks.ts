import { signal } from '@preact/signals'

/** A word on what was just done. */
export interface Remark {
  readonly text: string
  readonly isBad: boolean
}

const LASTS_MS = 5_000

/** One at a time, for a moment. */
export class Remarks {
  readonly current = signal<Remark | undefined>(undefined)
  #timer: ReturnType<typeof setTimeout> | undefined

  tell(text: string, isBad: boolean): void {
    clearTimeout(this.#timer)
    this.current.value = { text, isBad }
    this.#timer = setTimeout(() => {
      this.current.value = undefined
    }, LASTS_MS)
  }
}
