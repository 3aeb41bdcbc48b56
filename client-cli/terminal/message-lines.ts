import stringWidth from 'string-width'
import type { Message } from '../../protocol/entities.ts'
import { harmless, harmlessLine } from '../harmless.ts'
import type { Speech } from '../speech.ts'
import type { Calendar } from './calendar.ts'
import type { Paint } from './paint.ts'

export const WAITING = '◌'
export const STORED = '✓'
export const DELIVERED = '✓✓'
export const READ = '✔✔'
export const REFUSED = '✗'

/** What all renderers of the terminal need. */
export interface Style {
  paint: Paint
  speech: Speech
  calendar: Calendar
  /** What somebody is called. */
  nameOf(chat: string): string
  me(): string
  isMe(user: string): boolean
  now(): number
}

export interface MessageForm {
  /** The mark behind one's own message. */
  mark?: string
  /** Named when the message is not in the chat that is open. */
  to?: string
}

type Shown = Pick<Message, 'from' | 'at' | 'text' | 'recalled'>

/** `09:41 韩梅梅: text`; further lines of the text stand under it behind a bar, so that none can pass for a message of its own. */
export function messageLines(style: Style, message: Shown, form: MessageForm = {}): string {
  const { paint, speech, calendar } = style
  const time = calendar.time(message.at)
  const isOwn = style.isMe(message.from)
  const name = isOwn
    ? paint.leaf(speech.say('you'))
    : paint.bold(harmlessLine(style.nameOf(message.from)))
  const to = form.to === undefined ? '' : ` → ${harmlessLine(style.nameOf(form.to))}`
  const mark = form.mark === undefined ? '' : ` ${paint.soft(form.mark)}`
  const bar = `\n${' '.repeat(stringWidth(time))} ${paint.soft('┆')} `
  const text = message.recalled ? paint.soft(speech.say('recalled')) : harmless(message.text)
  return `${paint.soft(time)} ${name}${to}: ${text.replaceAll('\n', bar)}${mark}`
}

/** `── Friends ──`; the title brings its own colours. */
export function ruleLine({ paint }: Style, title: string): string {
  return `${paint.soft('──')} ${title} ${paint.soft('──')}`
}

/** Says which day it is whenever a message is of another day than the one before it. */
export class DayLines {
  readonly #style: Style
  #day: string | undefined

  /** `startAt`: a moment of the day that goes without saying. */
  constructor(style: Style, startAt?: number) {
    this.#style = style
    if (startAt !== undefined) this.#day = style.calendar.day(startAt, style.now())
  }

  /** The line that comes before a message of that moment, if any. */
  before(at: number): string[] {
    const day = this.#style.calendar.day(at, this.#style.now())
    if (day === this.#day) return []
    this.#day = day
    return [ruleLine(this.#style, this.#style.paint.soft(day))]
  }
}

/** Messages of one chat, oldest first, with day lines, and a line before those that are new. */
export function pageLines(
  style: Style,
  messages: readonly Message[],
  days: DayLines,
  unread = 0,
): string[] {
  const others = messages.filter(({ from }) => !style.isMe(from))
  const firstNew = unread > 0 ? others.at(-Math.min(unread, others.length)) : undefined
  return messages.flatMap((message) => {
    const lines = days.before(message.at)
    if (message === firstNew) {
      lines.push(ruleLine(style, style.paint.clay(style.speech.say('unread', { count: unread }))))
    }
    const form = style.isMe(message.from) ? { mark: STORED } : {}
    return [...lines, messageLines(style, message, form)]
  })
}
