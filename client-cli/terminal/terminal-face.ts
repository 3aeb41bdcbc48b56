import type { Roster } from '../../client/roster.ts'
import { Typists } from '../../client/typists.ts'
import { ASSISTANT, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../protocol/limits.ts'
import { foldName, isRoomAddress } from '../../protocol/names.ts'
import { harmlessLine } from '../harmless.ts'
import type { Face, Showing, ShownEvent } from '../showing.ts'
import type { Values } from '../speech.ts'
import type { TextKey } from '../texts.ts'
import { ChatView } from './chat-view.ts'
import { eventLines } from './event-lines.ts'
import type { Style } from './message-lines.ts'
import { NewMarks } from './new-marks.ts'
import { noticeLines } from './notice-lines.ts'
import { promptText } from './prompt-text.ts'
import type { Screen } from './screen.ts'

/** When everybody comes back after the server was away, nobody wants to read it name by name. */
const QUIET_AFTER_RETURN_MS = 10_000
const MAX_NAMES = 8
/** Rows that a page of history leaves free. */
const FREE_ROWS = 6

export interface TerminalFaceOptions {
  screen: Screen
  style: Style
  roster: Roster
}

/** For people: lines in the terminal above the one that is being typed. */
export class TerminalFace implements Face {
  readonly #screen: Screen
  readonly #style: Style
  readonly #roster: Roster
  readonly #view: ChatView
  readonly #marks: NewMarks
  readonly #typists: Typists
  /** What has been said since the connection was lost. */
  readonly #whyOffline = new Set<string>()
  #isOnline = false
  #returnedAt = Number.NEGATIVE_INFINITY

  constructor({ screen, style, roster }: TerminalFaceOptions) {
    this.#screen = screen
    this.#style = style
    this.#roster = roster
    const onChange = (): void => this.#prompt()
    const print = (lines: readonly string[]): void => this.#print(lines)
    this.#view = new ChatView({ style, roster, print, onChange })
    this.#marks = new NewMarks((chat) => this.#showNew(chat))
    this.#typists = new Typists(onChange)
  }

  get page(): number {
    return Math.min(Math.max(10, this.#screen.rows - FREE_ROWS), 100)
  }

  show(showing: Showing): void {
    switch (showing.kind) {
      case 'message':
        this.#message(showing)
        break
      case 'pending':
        this.#view.pending(showing)
        break
      case 'stored':
        this.#view.stored(showing)
        break
      case 'refused':
        this.#view.refused(showing)
        break
      case 'opened':
        this.#marks.forget(showing.chat)
        this.#view.opened(showing)
        break
      case 'closed':
        this.#view.closed(showing)
        break
      case 'older':
        this.#view.older(showing)
        break
      case 'event':
        this.#event(showing.event)
        break
      case 'online':
        this.#online(showing)
        break
      case 'offline':
        this.#offline(showing)
        break
      default:
        this.#print(noticeLines(this.#style, showing))
    }
  }

  async askSecret(question: TextKey, values?: Values): Promise<string | undefined> {
    return await this.#screen.askSecret(this.#style.speech.say(question, values))
  }

  async askNewPassword(): Promise<string | undefined> {
    const { speech } = this.#style
    for (;;) {
      const chosen = await this.askSecret('askNewPassword')
      if (chosen === undefined) return undefined
      const { length } = [...chosen]
      if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
        this.#print([speech.say('passwordTooShort')])
        continue
      }
      const again = await this.askSecret('askPasswordAgain')
      if (again === undefined || again === chosen) return again
      this.#print([speech.say('passwordsDiffer')])
    }
  }

  close(): void {
    this.#view.close()
    this.#marks.close()
    this.#typists.close()
  }

  #message(showing: Extract<Showing, { kind: 'message' }>): void {
    const { message, isOwn, isOpen, isMissed } = showing
    this.#typists.stopped(message.chat, message.from)
    this.#view.message(showing)
    if (!isOwn && !isOpen && !isMissed) this.#marks.note(message.chat)
  }

  #event(event: ShownEvent): void {
    if (event.type === 'receipt') this.#view.receipt(event.chat)
    else if (event.type === 'typing') this.#typists.started(event.chat, event.user)
    else if (event.type !== 'presence' || this.#isNews(event.user)) {
      this.#print(eventLines(this.#style, event))
    }
  }

  /** Whether it is worth a line how somebody is. */
  #isNews(user: string): boolean {
    const isQuiet = this.#style.now() - this.#returnedAt < QUIET_AFTER_RETURN_MS
    return !isQuiet || this.#isOpen(user)
  }

  #online({ me, isFirst }: Extract<Showing, { kind: 'online' }>): void {
    const { speech, paint } = this.#style
    this.#isOnline = true
    this.#whyOffline.clear()
    if (isFirst) {
      const name = paint.bold(harmlessLine(me.nickname || me.user))
      this.#print([speech.say('hello', { name }), ...this.#whoIsHere()])
    } else {
      this.#returnedAt = this.#style.now()
      this.#print([`${paint.leaf('●')} ${speech.say('connectedAgain')}`])
    }
    this.#prompt()
  }

  #whoIsHere(): string[] {
    const { speech, paint } = this.#style
    const { friends, requests } = this.#roster
    const people = friends.filter(({ user }) => user !== ASSISTANT)
    if (people.length === 0 && requests.length === 0) return [speech.say('noFriendsYet')]
    const names = people
      .filter(({ status }) => status !== 'offline')
      .map(({ user }) => harmlessLine(this.#roster.nameOf(user)))
    const shown = speech.list(names.slice(0, MAX_NAMES))
    const count = names.length - MAX_NAMES
    const all = count > 0 ? speech.say('andMore', { names: shown, count }) : shown
    const incoming = requests.filter(({ direction }) => direction === 'incoming')
    return [
      ...(names.length > 0
        ? [`${paint.leaf('●')} ${speech.say('friendsOnline', { names: all })}`]
        : []),
      ...(incoming.length > 0
        ? noticeLines(this.#style, { kind: 'requests', requests: incoming })
        : []),
    ]
  }

  #offline({ reason, pauseMs }: Extract<Showing, { kind: 'offline' }>): void {
    const { speech, paint } = this.#style
    const why = harmlessLine(speech.reason(reason))
    // Further attempts are not worth a line each, but another reason is: the prompt says how things are.
    if (this.#whyOffline.has(why)) return
    this.#whyOffline.add(why)
    if (!this.#isOnline) {
      this.#print([paint.amber(`! ${speech.say('notConnected', { reason: why })}`)])
      return
    }
    this.#isOnline = false
    const seconds = Math.ceil(pauseMs / 1000)
    const next = pauseMs < 1000 ? speech.say('tryingNow') : speech.say('tryingAgain', { seconds })
    this.#print([paint.amber(`! ${speech.say('connectionLost', { reason: why, next })}`)])
    this.#prompt()
  }

  /** `[2 new from Tom · /open tom]` */
  #showNew(chat: string): void {
    const { speech, paint } = this.#style
    const { unread: count } = this.#roster.chat(chat)
    if (count === 0 || this.#isOpen(chat)) return
    const name = harmlessLine(this.#style.nameOf(chat))
    const words = speech.say(isRoomAddress(chat) ? 'newIn' : 'newFrom', { count, name })
    this.#print([paint.clay(`[${words} · /open ${harmlessLine(chat)}]`)])
  }

  #isOpen(chat: string): boolean {
    return this.#view.chat !== undefined && foldName(this.#view.chat) === foldName(chat)
  }

  #prompt(): void {
    const { chat, mark } = this.#view
    const typing = chat === undefined ? [] : this.#typists.in(chat)
    this.#screen.setPrompt(
      promptText(this.#style, { chat, mark, isOnline: this.#isOnline, typing }),
    )
  }

  #print(lines: readonly string[]): void {
    if (lines.length > 0) this.#screen.print(lines.join('\n'))
  }
}
