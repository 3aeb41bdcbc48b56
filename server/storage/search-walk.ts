// Runs on: storage worker
import { eraOf, firstSeqOf } from './search-terms.ts'
import type { ChatRecord, Place } from './store.ts'

/** Asked for at once at most; there is not much to be had of so many eras that the newer ones did not have. */
const MAX_ERAS = 16
/** Messages read at once where the index has not come yet. */
const TAIL_ROWS = 128

/** A chat of the searcher, and how far the index has come in it. */
export interface SearchedChat extends ChatRecord {
  indexed: number
}

/** A stretch that may hold what is looked for. */
export interface Candidate {
  conversationId: number
  firstSeq: number
  lastSeq: number
  lastAt: number
}

/** Messages to be read: `lowSeq < seq <= highSeq`, none later than `at`, the newest `limit` of them. */
export interface Reading {
  conversationId: number
  lowSeq: number
  highSeq: number
  at: number
  limit: number
  /** It is of the part that is not in the index. */
  isTail: boolean
}

/** Positive when `a` comes before `b`, that is: is newer. */
export const newer = (a: Place, b: Place): number =>
  a.at - b.at || a.conversationId - b.conversationId || a.seq - b.seq

/**
 * The way back through one chat, from the newest message: first what is not in the index yet, message by message, then the stretches that the index names.
 * It always knows the newest place at which it may still find something. Times rise with the seq but for clocks that are set back: of such
 * a moment, in the part that is not indexed, a page may come out of order.
 */
export class Walk {
  readonly chat: SearchedChat
  /** Nothing newer is wanted. */
  readonly from: Pick<Place, 'at' | 'seq'>
  /** What is not indexed has been read down to here; at the mark there is nothing left of it. */
  #tailSeq: number
  #tailAt: number
  #candidates: Candidate[] = []
  /** The index has been asked for what begins here, or later. */
  #beforeSeq: number
  #eras = 1

  constructor(chat: SearchedChat, start: Place | undefined) {
    this.chat = chat
    this.from = startIn(chat.conversationId, start)
    const { head, indexed } = chat
    this.#tailSeq = head > this.mark ? this.from.seq : indexed
    this.#tailAt = this.from.at
    this.#beforeSeq = Math.min(this.from.seq, indexed) + 1
  }

  /** Up to here the index answers. A member sees nothing under the floor. */
  get mark(): number {
    return Math.max(this.chat.indexed, this.chat.floor)
  }

  /** The newest place that has not been looked at; undefined when all have. Not to be asked while candidates are wanted. */
  get bound(): Place | undefined {
    const { conversationId } = this.chat
    if (this.#hasTail) return { at: this.#tailAt, conversationId, seq: this.#tailSeq }
    const [first] = this.#candidates
    if (first === undefined) return undefined
    const at = Math.min(first.lastAt, this.from.at)
    return { at, conversationId, seq: Math.min(first.lastSeq, this.from.seq) }
  }

  /** Nothing more is known of this chat, and there may be. */
  get wantsCandidates(): boolean {
    return !this.#hasTail && this.#candidates.length === 0 && this.#beforeSeq > this.chat.floor + 1
  }

  /** Stretches are wanted that begin before this seq … */
  get beforeSeq(): number {
    return this.#beforeSeq
  }

  /** … and are of these eras: one at first, and twice as many each time that they had too little. */
  get eras(): number[] {
    const newest = eraOf(this.#beforeSeq - 1)
    const count = newest - this.#oldestEra + 1
    return Array.from({ length: count }, (_, i) => newest - i)
  }

  /** The next ones, newest first; fewer than `limit`: these eras have no others. */
  give(candidates: Candidate[], limit: number): void {
    this.#candidates = candidates
    const oldest = candidates.at(-1)
    if (oldest !== undefined && candidates.length === limit) {
      this.#beforeSeq = oldest.firstSeq
      return
    }
    this.#beforeSeq = firstSeqOf(this.#oldestEra)
    this.#eras = Math.min(2 * this.#eras, MAX_ERAS)
  }

  get #oldestEra(): number {
    const inReach = eraOf(this.#beforeSeq - 1) - this.#eras + 1
    return Math.max(inReach, eraOf(this.chat.floor + 1))
  }

  /** What to read at `bound` and behind it: at most `count` stretches. The walk goes on behind them. */
  next(count: number): Reading[] {
    const { conversationId, floor } = this.chat
    const { at, seq } = this.from
    if (this.#hasTail) {
      const ends = { lowSeq: this.mark, highSeq: this.#tailSeq }
      return [{ conversationId, ...ends, at: this.#tailAt, limit: TAIL_ROWS, isTail: true }]
    }
    return this.#candidates.splice(0, count).map(({ firstSeq, lastSeq }) => ({
      conversationId,
      lowSeq: Math.max(firstSeq - 1, floor),
      highSeq: Math.min(lastSeq, seq),
      at,
      limit: lastSeq - firstSeq + 1,
      isTail: false,
    }))
  }

  /** What was read, newest first. */
  took({ isTail, limit }: Reading, rows: readonly { seq: number; at: number }[]): void {
    if (!isTail) return
    const oldest = rows.length < limit ? undefined : rows.at(-1)
    this.#tailSeq = oldest === undefined ? this.mark : oldest.seq - 1
    this.#tailAt = oldest?.at ?? this.#tailAt
  }

  get #hasTail(): boolean {
    return this.#tailSeq > this.mark
  }
}

/** What `start` means in a conversation: at the same moment, those with a higher id come before. */
function startIn(conversationId: number, start: Place | undefined): Pick<Place, 'at' | 'seq'> {
  if (start === undefined) return { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER }
  if (start.conversationId === conversationId) return start
  const at = conversationId > start.conversationId ? start.at - 1 : start.at
  return { at, seq: Number.MAX_SAFE_INTEGER }
}
