import { ChatError } from '../chat-error.ts'
import {
  type AppendBatch,
  type AppendResult,
  DUPLICATE,
  RECALLED,
  STORED,
} from '../storage/store.ts'
import type { Entry } from './entry.ts'
import { KnownHeads } from './known-heads.ts'

/**
 * How long, counted from the start of one batch, the next one gathers. A commit costs about as much as twenty messages, so where messages come
 * several to a commit it pays to wait a moment for more; where they come one at a time, or more than fill the pause, nobody waits. Measured at 5,000
 * messages a second, in turns: 107 µs of CPU a message and p50 2.9 ms with at most 2 ms, 91 µs and 4.8 ms with at most 5 (decision 9).
 */
const MAX_GATHER_MS = 5
const MESSAGES_PER_GATHER_MS = 4

/** One transaction takes no longer than some ten milliseconds, so that nobody waits long behind it. */
const MAX_BATCH_ENTRIES = 2_000
const MAX_BATCH_CHARACTERS = 2_000_000
const FIRST_RETRY_MS = 50
const MAX_RETRY_MS = 1_000

/** What a lane needs from outside. */
export interface LaneHost {
  append(batch: AppendBatch): Promise<AppendResult>
  isOutage(error: unknown): boolean
  /** After the commit, in the order of the batch. */
  stored(entry: Entry, seq: number, at: number, isDup: boolean): void
  /** It was there already, and was taken back since: its sender is answered, and nobody may be given its text. */
  wasRecalled(entry: Entry, seq: number, at: number): void
  /** A batch has been handed out in full. `ms`: how long the database took. */
  batchDone(entries: number, ms: number): void
  failed(error: unknown, entries: number): void
  /** Nothing is left in this lane. */
  idle(): void
  monotonicMs(): number
}

/**
 * A queue of messages with at most one batch at the database. While one batch commits, the next one grows: no timer, and the slower the
 * database the larger the batch. A conversation always uses the same lane, hence the one order of its messages [G-3].
 *
 * A batch whose outcome is unknown is simply sent again: what was stored after all comes back as a duplicate [G-2].
 */
export class Lane {
  readonly #host: LaneHost
  #open: Entry[] = []
  #openCharacters = 0
  #inFlight: Entry[] = []
  #isScheduled = false
  #startedMs = 0
  #gatherMs = 0
  readonly #heads = new KnownHeads()
  #retryMs = FIRST_RETRY_MS
  #isClosed = false

  constructor(host: LaneHost) {
    this.#host = host
  }

  get depth(): number {
    return this.#open.length + this.#inFlight.length
  }

  /** Characters of text that wait for their batch. */
  get openCharacters(): number {
    return this.#openCharacters
  }

  add(entry: Entry): void {
    this.#open.push(entry)
    this.#openCharacters += entry.text.length
    if (this.#inFlight.length === 0) this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const waitMs = this.#startedMs + this.#gatherMs - this.#host.monotonicMs()
    if (waitMs > 0 && this.#open.length < MAX_BATCH_ENTRIES) setTimeout(this.#start, waitMs)
    // At the end of this turn, so that what other sockets send in the same turn shares the transaction.
    else setImmediate(this.#start)
  }

  /** There was an outage, whoever met it. */
  forgetHeads(): void {
    this.#heads.forget()
  }

  /** Gives up waiting, not trying: who has waited too long gets their answer, though the message may still be stored. */
  expire(nowMs: number): void {
    for (const entry of this.#inFlight) giveUp(entry, nowMs)
    const waiting = this.#open.filter((entry) => !giveUp(entry, nowMs))
    if (waiting.length < this.#open.length) {
      this.#open = waiting
      this.#openCharacters = characters(waiting)
    }
  }

  /** Gives up trying too. A batch that is at the database may still be stored. */
  close(): void {
    this.#isClosed = true
    this.expire(Number.POSITIVE_INFINITY)
  }

  readonly #start = (): void => {
    this.#isScheduled = false
    if (this.#inFlight.length > 0) return
    if (this.#open.length === 0) return this.#host.idle()
    this.#inFlight = this.#takeBatch()
    this.#startedMs = this.#host.monotonicMs()
    this.#gatherMs = gatherMs(this.#inFlight.length)
    this.#commit()
  }

  #startNext(): void {
    const isEarly = this.#host.monotonicMs() < this.#startedMs + this.#gatherMs
    if (isEarly && this.#open.length > 0) this.#schedule()
    else this.#start()
  }

  #takeBatch(): Entry[] {
    if (this.#open.length <= MAX_BATCH_ENTRIES && this.#openCharacters <= MAX_BATCH_CHARACTERS) {
      const all = this.#open
      this.#open = []
      this.#openCharacters = 0
      return all
    }
    let count = 0
    let taken = 0
    for (const { text } of this.#open) {
      if (count === MAX_BATCH_ENTRIES) break
      if (count > 0 && taken + text.length > MAX_BATCH_CHARACTERS) break
      count += 1
      taken += text.length
    }
    this.#openCharacters -= taken
    return this.#open.splice(0, count)
  }

  #commit(): void {
    const startedMs = this.#host.monotonicMs()
    const entries = this.#inFlight
    this.#host.append(columns(entries, this.#heads)).then(
      (result) => this.#committed(entries, result, startedMs),
      (error: unknown) => this.#failed(entries, error),
    )
  }

  #committed(entries: Entry[], result: AppendResult, startedMs: number): void {
    const ms = this.#host.monotonicMs() - startedMs
    this.#retryMs = FIRST_RETRY_MS
    this.#noteStored(entries, result)
    // The next batch goes to its worker first: it commits there while this one is handed out here.
    this.#inFlight = []
    this.#startNext()
    this.#settle(entries, result)
    this.#host.batchDone(entries.length, ms)
  }

  #noteStored(entries: Entry[], { outcome, seq }: AppendResult): void {
    for (let i = 0; i < entries.length; i += 1) {
      if (outcome[i] !== STORED) continue
      this.#heads.stored((entries[i] as Entry).chat.conversation, seq[i] as number)
    }
  }

  #settle(entries: Entry[], result: AppendResult): void {
    for (let i = 0; i < entries.length; i += 1) {
      const entry = entries[i] as Entry
      const outcome = result.outcome[i]
      if (outcome === STORED || outcome === DUPLICATE) {
        const at = result.at[i] as number
        this.#host.stored(entry, result.seq[i] as number, at, outcome === DUPLICATE)
      } else if (outcome === RECALLED) {
        this.#host.wasRecalled(entry, result.seq[i] as number, result.at[i] as number)
      } else {
        refuse(entry, new ChatError('conflict', { field: 'cid', message: CID_IN_USE }))
      }
    }
  }

  #failed(entries: Entry[], error: unknown): void {
    if (this.#isClosed) {
      this.#inFlight = []
      return
    }
    this.#host.failed(error, entries.length)
    this.forgetHeads()
    if (!this.#host.isOutage(error)) return this.#isolate(entries)
    setTimeout(this.#retry, this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS)
  }

  readonly #retry = (): void => {
    const nowMs = this.#isClosed ? Number.POSITIVE_INFINITY : this.#host.monotonicMs()
    // Who has been answered `unavailable` is not tried again: the client will, with the same cid. Whether or not it was stored after all
    // makes no difference then.
    this.#inFlight = this.#inFlight.filter((entry) => !giveUp(entry, nowMs))
    if (this.#inFlight.length > 0) this.#commit()
    else this.#start()
  }

  /** A batch that the database refuses holds a message it cannot take. One at a time, only that one is refused [G-6]. */
  #isolate(entries: Entry[]): void {
    const [first, ...rest] = entries
    if (first !== undefined && rest.length === 0) {
      refuse(first, new ChatError('internal'))
      this.#inFlight = []
      return this.#start()
    }
    this.#open = [...rest, ...this.#open]
    this.#openCharacters += characters(rest)
    this.#inFlight = first === undefined ? [] : [first]
    this.#commit()
  }
}

const gatherMs = (batchSize: number): number =>
  batchSize === 1 ? 0 : Math.min(MAX_GATHER_MS, Math.ceil(batchSize / MESSAGES_PER_GATHER_MS))

/** @returns whether the entry has waited too long; its sender, if one still waits, is told. */
function giveUp(entry: Entry, nowMs: number): boolean {
  if (entry.deadlineMs > nowMs) return false
  refuse(entry, new ChatError('unavailable', { retryAfterMs: MAX_RETRY_MS }))
  return true
}

function refuse(entry: Entry, error: ChatError): void {
  entry.origin?.refused(entry.requestId, error)
  entry.origin = undefined
}

const characters = (entries: Entry[]): number =>
  entries.reduce((sum, { text }) => sum + text.length, 0)

const CID_IN_USE = 'This cid was used for another message.'

function columns(entries: Entry[], heads: KnownHeads): AppendBatch {
  const batch: AppendBatch = {
    conversationId: [],
    head: [],
    senderId: [],
    cid: [],
    at: [],
    text: [],
  }
  for (const { chat, cid, at, text } of entries) {
    const { conversation, user } = chat
    batch.conversationId.push(conversation.id)
    batch.head.push(heads.hint(conversation))
    batch.senderId.push(user.id)
    batch.cid.push(cid)
    batch.at.push(at)
    batch.text.push(text)
  }
  return batch
}
