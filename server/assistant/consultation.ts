import type { Backend, BackendQuestion } from './backends/backend.ts'
import { BackendTrouble, explainTrouble } from './backends/trouble.ts'
import { fitText } from './fit-text.ts'

/** Asked of the back end at once. A model on one machine answers no faster when more ask. */
const MAX_ASKED = 4
/** Beyond it people are told at once that too many are asking. */
const MAX_WAITING = 64
const MAX_WAIT_MS = 60_000
/** A back end that has just failed, or a connection that it had closed behind our back, is tried once more. */
const RETRY_AFTER_MS = 500

export interface ConsultationHost {
  backend: Backend
  /** An answer could not be had. The error holds neither texts nor keys. */
  troubled(error: BackendTrouble): void
  limits?: { asked: number; waiting: number; waitMs: number; retryMs: number }
}

const LIMITS = {
  asked: MAX_ASKED,
  waiting: MAX_WAITING,
  waitMs: MAX_WAIT_MS,
  retryMs: RETRY_AFTER_MS,
}

/** The way to the back end: a few questions at a time, others in a short line, and a plain sentence where it gives no answer. */
export class Consultation {
  readonly #host: ConsultationHost
  readonly #limits: typeof LIMITS
  #asked = 0
  readonly #waiting = new Set<(turn: 'yours' | 'never') => void>()

  constructor(host: ConsultationHost) {
    this.#host = host
    this.#limits = host.limits ?? LIMITS
  }

  /** Resolves with what the asker is to read. Rejects only when the signal is aborted, or the database fails. */
  async ask(question: BackendQuestion, signal: AbortSignal): Promise<string> {
    try {
      await this.#turn(signal)
      try {
        return presentable(await this.#askTwice(question, signal))
      } finally {
        this.#done()
      }
    } catch (error) {
      if (!(error instanceof BackendTrouble)) throw error
      this.#host.troubled(error)
      return explainTrouble(error, question.language)
    }
  }

  /** Nobody has seen anything of the first try, so the second cannot answer twice. */
  async #askTwice(question: BackendQuestion, signal: AbortSignal): Promise<string> {
    const { backend } = this.#host
    try {
      return await backend.answer(question, signal)
    } catch (error) {
      if (!(error instanceof BackendTrouble) || error.kind !== 'down') throw error
      await pause(this.#limits.retryMs, signal)
      return this.#secondTry(question, signal, error)
    }
  }

  async #secondTry(
    question: BackendQuestion,
    signal: AbortSignal,
    first: BackendTrouble,
  ): Promise<string> {
    try {
      return await this.#host.backend.answer(question, signal)
    } catch (error) {
      // Of two answers that broke off the longer is worth more.
      const isTrouble = error instanceof BackendTrouble
      throw isTrouble && first.partial.length > error.partial.length ? first : error
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#asked < this.#limits.asked) {
      this.#asked += 1
      return
    }
    if (this.#waiting.size >= this.#limits.waiting) throw new BackendTrouble('busy', 'line is full')
    const turn = await this.#wait(signal)
    signal.throwIfAborted()
    if (turn === 'never') throw new BackendTrouble('busy', 'waited too long in line')
  }

  async #wait(signal: AbortSignal): Promise<'yours' | 'never'> {
    let wake: (turn: 'yours' | 'never') => void = () => {}
    const giveUp = (): void => {
      // At once, or a place that becomes free in this moment would be given to somebody who has gone.
      this.#waiting.delete(wake)
      wake('never')
    }
    const timer = setTimeout(giveUp, this.#limits.waitMs)
    signal.addEventListener('abort', giveUp)
    try {
      return await new Promise((resolve) => {
        wake = resolve
        this.#waiting.add(wake)
      })
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
    }
  }

  /** The place goes from hand to hand: who comes later cannot slip in between. */
  #done(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#asked -= 1
      return
    }
    this.#waiting.delete(next)
    next('yours')
  }
}

/** @throws BackendTrouble when nothing is left that may be shown */
function presentable(answer: string): string {
  const text = fitText(answer)
  if (text === '') throw new BackendTrouble('silent', 'nothing to show')
  return text
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let stop = (): void => {}
  await new Promise<void>((resolve) => {
    stop = resolve
    timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', stop)
  })
  clearTimeout(timer)
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
}
