import type { Message } from '../../protocol/entities.ts'
import { foldName } from '../../protocol/names.ts'
import type { WaitingMessage } from './message-window.ts'

/** A message in the list: one that has its place, or one's own that is on its way. */
export type Entry =
  | { kind: 'message'; message: Message }
  | { kind: 'waiting'; message: WaitingMessage }

export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  /** What one person said in one go: one name stands above it. */
  | { kind: 'group'; key: string; from: string; isOwn: boolean; at: number; entries: Entry[] }

export interface RowsOptions {
  messages: readonly Message[]
  waiting: readonly WaitingMessage[]
  me: string
  /** The first message that was not seen. */
  unreadFrom: number | undefined
}

/** Messages of one person with less than this between two stand together. */
const TOGETHER_MS = 5 * 60_000

/** What is shown of a conversation, from top to bottom. */
export function rowsOf({ messages, waiting, me, unreadFrom }: RowsOptions): Row[] {
  const rows = new Rows()
  const own = foldName(me)
  // Several names may be written one way only, and folding each of 600 again and again would be felt.
  const isOwn = new Map<string, boolean>()
  let isUnreadMarked = unreadFrom === undefined
  for (const message of messages) {
    const { from, seq, at } = message
    if (!isOwn.has(from)) isOwn.set(from, foldName(from) === own)
    if (!isUnreadMarked && seq >= (unreadFrom ?? 0)) {
      isUnreadMarked = true
      rows.day(at)
      rows.unread()
    }
    const owner = { from, isOwn: isOwn.get(from) === true }
    rows.entry(owner, at, `m${seq}`, { kind: 'message', message })
  }
  for (const message of waiting) {
    const owner = { from: me, isOwn: true }
    rows.entry(owner, message.at, `w${message.cid}`, { kind: 'waiting', message })
  }
  return rows.all
}

class Rows {
  readonly all: Row[] = []
  #day = ''
  #lastAt = 0

  day(at: number): void {
    const day = localDay(at)
    if (day === this.#day) return
    this.#day = day
    this.all.push({ kind: 'day', key: `d${day}`, at })
  }

  unread(): void {
    this.all.push({ kind: 'unread', key: 'unread' })
  }

  entry(owner: { from: string; isOwn: boolean }, at: number, key: string, entry: Entry): void {
    this.day(at)
    const last = this.all.at(-1)
    const isTogether =
      last?.kind === 'group' &&
      last.from === owner.from &&
      Math.abs(at - this.#lastAt) < TOGETHER_MS
    this.#lastAt = at
    if (isTogether) last.entries.push(entry)
    else this.all.push({ kind: 'group', key, ...owner, at, entries: [entry] })
  }
}

/** The calendar day where this reader is. */
function localDay(at: number): string {
  const date = new Date(Math.min(at, 8.64e15))
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}
