import type { OutgoingMessage } from '../../client/sync/kept-messages.ts'
import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Message } from '../../protocol/entities.ts'

/** One's own message that has no place in the conversation yet. */
export interface WaitingMessage {
  readonly cid: string
  readonly text: string
  readonly at: number
  /** `stored`: the server has it, and its place comes in a moment. */
  readonly state: 'waiting' | 'stored' | 'refused'
  /** Why it was refused. */
  readonly refusal?: ChatClientError
}

/** More than this is never in the page at once; the server has the rest, and it comes back as one scrolls. */
const MAX_MESSAGES = 600
const KEEP_MESSAGES = 450
const MAX_EARLY = 200
const MAX_REFUSED = 20

/**
 * The part of a conversation that is shown: messages without a gap between two ends. At either end there may be more on the server. Where
 * there is nothing newer, live messages extend it; where there is, they wait outside until one has come back. Pure.
 */
export class MessageWindow {
  readonly chat: string
  #messages: readonly Message[] = []
  #waiting: readonly WaitingMessage[] = []
  // Live messages that came while their place was not here: a page was on its way, or one looks at the past.
  #early: Message[] = []
  #isLoaded = false
  #hasOlder = false
  #hasNewer = false

  constructor(chat: string) {
    this.chat = chat
  }

  get messages(): readonly Message[] {
    return this.#messages
  }

  /** What is on its way stands behind the newest message, and nowhere in the past. */
  get waiting(): readonly WaitingMessage[] {
    return this.#hasNewer ? [] : this.#waiting
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  get hasOlder(): boolean {
    return this.#hasOlder
  }

  /** Whether the newest message is elsewhere: this is the past. */
  get hasNewer(): boolean {
    return this.#hasNewer
  }

  get oldest(): number | undefined {
    return this.#messages[0]?.seq
  }

  /** 0 before the first. */
  get newest(): number {
    return this.#messages.at(-1)?.seq ?? 0
  }

  has(seq: number): boolean {
    return this.find(seq) !== undefined
  }

  find(seq: number): Message | undefined {
    return this.#messages.find((message) => message.seq === seq)
  }

  /** The newest page came: what is here goes on before it, unless something is missing between. */
  latest(page: readonly Message[], more: boolean): void {
    const first = page[0]?.seq ?? 1
    const last = page.at(-1)?.seq ?? 0
    const reaches = this.#isLoaded && !this.#hasNewer && first <= this.newest + 1
    const before = reaches ? this.#messages.filter(({ seq }) => seq < first) : []
    const behind = reaches ? this.#messages.filter(({ seq }) => seq > last) : []
    if (before.length === 0) this.#hasOlder = more
    this.#messages = [...before, ...page, ...behind]
    this.#hasNewer = false
    this.#isLoaded = true
    this.#takeEarly()
    this.#trimOld()
  }

  /** A piece of the past, to show a message in its place. */
  past(page: readonly Message[], hasOlder: boolean, hasNewer: boolean): void {
    this.#messages = page
    this.#hasOlder = hasOlder
    this.#hasNewer = hasNewer
    this.#isLoaded = true
    if (!hasNewer) this.#takeEarly()
    this.#settle()
  }

  /** The page before the oldest one here. */
  older(page: readonly Message[], more: boolean): void {
    const { oldest } = this
    const fresh = oldest === undefined ? page : page.filter(({ seq }) => seq < oldest)
    this.#messages = [...fresh, ...this.#messages]
    // A server that says "more" and gives nothing must not keep us asking for ever.
    this.#hasOlder = more && fresh.length > 0
    if (this.#messages.length <= MAX_MESSAGES) return
    this.#messages = this.#messages.slice(0, KEEP_MESSAGES)
    this.#hasNewer = true
  }

  /** The page after the newest one here. */
  newer(page: readonly Message[], more: boolean): void {
    const { newest } = this
    const fresh = page.filter(({ seq }) => seq > newest)
    this.#messages = [...this.#messages, ...fresh]
    this.#hasNewer = more && fresh.length > 0
    if (!this.#hasNewer) this.#takeEarly()
    this.#trimOld()
  }

  /** A message that came now; the client hands on each once and in order. Answers whether it is in the window. */
  add(message: Message): boolean {
    this.#waiting = this.#waiting.filter(({ cid }) => cid !== message.cid)
    if (!this.#isLoaded || this.#hasNewer) {
      this.#early.push(message)
      if (this.#early.length > MAX_EARLY) this.#early.shift()
      return false
    }
    if (message.seq <= this.newest) return false
    this.#messages = [...this.#messages, message]
    this.#trimOld()
    return true
  }

  recall(seq: number): void {
    const forget = (message: Message): Message =>
      message.seq === seq ? { ...message, text: '', recalled: true } : message
    if (this.has(seq)) this.#messages = this.#messages.map(forget)
    this.#early = this.#early.map(forget)
  }

  send({ cid, text, writtenAt }: OutgoingMessage): void {
    if (this.#waiting.some((one) => one.cid === cid)) return
    this.#waiting = [...this.#waiting, { cid, text, at: writtenAt, state: 'waiting' }]
    this.#settle()
  }

  stored(cid: string): void {
    this.#waiting = this.#waiting.map((one) =>
      one.cid === cid ? { ...one, state: 'stored' } : one,
    )
    this.#settle()
  }

  refused(cid: string, refusal: ChatClientError): void {
    this.#waiting = this.#waiting.map((one) =>
      one.cid === cid ? { ...one, state: 'refused', refusal } : one,
    )
    const refused = this.#waiting.filter(({ state }) => state === 'refused')
    const surplus = new Set(refused.slice(0, Math.max(0, refused.length - MAX_REFUSED)))
    this.#waiting = this.#waiting.filter((one) => !surplus.has(one))
  }

  /** A refused message was dealt with. Answers its text. */
  drop(cid: string): string | undefined {
    const text = this.#waiting.find((one) => one.cid === cid)?.text
    this.#waiting = this.#waiting.filter((one) => one.cid !== cid)
    return text
  }

  /** What has its place waits no more: a page brought it, for its answer was lost, or came over another connection. */
  #settle(): void {
    if (this.#waiting.length === 0) return
    const placed = new Set(this.#messages.map(({ cid }) => cid))
    this.#waiting = this.#waiting.filter(({ cid }) => !placed.has(cid))
  }

  #takeEarly(): void {
    const early = this.#early
    this.#early = []
    for (const [index, message] of early.entries()) {
      if (message.seq <= this.newest) continue
      // With something missing between, this is the past still; what is missing is fetched as one goes on.
      if (this.newest > 0 && message.seq > this.newest + 1) {
        this.#early = early.slice(index)
        this.#hasNewer = true
        return
      }
      this.#messages = [...this.#messages, message]
    }
  }

  #trimOld(): void {
    this.#settle()
    if (this.#messages.length <= MAX_MESSAGES) return
    this.#messages = this.#messages.slice(-KEEP_MESSAGES)
    this.#hasOlder = true
  }
}
