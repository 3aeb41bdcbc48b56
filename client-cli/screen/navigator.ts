import { chatBeside, inOrder } from '../../client/chat-list.ts'
import { MAX_PAGE } from '../../protocol/limits.ts'
import { foldName, isRoomAddress, roomName } from '../../protocol/names.ts'
import { parseTypedLine } from '../commands/typed-line.ts'
import type { Desk } from '../desk.ts'
import type { ChatLog } from './chat-log.ts'
import { anchorAtTop, type Size, scrollTo } from './frame.ts'
import type { Look } from './look.ts'
import { Lookup } from './lookup.ts'
import type { Act } from './panel.ts'
import { runScreenCommand, wholeHelp } from './screen-commands.ts'
import type { KeyActions } from './screen-keys.ts'
import type { ScreenModel } from './screen-model.ts'
import { findPanel, inboxPanel } from './screen-panels.ts'
import { S } from './screen-texts.ts'

export interface NavigatorOptions {
  model: ScreenModel
  look: Look
  desk: Desk
  size(): Size
  onChange(): void
  /** Another chat is in front. */
  onTurned(): void
  onTheme(): void
  /** Tests have less patience. */
  openAgainMs?: number
}

const FIND_LIMIT = 20
/** Between two questions for a history that the server could not give. */
const OPEN_AGAIN_MS = 3_000
/** So few messages before those that are seen, and older ones are fetched. */
const NEAR_TOP = 100
/** How far back a found message is looked for in its place. */
const MAX_PAGES_BACK = 20

/** Goes where the person wants to: opens chats, fetches history as one scrolls, and carries out what is entered. */
export class Navigator {
  readonly #options: NavigatorOptions
  // Commands take effect one after the other, however long one of them takes.
  #commands: Promise<void> = Promise.resolve()
  readonly #lookup: Lookup
  /** Somebody has scrolled to its beginning, and what comes before could not be had. */
  #unfetched: ChatLog | undefined
  #openTimer: NodeJS.Timeout | undefined

  constructor(options: NavigatorOptions) {
    this.#options = options
    this.#lookup = new Lookup(options)
  }

  actions(others: Pick<KeyActions, 'typed' | 'redraw' | 'stepAside' | 'leave'>): KeyActions {
    const { model, look } = this.#options
    return {
      ...others,
      act: (act) => this.#act(act),
      submit: () => this.#submit(),
      scroll: (by) => this.#scroll(by),
      toLatest: () => this.#toLatest(),
      walk: (step) => this.#walk(step, () => true),
      nextUnread: () => this.#walk(1, ({ unread }) => unread > 0),
      openFind: () => {
        model.panel = findPanel(model, look)
      },
      openInbox: () => {
        model.panel = inboxPanel(model, look)
      },
      openHelp: () => {
        model.panel = wholeHelp(look)
      },
      say: (text) => model.remark(text, 'fine', look.now()),
      findChanged: (panel) => this.#lookup.later(panel),
      focus: (hasFocus) => this.#focus(hasFocus),
    }
  }

  /** The answer to `open` comes when it comes, and by then one may have gone on. */
  isWanted(chat: string): boolean {
    const { openChat } = this.#options.desk.talk
    return openChat !== undefined && foldName(openChat) === foldName(chat)
  }

  /** Turns to a chat at once, with what is known of it, and asks for the rest. */
  async open(chat: string): Promise<void> {
    const { model, desk, onTurned, onChange } = this.#options
    const before = model.current
    const log = model.turnTo(chat)
    if (before === undefined || foldName(before) !== foldName(chat)) log.newFrom = undefined
    onTurned()
    try {
      await desk.talk.open(chat, true)
    } catch (error) {
      desk.talk.fail(error)
      this.#notOpened(chat)
    }
    onChange()
  }

  /** Either it is tried again, without a connection as soon as there is one, or one is back where one was. */
  #notOpened(chat: string): void {
    const { model, desk, openAgainMs = OPEN_AGAIN_MS } = this.#options
    const { openChat, lacksHistory } = desk.talk
    if (!model.isCurrent(chat)) return
    if (!this.isWanted(chat)) {
      if (openChat === undefined) model.turnAway()
      else model.turnTo(openChat)
    } else if (lacksHistory && desk.client.isOnline) {
      clearTimeout(this.#openTimer)
      this.#openTimer = setTimeout(() => void this.refresh(), openAgainMs)
    }
  }

  /** The newest messages of a chat are there: of many new ones the first is shown, and one reads on from there. */
  arrived(): void {
    const { model, look, size } = this.#options
    const { log, current } = model
    if (current === undefined || log === undefined) return
    if (log.newFrom !== undefined && model.anchor === undefined) {
      model.anchor = anchorAtTop(model, log.newFrom, size(), look)
    }
    if (isRoomAddress(current)) void this.#learnTopic(current)
  }

  /** Connected again: what was opened meanwhile is fetched now. */
  async refresh(): Promise<void> {
    const { model, desk } = this.#options
    if (model.current !== undefined && desk.talk.lacksHistory) await this.open(model.current)
    else if (model.log !== undefined && model.log === this.#unfetched) await this.#fetchOlder()
  }

  close(): void {
    clearTimeout(this.#openTimer)
    this.#lookup.close()
  }

  #submit(): void {
    const { model, desk, look, onTheme } = this.#options
    const line = model.editor.text
    const typed = parseTypedLine(line)
    if (typed.kind === 'nothing') return
    if (typed.kind === 'command') {
      model.editor.enter()
      model.dropRemark()
      if (runScreenCommand(model, look, typed.name, typed.args)) onTheme()
      else this.#run(line)
      return
    }
    if (model.current === undefined) {
      model.remark(look.speech.say('noOpenChat'), 'bad', look.now())
      return
    }
    try {
      desk.talk.send(model.current, typed.text)
    } catch (error) {
      // What cannot be sent stays where it can be made shorter, or sent later.
      desk.talk.fail(error)
      return
    }
    model.editor.enter()
    const { log } = model
    if (log !== undefined) log.newFrom = undefined
    this.#toLatest()
  }

  #run(line: string): void {
    const { desk, onChange } = this.#options
    this.#commands = this.#commands.then(() => desk.interpreter.run(line)).then(onChange)
  }

  #act(act: Act): void {
    const { model } = this.#options
    switch (act.kind) {
      case 'open':
        void this.open(act.chat)
        break
      case 'run':
        this.#run(act.line)
        break
      case 'type':
        model.editor.insteadOf(act.text)
        break
      case 'jump':
        void this.#jump(act.chat, act.seq)
        break
      case 'forget':
        model.invitations.delete(act.room)
        if (model.panel?.kind === 'inbox') model.panel = inboxPanel(model, this.#options.look)
        break
    }
  }

  #walk(step: -1 | 1, fits: (listed: { unread: number }) => boolean): void {
    const { model, look } = this.#options
    const listed = chatBeside(inOrder(model.list), model.current, step, fits)
    if (listed !== undefined) void this.open(listed.chat)
    else model.remark(look.speech.of(S.nothingUnread), 'fine', look.now())
  }

  #scroll(by: { pages: number } | { rows: number }): void {
    const { model, look, size } = this.#options
    const { anchor, isAtTop } = scrollTo(model, by, size(), look)
    const { log } = model
    model.anchor = anchor
    if (anchor === undefined) this.#toLatest()
    // Before one is there, so that one need not wait.
    const isNearTop =
      log !== undefined && anchor !== undefined && log.indexOf(anchor.seq) < NEAR_TOP
    if (isAtTop || isNearTop) void this.#fetchOlder()
  }

  #toLatest(): void {
    const { model, desk } = this.#options
    model.anchor = undefined
    if (model.isFollowing) desk.talk.seen()
    model.rosterChanged()
  }

  #focus(hasFocus: boolean): void {
    const { model, desk } = this.#options
    model.hasFocus = hasFocus
    if (model.isFollowing) {
      desk.talk.seen()
      model.rosterChanged()
    }
  }

  /** Resolves with whether there is more to come. */
  async #fetchOlder(): Promise<boolean> {
    const { model, desk, look, onChange } = this.#options
    const { log } = model
    if (log === undefined || !log.hasOlder || log.isLoadingOlder || log.oldest === undefined)
      return false
    log.isLoadingOlder = true
    this.#unfetched = undefined
    onChange()
    try {
      const { chat } = log
      const page = await desk.client.request('history', {
        chat,
        before: log.oldest,
        limit: MAX_PAGE,
      })
      log.older(page.messages, page.more, look.isMe)
    } catch (error) {
      desk.talk.fail(error)
      this.#unfetched = log
      return false
    } finally {
      log.isLoadingOlder = false
      onChange()
    }
    return log.hasOlder
  }

  /** Shows a message in its place, as far back as that may be. */
  async #jump(chat: string, seq: number): Promise<void> {
    const { model, look, onChange } = this.#options
    await this.open(chat)
    const { log } = model
    if (log === undefined || !model.isCurrent(chat)) return
    for (let page = 0; page < MAX_PAGES_BACK && (log.oldest ?? 0) > seq; page += 1) {
      if (!(await this.#fetchOlder())) break
    }
    if (!model.isCurrent(chat)) return
    if ((log.oldest ?? Number.POSITIVE_INFINITY) > seq) {
      model.remark(look.speech.of(S.notReached), 'warning', look.now())
    } else model.anchor = { seq, row: Number.MAX_SAFE_INTEGER }
    onChange()
  }

  async #learnTopic(room: string): Promise<void> {
    const { model, desk, onChange } = this.#options
    if (model.topics.has(room)) return
    try {
      const { rooms } = await desk.client.request('rooms.find', {
        query: roomName(room),
        limit: FIND_LIMIT,
      })
      const found = rooms.find((one) => foldName(one.room) === foldName(room))
      if (found !== undefined)
        model.topics.set(room, { topic: found.topic, members: found.members })
    } catch {
      // The title does without; whatever is wrong was said when the room was opened.
    }
    onChange()
  }
}
