import { encodeFrame } from '../../protocol/encode.ts'
import type { EventOf } from '../../protocol/events.ts'
import { MAX_RECEIPT_MEMBERS } from '../../protocol/limits.ts'
import type { CursorRow } from '../storage/store.ts'
import type { Chat } from './conversation.ts'

const RECEIPTS_EVERY_MS = 100
const SAVE_EVERY_MS = 1_000
/** A transaction of this many rows takes the writer a few milliseconds: messages wait behind it. */
const ROWS_PER_SAVE = 500

const RECEIVED = 1
const READ = 2

/**
 * How far each member has received and read. The truth is here; the database follows about once a second, and losing that second only
 * means that a message is offered twice. Receipts are gathered too: of twenty messages acknowledged one by one the sender hears once.
 */
export class Cursors {
  readonly #save: (rows: CursorRow[]) => Promise<void>
  readonly #onSaveFailed: (error: unknown) => void
  /** By user: a log-in asks for its own. */
  readonly #unsaved = new Map<number, Set<Chat>>()
  readonly #saving = new Set<number>()
  #round = Promise.resolve()
  #nextRound: Promise<void> | undefined
  readonly #receipts = new Map<Chat, number>()
  /** Read on one device by somebody who has others. */
  readonly #readElsewhere = new Set<Chat>()
  readonly #timers: NodeJS.Timeout[]

  constructor(save: (rows: CursorRow[]) => Promise<void>, onSaveFailed: (error: unknown) => void) {
    this.#save = save
    this.#onSaveFailed = onSaveFailed
    this.#timers = [
      setInterval(() => this.sendReceipts(), RECEIPTS_EVERY_MS).unref(),
      setInterval(() => void this.save(), SAVE_EVERY_MS).unref(),
    ]
  }

  received(chat: Chat, seq: number): void {
    this.#move(chat, seq, chat.read)
  }

  /** What was read has been received too. */
  read(chat: Chat, seq: number): void {
    this.#move(chat, seq, seq)
  }

  /**
   * One's own message has reached oneself, and counts as read, unless there is something before it that has not. No receipt: that somebody has
   * their own message is no news.
   */
  sent(chat: Chat, seq: number): void {
    if (chat.received !== seq - 1) return
    chat.received = seq
    if (chat.read === seq - 1) chat.read = seq
    this.#remember(chat)
  }

  #move(chat: Chat, received: number, read: number): void {
    let moved = 0
    if (received > chat.received) {
      chat.received = received
      moved |= RECEIVED
    }
    if (read > chat.read) {
      chat.read = read
      moved |= READ
    }
    if (moved === 0) return
    this.#remember(chat)
    if (moved & READ && chat.user.sessions.length > 1) this.#readElsewhere.add(chat)
    if (chat.conversation.memberCount > MAX_RECEIPT_MEMBERS) return
    this.#receipts.set(chat, (this.#receipts.get(chat) ?? 0) | moved)
  }

  sendReceipts(): void {
    for (const [chat, moved] of this.#receipts) {
      for (const other of chat.conversation.online) {
        // By their ids: who came back in this moment is another object.
        if (other.user.id === chat.user.id || other.user.isBlocked(chat.user.id)) continue
        const receipt: EventOf<'receipt'> = {
          type: 'receipt',
          chat: other.address,
          user: chat.user.name,
          ...(moved & RECEIVED ? { received: chat.received } : {}),
          ...(moved & READ ? { read: chat.read } : {}),
        }
        const line = encodeFrame(receipt)
        for (const session of other.user.sessions) session.pushEvent(line)
      }
    }
    this.#receipts.clear()
    this.#tellOwnSessions()
  }

  /** What was read on one device is not unread on the others. The one that said so hears it too, which costs less than knowing which it was. */
  #tellOwnSessions(): void {
    for (const chat of this.#readElsewhere) {
      const cursor: EventOf<'cursor'> = { type: 'cursor', chat: chat.address, read: chat.read }
      const line = encodeFrame(cursor)
      for (const session of chat.user.sessions) session.pushEvent(line)
    }
    this.#readElsewhere.clear()
  }

  /** Whether the database is behind for this user. */
  isBehind(userId: number): boolean {
    return this.#unsaved.has(userId) || this.#saving.has(userId)
  }

  /**
   * Writes what has moved, and resolves when all that had moved by now is in the database. Never rejects: what could not be written stays to
   * be written. Who asks while a round is under way shares the next one with everybody else who does, so that nobody waits for more than
   * two, however long the database takes.
   */
  save(): Promise<void> {
    this.#nextRound ??= this.#round.then(() => {
      this.#nextRound = undefined
      this.#round = this.#saveMoved()
      return this.#round
    })
    return this.#nextRound
  }

  async #saveMoved(): Promise<void> {
    const chats = [...this.#unsaved.values()].flatMap((some) => [...some])
    for (let i = 0; i < chats.length; i += ROWS_PER_SAVE) {
      const some = chats.slice(i, i + ROWS_PER_SAVE)
      for (const chat of some) this.#forget(chat)
      try {
        await this.#save(some.map(cursorRow))
      } catch (error) {
        for (const chat of some) this.#remember(chat)
        this.#onSaveFailed(error)
        return
      } finally {
        this.#saving.clear()
      }
    }
  }

  #remember(chat: Chat): void {
    const { id } = chat.user
    const chats = this.#unsaved.get(id)
    if (chats === undefined) this.#unsaved.set(id, new Set([chat]))
    else chats.add(chat)
  }

  #forget(chat: Chat): void {
    const { id } = chat.user
    const chats = this.#unsaved.get(id)
    chats?.delete(chat)
    if (chats?.size === 0) this.#unsaved.delete(id)
    this.#saving.add(id)
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }
}

const cursorRow = (chat: Chat): CursorRow => ({
  conversationId: chat.conversation.id,
  userId: chat.user.id,
  received: chat.received,
  read: chat.read,
})
