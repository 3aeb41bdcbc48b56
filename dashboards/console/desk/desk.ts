import type { AdminEventOf } from '../../../protocol/admin.ts'
import type { LogLevel } from '../../../protocol/admin-entities.ts'
import type { Feed, FeedListener } from '../feed/feed.ts'
import type { Figures } from '../figures/figures.ts'
import { refusalText } from '../reasons.ts'
import { listHeight } from '../screen/frame.ts'
import type { ConsoleState, ListName } from '../state/console-state.ts'
import type { Decision } from '../state/dialog.ts'
import { textOf } from '../state/line-editor.ts'
import { EMPTY_LIST, moveTo } from '../state/list-state.ts'
import { LEVELS, LogBook } from '../state/log-book.ts'
import { TEXTS } from '../texts.ts'
import { carryOut } from './carry-out.ts'
import { type AskedList, ListLoader } from './list-loader.ts'

const MESSAGE_MS = 6_000
const MAX_WARNINGS = 50
/** A second without figures is a gap in their past. */
const GAP_AFTER_MS = 1_900

/** When the screen has to follow: at once for what the operator typed, soon for what the server sent. */
export type Redraw = (when: 'now' | 'soon') => void

/** What the server says and what the operator decides come together here, in the state that is drawn. */
export class Desk implements FeedListener {
  readonly state: ConsoleState
  readonly redraw: Redraw
  readonly #feed: Feed
  readonly #book = new LogBook()
  readonly loader: ListLoader | undefined
  #isBookChanged = false

  constructor(state: ConsoleState, feed: Feed, redraw: Redraw) {
    this.state = state
    this.redraw = redraw
    this.#feed = feed
    const { asking } = feed
    this.loader = asking && new ListLoader(state, asking, () => redraw('soon'))
  }

  // What the server says.

  figures(figures: Figures): void {
    const now = Date.now()
    // Its clock may be another one than ours.
    const heard = { ...figures, at: now }
    this.state.figures = heard
    this.state.lost = undefined
    this.state.history.add(heard)
    this.redraw('soon')
  }

  lost(reason: string): void {
    if (this.state.lost === undefined) this.#note('warn', TEXTS.log.lost)
    this.state.lost = reason
    this.redraw('soon')
  }

  back(): void {
    this.state.lost = undefined
    this.#note('info', TEXTS.log.back)
    this.#forgetSessions()
    this.refresh()
    this.redraw('soon')
  }

  /** Numbers of sessions begin anew with a server: the one that was asked about would be somebody else's. */
  #forgetSessions(): void {
    const { state } = this
    const { lists, dialog } = state
    state.lists = { ...lists, sessions: EMPTY_LIST }
    if (dialog?.act.type !== 'kick' || dialog.act.session === undefined) return
    state.dialog = undefined
    this.say(TEXTS.choose.gone, true)
  }

  log(event: AdminEventOf<'log'>): void {
    const { at, level, message, fields } = event
    const line = this.#book.add({ at, level, message, fields })
    if (LEVELS.indexOf(level) >= LEVELS.indexOf('warn')) {
      this.state.warnings = [...this.state.warnings, line].slice(-MAX_WARNINGS)
    }
    this.#isBookChanged = true
    this.redraw('soon')
  }

  dropped(lines: number): void {
    this.#note('warn', TEXTS.log.dropped(lines))
  }

  // Time.

  /** To be called once a second. */
  tick(): void {
    const { state } = this
    state.now = Date.now()
    if (state.now - (state.figures?.at ?? state.now) >= GAP_AFTER_MS) state.history.add(undefined)
    if (state.message !== undefined && state.message.until <= state.now) state.message = undefined
    if (state.view !== 'overview' && state.view !== 'log' && state.lost === undefined) {
      this.loader?.tick(state.view)
    }
    this.redraw('soon')
  }

  /** To be called before it is drawn: the log is put in order once for all lines that came. */
  prepare(): void {
    this.state.now = Date.now()
    if (!this.#isBookChanged) return
    this.#isBookChanged = false
    this.showLog()
  }

  // What the operator does.

  get height(): number {
    return Math.max(1, listHeight(this.state.rows))
  }

  /** The list that is looked at, anew. */
  refresh(): void {
    const { view } = this.state
    if (view === 'log') this.showLog()
    else if (view !== 'overview') this.loader?.refresh(view)
  }

  /** A filter or an order has changed. */
  restart(name: ListName): void {
    if (name === 'log') this.showLog()
    else this.loader?.restart(name as AskedList)
  }

  move(name: ListName, place: number): void {
    const { lists } = this.state
    lists[name] = moveTo<unknown>(lists[name], place, this.height) as never
    if (name !== 'log') return this.loader?.moved(name)
    const { cursor, length } = lists.log
    if (cursor < length - 1) this.#book.hold()
    else this.#book.release()
    this.showLog()
  }

  /** The screen has another size: whoever is chosen is on it. */
  resized(): void {
    const { lists } = this.state
    for (const name of Object.keys(lists) as ListName[]) {
      lists[name] = moveTo<unknown>(lists[name], lists[name].cursor, this.height) as never
    }
    this.refresh()
    this.redraw('now')
  }

  togglePause(): void {
    if (this.#book.isHeld) this.#book.release()
    else this.#book.hold()
    this.showLog()
  }

  setLevel(level: LogLevel): void {
    this.state.log.level = level
    // Warnings are shown elsewhere too.
    const rank = Math.min(LEVELS.indexOf(level), LEVELS.indexOf('warn'))
    this.#feed.watchLog(LEVELS[rank] ?? 'info')
    this.showLog()
  }

  showLog(): void {
    const { lists, log, filters } = this.state
    const items = this.#book.lines(log.level, textOf(filters.log))
    const { isHeld, unseen } = this.#book
    log.isPaused = isHeld
    log.unseen = unseen
    const list = { ...lists.log, items, length: items.length, isLoaded: true }
    lists.log = moveTo(list, isHeld ? lists.log.cursor : items.length - 1, this.height)
  }

  say(text: string, isProblem = false): void {
    const { state } = this
    state.message = { text, isProblem, until: Date.now() + MESSAGE_MS }
    this.redraw('now')
  }

  /** Carries an act out, and says how it went. */
  async decide(decision: Decision): Promise<void> {
    const { asking } = this.#feed
    if (asking === undefined) return
    try {
      this.say(await carryOut(asking, decision))
    } catch (error) {
      this.say(TEXTS.refused(refusalText(error)), true)
    }
    this.refresh()
  }

  ask(): Feed['asking'] {
    return this.#feed.asking
  }

  /** A line of our own in the log. */
  #note(level: LogLevel, message: string): void {
    this.log({ type: 'log', at: Date.now(), level, message, fields: {} })
  }
}
