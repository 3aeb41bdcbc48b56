import { foldName } from '../../protocol/names.ts'

/** A short wait, so that a burst is one line … */
const GATHER_MS = 150
/** … and a longer one between two lines about the same chat. */
const SPACING_MS = 5_000

interface Mark {
  chat: string
  shownAt: number
  timer: NodeJS.Timeout | undefined
}

/** When to say that there are new messages in a chat that is not open: soon, but not for every one of them. */
export class NewMarks {
  readonly #say: (chat: string) => void
  readonly #marks = new Map<string, Mark>()

  constructor(say: (chat: string) => void) {
    this.#say = say
  }

  note(chat: string): void {
    const key = foldName(chat)
    let mark = this.#marks.get(key)
    if (mark === undefined) {
      mark = { chat, shownAt: Number.NEGATIVE_INFINITY, timer: undefined }
      this.#marks.set(key, mark)
    }
    const waiting = mark
    const quietMs = performance.now() - waiting.shownAt
    waiting.timer ??= setTimeout(
      () => {
        waiting.timer = undefined
        waiting.shownAt = performance.now()
        this.#say(waiting.chat)
      },
      Math.max(GATHER_MS, SPACING_MS - quietMs),
    )
  }

  /** The chat was opened: nothing to say about it any more. */
  forget(chat: string): void {
    clearTimeout(this.#marks.get(foldName(chat))?.timer)
    this.#marks.delete(foldName(chat))
  }

  close(): void {
    for (const { timer } of this.#marks.values()) clearTimeout(timer)
    this.#marks.clear()
  }
}
