import type { OutgoingMessage } from '../../client/sync/kept-messages.ts'
import { foldName } from '../../protocol/names.ts'

/** On a LAN the answer comes within milliseconds: who waits this long sees one line and not two. */
const PATIENCE_MS = 150

interface Waiting {
  message: OutgoingMessage
  isShown: boolean
  isStored: boolean
  timer: NodeJS.Timeout
}

/**
 * One's own messages between Enter and their place in the conversation. A message is shown where it stands in the order of the chat, once
 * it is stored; if that takes noticeably long it is shown as waiting first, and then only what became of it.
 */
export class OwnMessages {
  readonly #showWaiting: (message: OutgoingMessage) => void
  readonly #byCid = new Map<string, Waiting>()

  constructor(showWaiting: (message: OutgoingMessage) => void) {
    this.#showWaiting = showWaiting
  }

  add(message: OutgoingMessage): void {
    const waiting: Waiting = {
      message,
      isShown: false,
      isStored: false,
      timer: setTimeout(() => {
        waiting.isShown = true
        this.#showWaiting(message)
      }, PATIENCE_MS),
    }
    this.#byCid.set(message.cid, waiting)
  }

  /** It is committed. Answers whether it was shown as waiting, so that the good news has to be told. */
  stored(cid: string): boolean {
    const waiting = this.#byCid.get(cid)
    if (waiting === undefined) return false
    clearTimeout(waiting.timer)
    waiting.isStored = true
    return waiting.isShown
  }

  /** Its place in the conversation has come. Answers whether it was shown as waiting. */
  arrived(cid: string): boolean {
    return this.#remove(cid)
  }

  /** It will not be stored. Answers whether it was shown as waiting. */
  refused(cid: string): boolean {
    return this.#remove(cid)
  }

  /** Whether the person sees a message of this chat waiting. */
  isWaiting(chat: string): boolean {
    for (const { message, isShown, isStored } of this.#byCid.values()) {
      if (isShown && !isStored && foldName(message.chat) === foldName(chat)) return true
    }
    return false
  }

  close(): void {
    for (const { timer } of this.#byCid.values()) clearTimeout(timer)
    this.#byCid.clear()
  }

  #remove(cid: string): boolean {
    const waiting = this.#byCid.get(cid)
    clearTimeout(waiting?.timer)
    this.#byCid.delete(cid)
    return waiting?.isShown === true
  }
}
