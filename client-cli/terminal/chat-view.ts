import type { Roster } from '../../client/roster.ts'
import type { OutgoingMessage } from '../../client/sync/kept-messages.ts'
import { foldName, isRoomAddress } from '../../protocol/names.ts'
import { excerpt } from '../excerpt.ts'
import { harmlessLine } from '../harmless.ts'
import type { Showing } from '../showing.ts'
import { fullName, STATUS_TEXTS, statusSign } from './list-lines.ts'
import {
  DayLines,
  DELIVERED,
  messageLines,
  pageLines,
  READ,
  REFUSED,
  ruleLine,
  STORED,
  type Style,
  WAITING,
} from './message-lines.ts'
import { OwnMessages } from './own-messages.ts'
import type { Mark } from './prompt-text.ts'

type Shows<Kind extends Showing['kind']> = Extract<Showing, { kind: Kind }>

/** Who reads so soon is there, which the mark in the prompt says; later it is news and gets a line. */
const READ_SOON_MS = 10_000

export interface ChatViewOptions {
  style: Style
  roster: Roster
  print(lines: readonly string[]): void
  /** What the prompt says may have changed. */
  onChange(): void
}

/** The open chat as lines above the prompt: its messages by day, one's own and what becomes of them. */
export class ChatView {
  readonly #style: Style
  readonly #roster: Roster
  readonly #print: (lines: readonly string[]) => void
  readonly #onChange: () => void
  readonly #own: OwnMessages
  #days: DayLines
  #chat: string | undefined
  #lastOwn: { seq: number; at: number; shownAt: number } | undefined
  #announcedRead = 0

  constructor({ style, roster, print, onChange }: ChatViewOptions) {
    this.#style = style
    this.#roster = roster
    this.#print = print
    this.#onChange = onChange
    this.#days = new DayLines(style)
    this.#own = new OwnMessages((message) => this.#showWaiting(message))
  }

  get chat(): string | undefined {
    return this.#chat
  }

  /** How one's newest message here stands. Only a direct chat has one other side that can have read it. */
  get mark(): Mark {
    if (this.#chat === undefined) return ''
    if (this.#own.isWaiting(this.#chat)) return WAITING
    if (this.#lastOwn === undefined) return ''
    if (isRoomAddress(this.#chat)) return STORED
    const { delivered, read } = this.#roster.chat(this.#chat)
    if (read >= this.#lastOwn.seq) return READ
    return delivered >= this.#lastOwn.seq ? DELIVERED : STORED
  }

  opened({ chat, messages, more, unread }: Shows<'opened'>): void {
    const { paint, speech } = this.#style
    this.#chat = chat
    this.#days = new DayLines(this.#style)
    this.#announcedRead = 0
    const own = messages.findLast(({ from }) => this.#style.isMe(from))
    this.#lastOwn = own && { seq: own.seq, at: own.at, shownAt: this.#style.now() }
    const hint = more ? [paint.soft(`  ${speech.say('goesOn')}`)] : []
    const nothing = messages.length === 0 ? [paint.soft(`  ${speech.say('noMessages')}`)] : []
    this.#print([
      ruleLine(this.#style, this.#title(chat)),
      ...hint,
      ...nothing,
      ...pageLines(this.#style, messages, this.#days, unread),
    ])
    this.#onChange()
  }

  closed({ chat }: Shows<'closed'>): void {
    const { paint, speech } = this.#style
    this.#chat = undefined
    this.#lastOwn = undefined
    const name = harmlessLine(this.#style.nameOf(chat))
    this.#print([paint.soft(speech.say('closed', { name }))])
    this.#onChange()
  }

  older({ messages, more }: Shows<'older'>): void {
    const { paint, speech } = this.#style
    if (messages.length === 0) {
      this.#print([paint.soft(`  ${speech.say('noOlder')}`)])
      return
    }
    // These are days of their own: the conversation goes on where it was.
    const days = new DayLines(this.#style)
    const hint = more ? 'goesOn' : 'noOlder'
    this.#print([
      ruleLine(this.#style, paint.soft(speech.say('older'))),
      paint.soft(`  ${speech.say(hint)}`),
      ...pageLines(this.#style, messages, days),
      ruleLine(this.#style, paint.soft('…')),
    ])
    this.#days = new DayLines(this.#style)
  }

  message({ message, isOwn, isEcho, isOpen }: Shows<'message'>): void {
    if (!isOwn) {
      if (isOpen) this.#printMessage(message.at, messageLines(this.#style, message))
      return
    }
    const { chat, seq, at, cid } = message
    this.#noteOwn(chat, seq, at)
    const isShown = this.#own.arrived(cid)
    if (isOpen && !isShown) {
      this.#printMessage(at, messageLines(this.#style, message, { mark: STORED }))
    } else if (isEcho && !isShown) {
      this.#print([messageLines(this.#style, message, { mark: STORED, to: chat })])
    }
    this.#onChange()
  }

  pending({ message }: Shows<'pending'>): void {
    this.#own.add(message)
  }

  stored({ message, stored }: Shows<'stored'>): void {
    const { paint, speech, calendar } = this.#style
    this.#noteOwn(message.chat, stored.seq, stored.at)
    if (!this.#own.stored(message.cid)) return
    const time = calendar.time(stored.at)
    this.#print([
      paint.soft(`${STORED} ${speech.say('storedLate', { time, text: excerpt(message.text) })}`),
    ])
    this.#onChange()
  }

  refused({ message, error }: Shows<'refused'>): void {
    const { paint, speech } = this.#style
    const lines: string[] = []
    // The text is shown at least once, so that it can be copied.
    if (!this.#own.refused(message.cid)) lines.push(this.#ownLine(message, REFUSED))
    const name = harmlessLine(this.#style.nameOf(message.chat))
    const reason = harmlessLine(speech.error(error))
    lines.push(paint.clay(`${REFUSED} ${speech.say('refused', { name, reason })}`))
    this.#print(lines)
    this.#onChange()
  }

  /** The other side's cursors moved; the roster knows already. */
  receipt(chat: string): void {
    if (!this.#isOpen(chat) || isRoomAddress(chat)) return
    this.#onChange()
    const own = this.#lastOwn
    const { read } = this.#roster.chat(chat)
    if (own === undefined || read < own.seq || this.#announcedRead >= own.seq) return
    this.#announcedRead = own.seq
    if (this.#style.now() - own.shownAt < READ_SOON_MS) return
    const { paint, speech, calendar } = this.#style
    const name = harmlessLine(this.#style.nameOf(chat))
    this.#print([
      paint.soft(`${READ} ${speech.say('readUpTo', { name, time: calendar.time(own.at) })}`),
    ])
  }

  close(): void {
    this.#own.close()
  }

  /** The mark in the prompt is about one's newest message. */
  #noteOwn(chat: string, seq: number, at: number): void {
    if (!this.#isOpen(chat) || seq <= (this.#lastOwn?.seq ?? 0)) return
    this.#lastOwn = { seq, at, shownAt: this.#style.now() }
  }

  /** Who it is, and how they are. */
  #title(chat: string): string {
    const friend = this.#roster.friend(chat)
    const { paint, speech } = this.#style
    if (friend === undefined) return paint.bold(harmlessLine(chat))
    const name = paint.bold(fullName(friend.user, friend.nickname))
    return `${name} ${statusSign(paint, friend.status)} ${speech.say(STATUS_TEXTS[friend.status])}`
  }

  #showWaiting(message: OutgoingMessage): void {
    this.#print([this.#ownLine(message, WAITING)])
    this.#onChange()
  }

  #ownLine(message: OutgoingMessage, mark: string): string {
    const { chat: to, text } = message
    const shown = { from: this.#style.me(), at: this.#style.now(), text }
    return messageLines(this.#style, shown, this.#isOpen(to) ? { mark } : { mark, to })
  }

  #printMessage(at: number, lines: string): void {
    this.#print([...this.#days.before(at), lines])
  }

  #isOpen(chat: string): boolean {
    return this.#chat !== undefined && foldName(this.#chat) === foldName(chat)
  }
}
