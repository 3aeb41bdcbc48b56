import { RETRY_CODES } from '../../protocol/error-codes.ts'
import { conversationOf, type HistoryLog } from './history-log.ts'

/** A message that a client wants to have said. */
export interface Message {
  readonly chat: string
  readonly cid: string
  readonly text: string
  /** Attempts on the present connection that have no answer yet. */
  openAttempts: number
  /** Known once it was acknowledged. */
  seq: number | undefined
  /** Not sent again before this time. */
  retryAtMs: number
}

export interface SendFrame {
  type: 'send'
  id: number
  chat: string
  cid: string
  text: string
}

/** Codes that tell a client to come again; with any other the message is given up, and the checker hears of it. */
const COME_AGAIN: ReadonlySet<string> = new Set([...RETRY_CODES, 'shutting_down'])
const MAX_RETRY_MS = 400
/** Of answered messages, those that may be sent once more. */
const MAX_ANSWERED = 2_000

/** The messages of one client from the first attempt to the answer, each step in the log. */
export class Outgoing {
  readonly #user: string
  readonly #log: HistoryLog
  readonly #unanswered = new Map<string, Message>()
  readonly #answered: Message[] = []
  readonly #attempts = new Map<number, Message>()

  constructor(user: string, log: HistoryLog) {
    this.#user = user
    this.#log = log
  }

  get unanswered(): readonly Message[] {
    return [...this.#unanswered.values()]
  }

  get openAttempts(): number {
    return this.#attempts.size
  }

  get answered(): readonly Message[] {
    return this.#answered
  }

  /** Logs one more attempt of a message. @returns the frame that makes it */
  attempt(message: Message, connection: number): SendFrame {
    const { chat, cid, text } = message
    const attempt = this.#log.newAttempt()
    const conversation = conversationOf(this.#user, chat)
    this.#log.record({
      ...{ type: 'invoke', user: this.#user, connection, attempt, conversation, cid, text },
    })
    this.#attempts.set(attempt, message)
    message.openAttempts += 1
    if (message.seq === undefined) this.#unanswered.set(cid, message)
    return { type: 'send', id: attempt, chat, cid, text }
  }

  ok(attempt: number, seq: number, at: number, dup: boolean): void {
    this.#log.record({ type: 'ok', attempt, seq, at, dup })
    const message = this.#end(attempt)
    if (message?.seq !== undefined || message === undefined) return
    message.seq = seq
    this.#unanswered.delete(message.cid)
    if (this.#answered.length === MAX_ANSWERED) this.#answered.shift()
    this.#answered.push(message)
  }

  error(attempt: number, code: string, retryAfterMs: number): void {
    this.#log.record({ type: 'error', attempt, code })
    const message = this.#end(attempt)
    if (message === undefined) return
    if (!COME_AGAIN.has(code)) this.#unanswered.delete(message.cid)
    message.retryAtMs = performance.now() + Math.min(retryAfterMs, MAX_RETRY_MS)
  }

  /** The connection is gone, and with it every answer that was still to come. `isGivenUp`: never sent again, whatever became of it. */
  lost(isGivenUp: (message: Message) => boolean): void {
    for (const [attempt, message] of this.#attempts) {
      this.#log.record({ type: 'unknown', attempt })
      message.openAttempts = 0
      message.retryAtMs = 0
    }
    this.#attempts.clear()
    for (const message of this.#unanswered.values()) {
      if (isGivenUp(message)) this.#unanswered.delete(message.cid)
    }
  }

  /** Unanswered messages that may be tried again now, in the order in which they were first said. */
  due(nowMs: number): Message[] {
    return this.unanswered.filter(
      ({ openAttempts, retryAtMs }) => openAttempts === 0 && retryAtMs <= nowMs,
    )
  }

  #end(attempt: number): Message | undefined {
    const message = this.#attempts.get(attempt)
    this.#attempts.delete(attempt)
    if (message !== undefined) message.openAttempts -= 1
    return message
  }
}
