import { Typists } from '../../client/typists.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../protocol/limits.ts'
import { foldName } from '../../protocol/names.ts'
import type { Face, Showing, ShownEvent } from '../showing.ts'
import type { Values } from '../speech.ts'
import type { Notice } from '../terminal/notice-lines.ts'
import type { TextKey } from '../texts.ts'
import { eventRemark } from './event-remark.ts'
import { LineEditor } from './line-editor.ts'
import { type Look, mentions } from './look.ts'
import { withSameChoice } from './panel.ts'
import type { ScreenModel } from './screen-model.ts'
import { inboxPanel } from './screen-panels.ts'
import { S } from './screen-texts.ts'
import { shownPanel } from './shown-panel.ts'

type Shows<Kind extends Showing['kind']> = Extract<Showing, { kind: Kind }>

/** More than anybody answers. */
const MAX_INVITATIONS = 200
/** A page of history is fetched at once; more comes as one scrolls back. */
const PAGE = 100

export interface ScreenFaceOptions {
  model: ScreenModel
  look: Look
  /** The screen is to be drawn again. */
  onChange(): void
  onRing(): void
  /** Connected again. */
  onReturn(): void
  /** The newest page of the current chat is there. */
  onOpened(): void
  /** Whether that chat is the one that this person wants to see now; the answer to an older wish may come later. */
  isWanted(chat: string): boolean
}

/** Everything that is shown goes into the model, and what is asked comes from it. */
export class ScreenFace implements Face {
  readonly page = PAGE
  readonly #options: ScreenFaceOptions
  readonly #typists: Typists
  /** Warnings on the card on which one signs in, to which nothing was answered. */
  readonly #unread: string[] = []

  constructor(options: ScreenFaceOptions) {
    this.#options = options
    this.#typists = new Typists(() => this.typistsChanged())
  }

  get isLooking(): boolean {
    return this.#options.model.isFollowing
  }

  show(showing: Showing): void {
    const { model } = this.#options
    this.#take(showing)
    model.rosterChanged()
    this.#refreshInbox()
    this.#options.onChange()
  }

  async ask(text: string): Promise<string | undefined> {
    return await this.#ask(text, false)
  }

  print(text: string): void {
    this.#options.model.say(text)
    this.#options.onChange()
  }

  async askSecret(question: TextKey, values?: Values): Promise<string | undefined> {
    return await this.#ask(this.#options.look.speech.say(question, values), true)
  }

  async askNewPassword(): Promise<string | undefined> {
    const { speech } = this.#options.look
    const why = (key: TextKey): string => `${speech.say(key)} ${speech.say('askNewPassword')}`
    let text = speech.say('askNewPassword')
    for (;;) {
      const chosen = await this.#ask(text, true)
      if (chosen === undefined) return undefined
      const { length } = [...chosen]
      if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
        text = why('passwordTooShort')
        continue
      }
      const again = await this.#ask(speech.say('askPasswordAgain'), true)
      if (again === undefined || again === chosen) return again
      text = why('passwordsDiffer')
    }
  }

  typistsChanged(): void {
    const { model, onChange } = this.#options
    model.typing = model.current === undefined ? [] : this.#typists.in(model.current)
    onChange()
  }

  close(): void {
    this.#typists.close()
    this.#options.model.question?.answer(undefined)
  }

  async #ask(text: string, isSecret: boolean): Promise<string | undefined> {
    const { model, onChange } = this.#options
    // Whoever asked before has no answer: a question that nobody sees any more would wait for ever, and what waits for it.
    model.question?.answer(undefined)
    return await new Promise((resolve) => {
      model.question = {
        text,
        isSecret,
        editor: new LineEditor(),
        answer: (typed) => {
          model.question = undefined
          // What was said belonged to this question; what is wrong with the answer is said next.
          model.said.length = 0
          this.#unread.length = 0
          onChange()
          resolve(typed)
        },
      }
      onChange()
    })
  }

  /** What waits for an answer may have been answered; with the last of it the panel goes. */
  #refreshInbox(): void {
    const { model, look } = this.#options
    const { panel } = model
    if (panel?.kind !== 'inbox') return
    const next = inboxPanel(model, look)
    const isDone = next.items.length === 0 && panel.items.length > 0
    model.panel = isDone ? undefined : withSameChoice(next, panel)
  }

  #take(showing: Showing): void {
    const { model, look } = this.#options
    switch (showing.kind) {
      case 'message':
        return this.#message(showing)
      case 'pending':
        return this.#pending(showing)
      case 'stored':
        return model.logOf(showing.message.chat)?.stored(showing.message.cid)
      case 'refused':
        return this.#refused(showing)
      case 'opened':
        return this.#opened(showing)
      case 'closed':
        if (model.isCurrent(showing.chat)) model.turnAway()
        return
      case 'older':
        return model.logOf(showing.chat)?.older(showing.messages, showing.more, look.isMe)
      case 'event':
        return this.#event(showing.event)
      case 'online':
        model.link = { kind: 'online' }
        this.#announceUnread()
        if (!showing.isFirst) this.#options.onReturn()
        return
      case 'offline':
        model.link = {
          kind: 'offline',
          reason: showing.reason,
          retryAt: look.now() + showing.pauseMs,
        }
        return
      case 'ended': {
        const reason = look.speech.ended(showing.error)
        model.link = { kind: 'ended', reason, advice: showing.error.advice }
        return this.#remark(reason, 'bad')
      }
      default:
        this.#notice(showing)
    }
  }

  #warnEarly(text: string): void {
    this.#options.model.say(`! ${text}`)
    this.#unread.push(text)
  }

  /** Whoever is signed in by a token has answered no question, and seen no card for long enough to read what was said on it. */
  #announceUnread(): void {
    const { model, look } = this.#options
    for (const text of this.#unread.splice(0)) {
      model.announce({ title: look.speech.of(S.note), text })
    }
  }

  #message({ message, isOwn, isOpen, isMissed }: Shows<'message'>): void {
    const { model, look } = this.#options
    const { chat, from, text, seq } = message
    this.#typists.stopped(chat, from)
    const log = model.logOf(chat)
    // What was not looked at yet is fetched when it is.
    if (log?.isLoaded || (log !== undefined && isOwn)) log.add(message)
    if (isOwn) return
    const isSeen = isOpen && model.isFollowing
    if (isSeen || !isOpen) log?.trim()
    // The first that is not seen begins what is new; what was new before has been seen.
    if (isOpen && !isSeen) log?.addNew(seq, look.roster.chat(chat).unread <= 1)
    if (isSeen) return
    const isMention = mentions(look, chat, text)
    if (isMention) model.mentioned.add(foldName(chat))
    if (isMention && !isMissed && !model.isCurrent(chat)) {
      const name = look.nameOf(from)
      this.#remark(look.speech.of(S.mentioned, { name, room: chat }), 'fine')
    }
    const isForMe = isMention || !chat.startsWith('#')
    const rings = model.bell === 'all' || (model.bell === 'mentions' && isForMe)
    if (rings && !isMissed) this.#options.onRing()
  }

  #pending({ message }: Shows<'pending'>): void {
    const { model, look } = this.#options
    model.logOf(message.chat)?.send(message.cid, message.text, look.now())
  }

  #refused({ message, error }: Shows<'refused'>): void {
    const { speech, nameOf } = this.#options.look
    const reason = speech.error(error)
    this.#options.model.logOf(message.chat)?.refused(message.cid, reason)
    this.#remark(speech.say('refused', { name: nameOf(message.chat), reason }), 'bad')
  }

  #opened({ chat, messages, more, unread }: Shows<'opened'>): void {
    const { model, look, isWanted } = this.#options
    const log = isWanted(chat) ? model.turnTo(chat) : model.logOf(chat)
    if (log === undefined) return
    log.page(messages, more)
    // After a lost connection the line stays where one has not read on from yet.
    if (unread > 0 || log.newFrom === undefined) log.markNew(unread, look.isMe)
    this.typistsChanged()
    if (model.isCurrent(chat)) this.#options.onOpened()
  }

  #event(event: ShownEvent): void {
    const { model, look } = this.#options
    switch (event.type) {
      case 'typing':
        return this.#typists.started(event.chat, event.user)
      case 'receipt':
      case 'presence':
        return
      case 'cursor':
        if (look.roster.chat(event.chat).unread === 0) model.mentioned.delete(foldName(event.chat))
        return
      case 'recalled':
        return model.logOf(event.chat)?.recall(event.seq)
      case 'notice':
        model.announce({
          title: `${look.speech.say('announcement')} (${event.from})`,
          text: event.text,
        })
        return this.#options.onRing()
      case 'room.invited':
        if (model.invitations.size < MAX_INVITATIONS) model.invitations.set(event.room, event.user)
        break
      case 'room.joined':
      case 'room.left':
        if (look.isMe(event.user)) model.invitations.delete(event.room)
        if (event.type === 'room.left' && look.isMe(event.user)) model.forget(event.room)
        model.countMember(event.room, event.type === 'room.joined' ? 1 : -1)
        break
    }
    this.#remark(eventRemark(event, look), 'fine')
  }

  #notice(showing: Notice): void {
    const { model, look } = this.#options
    switch (showing.kind) {
      case 'done':
        return this.#done(showing)
      case 'warning':
        if (model.isSignedIn) return this.#remark(showing.sentence, 'warning')
        return this.#warnEarly([showing.sentence, showing.advice].filter(Boolean).join('\n'))
      case 'failed':
        if (model.isSignedIn) return this.#remark(showing.sentence, 'bad')
        return model.say(`✗ ${showing.sentence}`)
      default:
        model.panel = shownPanel(showing, model, look) ?? model.panel
    }
  }

  #done({ command, sentence, fields }: Shows<'done'>): void {
    const { model } = this.#options
    const [chat = '', seq] = fields
    if (command === 'recall') model.logOf(chat)?.recall(Number(seq))
    if (command === 'join') model.invitations.delete(chat)
    if (command === 'leave') model.forget(chat)
    this.#remark(sentence, 'fine')
  }

  #remark(text: string, tone: 'fine' | 'warning' | 'bad'): void {
    this.#options.model.remark(text, tone, this.#options.look.now())
  }
}
