import type { Message } from '../../protocol/entities.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import { YoungMessages } from './young-messages.ts'

export interface RecallCheckPort {
  historyAfter(chat: string, seq: number, limit: number): Promise<ReplyOf<'history'>>
  /** A message that was handed on before has been taken back unheard. */
  onRecalled(chat: string, seq: number): void
}

/**
 * No event tells who was away that a message was taken back, so its text would stay before their eyes. After an absence this asks again for
 * what could have been: usually nothing, else a page of each chat in which somebody wrote in the last three minutes before.
 */
export class RecallCheck {
  readonly #port: RecallCheckPort
  readonly #young = new YoungMessages()
  #lostAt: number | undefined
  #work: Promise<void> = Promise.resolve()

  constructor(port: RecallCheckPort) {
    this.#port = port
  }

  /** Messages that somebody may be looking at from now on. */
  note(chat: string, messages: readonly Message[]): void {
    this.#young.note(chat, messages)
  }

  recalled(chat: string, seq: number): void {
    this.#young.forget(chat, seq)
  }

  /** From now on nothing is heard, until `run`. */
  lost(): void {
    this.#lostAt ??= performance.now()
  }

  /** `isCurrent`: whether the session that this is done for is still there; if not, the next one begins again. */
  run(isCurrent: () => boolean): Promise<void> {
    this.#work = this.#work.then(() => this.#run(isCurrent))
    return this.#work
  }

  async #run(isCurrent: () => boolean): Promise<void> {
    const lostAt = this.#lostAt
    if (lostAt === undefined || !isCurrent()) return
    this.#lostAt = undefined
    for (const { chat, after, count } of this.#young.doubtfulSince(lostAt)) {
      // Refused: this user may not see that chat any more, and nothing can be found out.
      const page = await this.#port.historyAfter(chat, after, count).catch(() => undefined)
      if (!isCurrent()) {
        this.#lostAt = lostAt
        return
      }
      for (const { seq, recalled } of page?.messages ?? []) {
        if (recalled && this.#young.forget(chat, seq)) this.#port.onRecalled(chat, seq)
      }
    }
  }
}
