import type { Language } from '../language.ts'

/** What answers where no command of the assistant's own does. One file each beside this one. */
export interface Backend {
  /**
   * Resolves with the answer, in any length, never empty. Rejects with a `BackendTrouble`, or with the signal's reason once that is aborted. It may be
   * asked the same again: nobody has seen anything of an answer before it is whole.
   */
  answer(question: BackendQuestion, signal: AbortSignal): Promise<string>
  /** Whether asking takes noticeable time, so that people are shown that somebody is at it. */
  readonly isSlow: boolean
}

export interface BackendQuestion {
  userId: number
  text: string
  language: Language
  /** Milliseconds since 1970. */
  now: number
  /** What was said before in this chat between the asker and the back end, oldest first; read when it is needed. */
  turns(): Promise<Turn[]>
}

/** A question and its answer. */
export interface Turn {
  question: string
  answer: string
}
