import { isRoomAddress } from '../../protocol/names.ts'
import type { Shelf } from '../model/shelf.ts'
import type { App } from './app.ts'
import type { Arrival } from './desk-options.ts'

export interface ArrivalBellOptions {
  app: App
  shelf: Shelf
  ring(): void
  show(note: { title: string; text: string; tag: string; onClick(): void }): void
}

const RUNG_KEY = 'rung'
const MAX_TEXT = 200
/** What a screen reader has not said yet; of a burst it says the last ones. */
const MAX_HEARD = 5

/** Tells that a message came: to the ear, to the desktop, to a screen reader; each only where that helps. */
export class ArrivalBell {
  readonly #options: ArrivalBellOptions
  #lastHeard = 0

  constructor(options: ArrivalBellOptions) {
    this.#options = options
  }

  arrived({ message, isSeen, isMissed, isPersonal }: Arrival): void {
    if (isMissed) return
    const { app } = this.#options
    const { chat, from, text } = message
    const who = app.nameOf(from)
    const name = isRoomAddress(chat) ? `${who} · ${chat}` : who
    if (isSeen || isPersonal) this.#say(`${name}: ${text}`)
    if (isSeen || !isPersonal || !this.#isFirst(chat, message.seq)) return
    const { sound, notify } = app.settings.peek()
    if (sound) this.#options.ring()
    if (!notify) return
    const onClick = (): void => app.go({ chat })
    this.#options.show({ title: name, text: text.slice(0, MAX_TEXT), tag: chat, onClick })
  }

  /** With several tabs open one of them is enough. */
  #isFirst(chat: string, seq: number): boolean {
    const { shelf } = this.#options
    const one = `${chat} ${seq}`
    if (shelf.get(RUNG_KEY) === one) return false
    shelf.set(RUNG_KEY, one)
    return true
  }

  #say(text: string): void {
    const { heard } = this.#options.app
    this.#lastHeard += 1
    heard.value = [...heard.peek(), { id: this.#lastHeard, text }].slice(-MAX_HEARD)
  }
}
