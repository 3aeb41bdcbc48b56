import { type ReadonlySignal, signal } from '@preact/signals'
import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import {
  greet,
  type NewAccount,
  type Password,
  registerAccount,
} from '../../client/wire/session.ts'
import { TIMING } from '../../client/wire/timing.ts'
import type { OpenWire } from '../../client/wire/wire.ts'
import type { PanelName, Place } from '../model/place.ts'
import { keepSettings, type Settings } from '../model/settings.ts'
import type { Shelf } from '../model/shelf.ts'
import { fill } from '../model/speech.ts'
import type { Texts } from '../texts/en.ts'
import { Desk } from './desk.ts'
import type { DeskOptions } from './desk-options.ts'
import { type KeptLogin, keepLogin, LOGIN_KEY, readLogin } from './kept-login.ts'
import { Remarks } from './remarks.ts'
import type { Router } from './router.ts'
import { Wording } from './wording.ts'
import type { Words } from './words.ts'

export type Phase =
  /** `refusal`: why one is not in any more. */
  | { kind: 'signed-out'; refusal?: ChatClientError }
  /** A token is there, and the server has not said yes yet. */
  | { kind: 'starting'; desk: Desk }
  | { kind: 'signed-in'; desk: Desk }
  /** The server has ended it for good. */
  | { kind: 'ended'; error: ChatClientError }

export interface AppOptions {
  open: OpenWire
  shelf: Shelf
  router: Router
  settings: Settings
  /** In the language of those settings. */
  words: Words
  now(): number
  isWatched(): boolean
  onArrival: DeskOptions['onArrival']
  onSeen(user: string, chat: string, seq: number): void
}

const CLIENT = 'teahouse web'
const DEVICE = 'web'

/** What there is before and around a desk: who is in, in which language, and where one is. */
export class App {
  readonly phase = signal<Phase>({ kind: 'signed-out' })
  readonly settings: ReadonlySignal<Settings>
  readonly place: ReadonlySignal<Place>
  readonly #remarks = new Remarks()
  readonly remark = this.#remarks.current
  /** What is being searched for; it is there still when one comes back from what was found. */
  readonly searchWord = signal('')
  readonly isPaletteOpen = signal(false)
  /** What a screen reader is told: messages as they come in. */
  readonly heard = signal<readonly { id: number; text: string }[]>([])
  readonly sayError: Wording['sayError']
  readonly sayReason: Wording['sayReason']
  readonly calendar: Wording['calendar']
  readonly #wording: Wording
  readonly #settings
  readonly #options: AppOptions

  constructor(options: AppOptions) {
    this.#options = options
    this.#settings = signal(options.settings)
    this.settings = this.#settings
    this.place = options.router.place
    this.#wording = new Wording(options.settings.language, options.words)
    const { sayError, sayReason, calendar } = this.#wording
    this.sayError = sayError
    this.sayReason = sayReason
    this.calendar = calendar
  }

  /** Read while drawing, it draws again in another language. */
  get texts(): Texts {
    return this.#wording.texts
  }

  /** Of whoever is in, or about to be. */
  get #desk(): Desk | undefined {
    const phase = this.phase.peek()
    return phase.kind === 'starting' || phase.kind === 'signed-in' ? phase.desk : undefined
  }

  nameOf(chat: string): string {
    return this.#desk?.circle.nameOf(chat) ?? chat
  }

  /** Comes back without a question where this browser has a token. */
  begin(): void {
    const kept = readLogin(this.#options.shelf)
    if (kept !== undefined) this.#resume(kept)
  }

  change(changed: Partial<Settings>): void {
    keepSettings(this.#options.shelf, changed)
    const change = (): void => {
      this.#settings.value = { ...this.#settings.peek(), ...changed }
    }
    if (changed.language === undefined) change()
    else {
      this.#wording.speak(changed.language).then(change, () => {
        this.tell(this.texts.notLoaded, true)
      })
    }
  }

  go(place: Place): void {
    this.isPaletteOpen.value = false
    this.#options.router.push(place)
  }

  /** Over or beside the chat that is open, if one is. */
  openPanel(panel: PanelName): void {
    this.go({ ...this.place.peek(), panel })
  }

  /** Is there instead of here: there is no way back to what is gone. */
  goInstead(place: Place): void {
    this.#options.router.replace(place)
  }

  /** Somebody looks at this page (again). */
  looked(): void {
    this.#desk?.look()
    this.hurry()
  }

  /** Another tab of this user has shown what is new in a chat. */
  seenElsewhere(user: string, chat: string, seq: number): void {
    const desk = this.#desk
    if (desk?.isMe(user)) desk.circle.seen(chat, seq)
  }

  back(): void {
    this.#options.router.back()
  }

  now(): number {
    return this.#options.now()
  }

  tell(text: string, isBad = false): void {
    this.#remarks.tell(text, isBad)
  }

  /** Something failed that has no place of its own to say so. */
  readonly failed = (error: unknown): void => this.tell(this.sayError(error), true)

  /** Whether one may register. @throws ChatClientError */
  async isRegistrationOpen(): Promise<boolean> {
    const { registration } = await greet(this.#options.open, TIMING, CLIENT)
    return registration === 'open'
  }

  /** @throws ChatClientError */
  async signIn(credentials: Password): Promise<void> {
    const desk = this.#makeDesk(credentials.user)
    try {
      await desk.client.start(credentials)
    } catch (error) {
      await desk.close()
      throw error
    }
    this.phase.value = { kind: 'signed-in', desk }
  }

  /** @throws ChatClientError */
  async register(account: NewAccount): Promise<void> {
    await registerAccount(this.#options.open, TIMING, account)
    await this.signIn(account)
  }

  /** The page is about to go, perhaps for ever. */
  leaving(): void {
    this.#desk?.keep()
  }

  /** The next attempt to connect comes now. */
  hurry(): void {
    this.#desk?.client.connectNow()
  }

  async logOut(): Promise<void> {
    const desk = this.#desk
    if (desk === undefined) return
    // Before the answer comes: other tabs see that it is gone, and do not come back with a token that is about to be revoked.
    this.#options.shelf.remove(LOGIN_KEY)
    desk.forgetAll()
    this.#goOut()
    try {
      await desk.client.logOut()
    } catch {
      // Without the server it is forgotten here all the same; the token ends by itself, or with the next change of the password.
    }
    await desk.close()
  }

  /** Another tab logged out, or this one was told that its token is no good. */
  signedOut(refusal?: ChatClientError): void {
    const desk = this.#desk
    this.#goOut(refusal)
    const isLoggedOut = readLogin(this.#options.shelf) === undefined && refusal === undefined
    if (isLoggedOut) desk?.forgetAll()
    void desk?.close()
  }

  /** After the server has ended it: in again with the token, if it is still good. */
  again(): void {
    const kept = readLogin(this.#options.shelf)
    if (kept === undefined) this.signedOut()
    else this.#resume(kept)
  }

  #goOut(refusal?: ChatClientError): void {
    this.phase.value = { kind: 'signed-out', ...(refusal !== undefined && { refusal }) }
    this.#options.router.replace({})
  }

  #resume({ user, token }: KeptLogin): void {
    const desk = this.#makeDesk(user)
    this.phase.value = { kind: 'starting', desk }
    void desk.client.resume(token)
  }

  #refused(failure: ChatClientError): void {
    this.#options.shelf.remove(LOGIN_KEY)
    this.signedOut(failure)
  }

  #makeDesk(user: string): Desk {
    const { open, shelf, now, isWatched, onArrival, onSeen } = this.#options
    const desk: Desk = new Desk({
      user,
      open,
      shelf: shelfWhile(() => readLogin(shelf) !== undefined, shelf),
      device: DEVICE,
      now,
      isWatched,
      onArrival,
      onSeen: (chat, seq) => onSeen(user, chat, seq),
      onLeft: (room) => {
        if (this.place.peek().chat === room) this.goInstead({})
        this.tell(fill(this.texts.leftRoom, { room }))
      },
      onLogin: ({ me, token }) => {
        keepLogin(shelf, { user: me.user, token })
        const { kind } = this.phase.peek()
        if (kind === 'starting' && this.#desk === desk)
          this.phase.value = { kind: 'signed-in', desk }
      },
      onEnded: (error) => {
        // Logged out in another tab, which took the token with it.
        if (readLogin(shelf) === undefined) this.signedOut()
        else if (this.phase.peek().kind === 'starting' || error.code === 'bad_token')
          this.#refused(error)
        else this.phase.value = { kind: 'ended', error }
      },
    })
    return desk
  }
}

/**
 * Nothing is put on it any more when somebody has logged out: what closes then, in this tab or in another one that learns of it later, would leave drafts and
 * marks behind.
 */
function shelfWhile(isIn: () => boolean, shelf: Shelf): Shelf {
  return {
    get: (key) => shelf.get(key),
    set(key, value) {
      if (isIn()) shelf.set(key, value)
    },
    remove: (key) => shelf.remove(key),
    keys: () => shelf.keys(),
  }
}
