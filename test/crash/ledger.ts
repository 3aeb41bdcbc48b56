import type { Evidence } from './evidence.ts'
import type { ClientEvent, Invoke, SeenMessage } from './history-log.ts'

export interface Attempt extends Invoke {
  /** The log's time. */
  readonly invokedAt: number
  outcome: Extract<ClientEvent, { type: 'ok' | 'error' | 'unknown' }> | undefined
  endedAt: number
}

/** One message that a client wanted to say, with all its attempts in order. */
export interface Said {
  readonly user: string
  readonly conversation: string
  readonly cid: string
  readonly text: string
  readonly attempts: Attempt[]
}

/** The evidence, sorted for the checks: what was said, what is stored, and what was known when. */
export class Ledger {
  readonly attempts = new Map<number, Attempt>()
  readonly said = new Map<string, Said>()
  /** By conversation, what its first reader found. */
  readonly stored = new Map<string, readonly SeenMessage[]>()
  readonly #bySeq = new Map<string, Map<number, SeenMessage>>()
  readonly #byCid = new Map<string, SeenMessage>()
  readonly #members = new Set<string>()
  readonly #hadOutages: boolean
  readonly #known = new Map<string, Step[]>()
  readonly #handedOut = new Map<string, Step[]>()

  constructor({ events, readings, hadOutages }: Evidence) {
    this.#hadOutages = hadOutages
    for (const { conversation, reader, messages } of readings) {
      this.#members.add(`${reader} ${conversation}`)
      if (this.stored.has(conversation)) continue
      this.stored.set(conversation, messages)
      this.#bySeq.set(conversation, new Map(messages.map((message) => [message.seq, message])))
      for (const message of messages) {
        const key = keyOf(conversation, message.from, message.cid)
        if (!this.#byCid.has(key)) this.#byCid.set(key, message)
      }
    }
    for (const [time, event] of events.entries()) this.#take(event, time)
  }

  isMember(user: string, conversation: string): boolean {
    return this.#members.has(`${user} ${conversation}`)
  }

  head(conversation: string): number {
    return this.stored.get(conversation)?.at(-1)?.seq ?? 0
  }

  bySeq(conversation: string, seq: number): SeenMessage | undefined {
    return this.#bySeq.get(conversation)?.get(seq)
  }

  byCid(conversation: string, user: string, cid: string): SeenMessage | undefined {
    return this.#byCid.get(keyOf(conversation, user, cid))
  }

  saidAs(conversation: string, user: string, cid: string): Said | undefined {
    return this.said.get(keyOf(conversation, user, cid))
  }

  /** The newest seq that any client certainly knew of before that time. */
  knownBefore(conversation: string, time: number): number {
    return reachedBefore(this.#known.get(conversation) ?? [], time)
  }

  /** The newest seq that the server had acknowledged or pushed before that time: not what it had only read from the database. */
  handedOutBefore(conversation: string, time: number): number {
    return reachedBefore(this.#handedOut.get(conversation) ?? [], time)
  }

  #take(event: ClientEvent, time: number): void {
    if (event.type === 'invoke') {
      const attempt: Attempt = { ...event, invokedAt: time, outcome: undefined, endedAt: Infinity }
      const { user, conversation, cid, text } = event
      const key = keyOf(conversation, user, cid)
      const said = this.said.get(key) ?? { user, conversation, cid, text, attempts: [] }
      said.attempts.push(attempt)
      this.said.set(key, said)
      this.attempts.set(event.attempt, attempt)
    } else if (event.type === 'ok' || event.type === 'error' || event.type === 'unknown') {
      const attempt = this.attempts.get(event.attempt)
      if (attempt === undefined) return
      attempt.outcome = event
      attempt.endedAt = time
      if (event.type === 'ok') this.#handOut(attempt.conversation, event.seq, time)
    } else if (event.type === 'push') {
      this.#handOut(event.conversation, event.message.seq, time)
    } else if (this.#hadOutages) {
      // What was read may be gone with the database, see check-sight.ts.
    } else if (event.type === 'page') {
      this.#learn(event.conversation, event.messages.at(-1)?.seq ?? 0, time)
    } else if (event.type === 'missed') {
      for (const [conversation, messages] of event.chats) {
        this.#learn(conversation, messages.at(-1)?.seq ?? 0, time)
      }
    }
  }

  #handOut(conversation: string, seq: number, time: number): void {
    raise(this.#handedOut, conversation, { seq, time })
    this.#learn(conversation, seq, time)
  }

  #learn(conversation: string, seq: number, time: number): void {
    raise(this.#known, conversation, { seq, time })
  }
}

/** From this time on at least this seq. */
interface Step {
  readonly time: number
  readonly seq: number
}

function raise(all: Map<string, Step[]>, conversation: string, step: Step): void {
  const steps = all.get(conversation)
  if (steps === undefined) all.set(conversation, [step])
  else if (step.seq > (steps.at(-1) as Step).seq) steps.push(step)
}

function reachedBefore(steps: readonly Step[], time: number): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle] as Step).time < time) low = middle + 1
    else high = middle
  }
  return steps[low - 1]?.seq ?? 0
}

const keyOf = (conversation: string, user: string, cid: string): string =>
  `${conversation} ${user} ${cid}`
