import { computed, signal } from '@preact/signals'
import { inOrder, listChats } from '../../client/chat-list.ts'
import { Roster } from '../../client/roster.ts'
import type { User } from '../../protocol/entities.ts'
import { foldName } from '../../protocol/names.ts'
import { type Mark, type Receipt, Receipts } from '../model/receipts.ts'

export interface Notice {
  readonly id: number
  readonly from: string
  readonly text: string
}

const MAX_NOTICES = 20
const MAX_INVITATIONS = 200

/** Who and what this user knows, as signals: friends, rooms, what is unread, what waits for an answer, how far others have read. */
export class Circle {
  readonly roster = new Roster()
  readonly receipts = new Receipts()
  readonly me = signal<User | undefined>(undefined)
  /** Rooms that somebody has invited this user to, and who. */
  readonly invitations = signal<ReadonlyMap<string, string>>(new Map())
  readonly notices = signal<readonly Notice[]>([])
  /** Chats with an unread message that names this user, folded. */
  readonly mentioned = signal<ReadonlySet<string>>(new Set())
  /** Members or friendships that a view has asked the server for may be others by now. */
  readonly changes = signal(0)
  readonly #version = signal(0)
  readonly #receiptsVersion = signal(0)
  #lastNotice = 0

  readonly list = computed(() => {
    this.#version.value
    return listChats(this.roster)
  })
  readonly unread = computed(() =>
    inOrder(this.list.value).reduce((sum, { unread }) => sum + unread, 0),
  )
  readonly requests = computed(() => {
    this.#version.value
    return this.roster.requests
  })
  /** How many requests and invitations wait for an answer. */
  readonly toAnswer = computed(
    () =>
      this.requests.value.filter(({ direction }) => direction === 'incoming').length +
      this.invitations.value.size,
  )

  /** The roster is not made of signals: whoever changes it says so. */
  rosterChanged(): void {
    this.#version.value += 1
  }

  /** What people call somebody. Rooms are called by their address. */
  nameOf(chat: string): string {
    this.#version.value
    const me = this.me.value
    if (me !== undefined && foldName(chat) === foldName(me.user)) return me.nickname || chat
    return this.roster.nameOf(chat)
  }

  friend(user: string): User | undefined {
    this.#version.value
    return this.roster.friend(user)
  }

  unreadOf(chat: string): number {
    return this.roster.knows(chat) ? this.roster.chat(chat).unread : 0
  }

  /** Everything up to here was seen, in this tab or in another one. */
  seen(chat: string, seq: number): void {
    if (!this.roster.knows(chat) || this.roster.chat(chat).countedTo > seq) return
    this.roster.clearUnread(chat)
    this.setMentioned(chat, false)
    this.rosterChanged()
  }

  setMentioned(chat: string, isMentioned: boolean): void {
    const next = new Set(this.mentioned.peek())
    if (isMentioned) next.add(foldName(chat))
    else next.delete(foldName(chat))
    this.mentioned.value = next
  }

  invited(room: string, by: string): void {
    const all = this.invitations.peek()
    if (all.size < MAX_INVITATIONS) this.invitations.value = new Map(all).set(room, by)
  }

  forgetInvitation(room: string): void {
    const left = [...this.invitations.peek()].filter(([one]) => foldName(one) !== foldName(room))
    this.invitations.value = new Map(left)
  }

  announced(from: string, text: string): void {
    this.#lastNotice += 1
    const notice = { id: this.#lastNotice, from, text }
    this.notices.value = [...this.notices.peek(), notice].slice(-MAX_NOTICES)
  }

  dismiss(notice: Notice): void {
    this.notices.value = this.notices.peek().filter((one) => one !== notice)
  }

  receipt(receipt: Receipt): void {
    this.receipts.take(receipt)
    this.#receiptsVersion.value += 1
  }

  /** What became of one's own message, and how many others have read it. */
  markOf(chat: string, seq: number): { mark: Mark; readers: number } {
    this.#receiptsVersion.value
    return { mark: this.receipts.markOf(chat, seq), readers: this.receipts.readers(chat, seq) }
  }
}
