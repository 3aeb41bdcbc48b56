import { signal } from '@preact/signals'
import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import { MessageWindow } from '../model/message-window.ts'

/** Which end of the window is on its way. */
export type Fetching = 'latest' | 'older' | 'newer'

/** A message to go to, and the how-manieth wish this is: one may want to go to the same twice. */
export interface Goal {
  readonly seq: number
  readonly wish: number
}

/** A conversation that has been opened: what is here of it, and how one looks at it. Views read the signals. */
export class Conversation {
  readonly chat: string
  readonly window: MessageWindow
  /** Grows whenever the window has changed. */
  readonly version = signal(0)
  /** The first message that had not been seen when this was opened, or came while nobody looked. */
  readonly unreadFrom = signal<number | undefined>(undefined)
  /** How many came below what is seen. */
  readonly newBelow = signal(0)
  readonly fetching = signal<Fetching | undefined>(undefined)
  /** Why the newest messages could not be had. */
  readonly failure = signal<ChatClientError | undefined>(undefined)
  readonly goal = signal<Goal | undefined>(undefined)
  /** One looks at something that is not the newest message; the view says so, after it has drawn. */
  readonly isAway = signal(false)
  #isAtEnd = false

  constructor(chat: string) {
    this.chat = chat
    this.window = new MessageWindow(chat)
  }

  /** Whether the newest message is before one's eyes. Not before it has been drawn. */
  get isAtEnd(): boolean {
    return this.#isAtEnd
  }

  set isAtEnd(isAtEnd: boolean) {
    this.#isAtEnd = isAtEnd
    this.isAway.value = this.window.isLoaded && !isAtEnd
  }

  changed(): void {
    this.version.value += 1
  }

  goTo(seq: number): void {
    this.goal.value = { seq, wish: (this.goal.peek()?.wish ?? 0) + 1 }
  }

  /** The line before what is new stands before the last so many messages of others. */
  markUnread(count: number, isMe: (user: string) => boolean): void {
    const others = this.window.messages.filter(({ from }) => !isMe(from))
    this.unreadFrom.value = count > 0 ? others.at(-Math.min(count, others.length))?.seq : undefined
  }
}
