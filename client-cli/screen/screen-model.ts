import { type ChatList, listChats } from '../../client/chat-list.ts'
import type { Roster } from '../../client/roster.ts'
import { foldName } from '../../protocol/names.ts'
import type { ThemeName } from '../../terminal/palette.ts'
import type { BellName } from './bell.ts'
import { ChatLog } from './chat-log.ts'
import { type Draft, LineEditor } from './line-editor.ts'
import type { Panel } from './panel.ts'

export type Tone = 'fine' | 'warning' | 'bad'

export type Link =
  | { kind: 'connecting' }
  | { kind: 'online' }
  | { kind: 'offline'; reason: string; retryAt: number }
  | { kind: 'ended'; reason: string; advice?: string | undefined }

/** A question that waits for its answer. */
export interface Question {
  readonly text: string
  /** What is typed is not shown. */
  readonly isSecret: boolean
  readonly editor: LineEditor
  answer(typed: string | undefined): void
}

/** Where one has scrolled to: the last row that is seen, as a row of a message. */
export interface Anchor {
  readonly seq: number
  readonly row: number
}

export interface Announcement {
  readonly title: string
  readonly text: string
}

/** How long a remark stays under the conversation. */
const REMARK_MS = 8_000
/** Conversations that are kept in memory; the one that was looked at longest ago goes first. */
const MAX_LOGS = 40
const MAX_DRAFTS = 500
const MAX_ANNOUNCEMENTS = 50
const MAX_SAID = 8

/** All that the full screen shows, beside what the roster knows. Nothing here asks, waits or draws. */
export class ScreenModel {
  readonly editor = new LineEditor()
  /** Rooms that somebody has invited this user to, and who. */
  readonly invitations = new Map<string, string>()
  /** Chats with an unread message that names this user. */
  readonly mentioned = new Set<string>()
  readonly announcements: Announcement[] = []
  /** What was said while signing in. */
  readonly said: string[] = []
  link: Link = { kind: 'connecting' }
  isSignedIn = false
  current: string | undefined
  anchor: Anchor | undefined
  panel: Panel | undefined
  question: Question | undefined
  typing: readonly string[] = []
  /** Topic and members of the current room, as far as they are known. */
  readonly topics = new Map<string, { topic: string; members: number }>()
  /** Whether the terminal's window is the one that its owner looks at, where it says so. */
  hasFocus = true
  theme: ThemeName
  bell: BellName
  readonly #roster: Roster
  readonly #logs = new Map<string, ChatLog>()
  readonly #drafts = new Map<string, Draft>()
  #remark: { text: string; tone: Tone; until: number } | undefined
  #list: ChatList | undefined

  constructor(roster: Roster, settings: { theme: ThemeName; bell: BellName }) {
    this.#roster = roster
    this.theme = settings.theme
    this.bell = settings.bell
  }

  get log(): ChatLog | undefined {
    return this.current === undefined ? undefined : this.logOf(this.current)
  }

  logOf(chat: string): ChatLog | undefined {
    return this.#logs.get(foldName(chat))
  }

  isCurrent(chat: string): boolean {
    return this.current !== undefined && foldName(this.current) === foldName(chat)
  }

  /** Whether what comes now is before this person's eyes. */
  get isFollowing(): boolean {
    return this.anchor === undefined && this.hasFocus
  }

  /** Turns to another chat: what was being typed stays with the old one. */
  turnTo(chat: string): ChatLog {
    const key = foldName(chat)
    if (!this.isCurrent(chat)) {
      this.#putDraftAside()
      this.current = chat
      this.anchor = undefined
      this.editor.restore(this.#drafts.get(key))
    }
    this.mentioned.delete(key)
    const log = this.#logs.get(key) ?? new ChatLog(chat)
    // The one looked at last is the last.
    this.#logs.delete(key)
    this.#logs.set(key, log)
    const [oldest] = this.#logs.keys()
    if (this.#logs.size > MAX_LOGS && oldest !== undefined) this.#logs.delete(oldest)
    return log
  }

  turnAway(): void {
    this.#putDraftAside()
    this.current = undefined
    this.anchor = undefined
    this.editor.restore()
  }

  /** A room was left: what was said there may not be seen any more. */
  forget(chat: string): void {
    this.#logs.delete(foldName(chat))
    this.#drafts.delete(foldName(chat))
    this.topics.delete(chat)
  }

  /** Somebody has come into a room, or gone. */
  countMember(room: string, by: 1 | -1): void {
    const known = this.topics.get(room)
    if (known !== undefined) this.topics.set(room, { ...known, members: known.members + by })
  }

  remark(text: string, tone: Tone, now: number): void {
    this.#remark = { text, tone, until: now + REMARK_MS }
  }

  remarkAt(now: number): { text: string; tone: Tone } | undefined {
    const leftMs = (this.#remark?.until ?? 0) - now
    // More than all of it is left where the machine's clock was put back.
    if (leftMs <= 0 || leftMs > REMARK_MS) this.#remark = undefined
    return this.#remark
  }

  dropRemark(): void {
    this.#remark = undefined
  }

  announce(announcement: Announcement): void {
    this.announcements.push(announcement)
    if (this.announcements.length > MAX_ANNOUNCEMENTS) this.announcements.shift()
  }

  say(text: string): void {
    this.said.push(...text.split('\n'))
    this.said.splice(0, Math.max(0, this.said.length - MAX_SAID))
  }

  /** Friends and rooms in their order; `rosterChanged` makes it anew. */
  get list(): ChatList {
    this.#list ??= listChats(this.#roster)
    return this.#list
  }

  rosterChanged(): void {
    this.#list = undefined
  }

  /** How many requests and invitations wait for an answer. */
  get toAnswer(): number {
    const incoming = this.#roster.requests.filter(({ direction }) => direction === 'incoming')
    return incoming.length + this.invitations.size
  }

  #putDraftAside(): void {
    if (this.current === undefined) return
    const key = foldName(this.current)
    if (this.editor.isEmpty) this.#drafts.delete(key)
    else if (this.#drafts.size < MAX_DRAFTS) this.#drafts.set(key, this.editor.draft)
  }
}
