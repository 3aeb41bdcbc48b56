import type { Message } from '../../protocol/entities.ts'

/** One's own message that has no place in the conversation yet. */
export interface WaitingMessage {
  readonly cid: string
  readonly text: string
  readonly at: number
  /** `stored`: the server has it, and its place comes in a moment. */
  state: 'waiting' | 'stored' | 'refused'
  /** Why it was refused. */
  reason?: string
}

/** What a conversation may hold while one follows it; older ones are fetched again when one scrolls back. */
const MAX_MESSAGES = 5_000
const KEEP_MESSAGES = 4_000
const MAX_REFUSED = 20

/**
 * The part of a conversation that this client has: messages without a gap from some `seq` to the newest, and behind them what is on its way.
 * `undefined` as the oldest: nothing was fetched yet.
 */
export class ChatLog {
  readonly chat: string
  #messages: Message[] = []
  #waiting: WaitingMessage[] = []
  /** Whether the newest page has come. */
  isLoaded = false
  /** Whether the server has messages before the oldest one here. */
  hasOlder = false
  isLoadingOlder = false
  /** The first message that this user has not seen. */
  newFrom: number | undefined
  /** How many of others there were from there on, when this user last looked. */
  newCount = 0
  /** How many of these lie before what is here. */
  #newAbove = 0

  constructor(chat: string) {
    this.chat = chat
  }

  get messages(): readonly Message[] {
    return this.#messages
  }

  get waiting(): readonly WaitingMessage[] {
    return this.#waiting
  }

  /** How many things there are to show. */
  get length(): number {
    return this.#messages.length + this.#waiting.length
  }

  get oldest(): number | undefined {
    return this.#messages[0]?.seq
  }

  get newest(): number {
    return this.#messages.at(-1)?.seq ?? 0
  }

  /** Where a message stands; what is on its way counts on from the newest. The nearest one where there is none. */
  indexOf(seq: number): number {
    const { newest } = this
    if (seq > newest) {
      return Math.min(this.length - 1, this.#messages.length + (seq - newest) - 1)
    }
    let [low, high] = [0, this.#messages.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#messages[middle]?.seq ?? 0) < seq) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The reverse of `indexOf`. */
  seqAt(index: number): number {
    return this.#messages[index]?.seq ?? this.newest + 1 + index - this.#messages.length
  }

  /** The newest page: what was here before goes on before it, unless something is missing between. */
  page(page: readonly Message[], more: boolean): void {
    const first = page[0]?.seq
    // One's own message can be there already when nobody has said yet where it stands.
    const placed = new Set(page.map(({ cid }) => cid))
    this.#waiting = this.#waiting.filter(({ cid }) => !placed.has(cid))
    const reaches = first === undefined || first <= this.newest + 1
    const isKept =
      this.isLoaded && reaches && (this.oldest ?? Number.POSITIVE_INFINITY) <= (first ?? 0)
    this.isLoaded = true
    if (!isKept) {
      const newer = this.#messages.filter(({ seq }) => seq > (page.at(-1)?.seq ?? 0))
      this.#messages = [...page, ...(reaches ? newer : [])]
      this.hasOlder = more
      return
    }
    const last = page.at(-1)?.seq ?? 0
    this.#messages = [
      ...this.#messages.filter(({ seq }) => seq < (first ?? 0)),
      ...page,
      ...this.#messages.filter(({ seq }) => seq > last),
    ]
  }

  /** A page from before the oldest one. */
  older(
    page: readonly Message[],
    more: boolean,
    isMe: (user: string) => boolean = () => false,
  ): void {
    const { oldest } = this
    const fresh = oldest === undefined ? page : page.filter(({ seq }) => seq < oldest)
    if (this.newFrom !== undefined && this.#newAbove > 0) {
      const others = fresh.filter(({ from }) => !isMe(from))
      this.newFrom = others.at(-Math.min(this.#newAbove, others.length))?.seq ?? this.newFrom
      this.#newAbove = Math.max(0, this.#newAbove - others.length)
    }
    this.#messages = [...fresh, ...this.#messages]
    // A server that says "more" and gives nothing must not keep us asking for ever.
    this.hasOlder = more && fresh.length > 0
  }

  /** A message that came now; the client hands on each once and in order. */
  add(message: Message): void {
    this.#waiting = this.#waiting.filter(({ cid }) => cid !== message.cid)
    if (message.seq > this.newest) this.#messages.push(message)
  }

  /** Lets go of what is far back, while nobody looks at it. */
  trim(): void {
    if (this.#messages.length <= MAX_MESSAGES) return
    this.#messages = this.#messages.slice(-KEEP_MESSAGES)
    this.hasOlder = true
  }

  recall(seq: number): void {
    const index = this.#messages.findIndex((message) => message.seq === seq)
    const message = this.#messages[index]
    if (message !== undefined) this.#messages[index] = { ...message, text: '', recalled: true }
  }

  send(cid: string, text: string, at: number): void {
    this.#waiting.push({ cid, text, at, state: 'waiting' })
  }

  stored(cid: string): void {
    const message = this.#waiting.find((one) => one.cid === cid)
    if (message !== undefined) message.state = 'stored'
  }

  refused(cid: string, reason: string): void {
    const message = this.#waiting.find((one) => one.cid === cid)
    if (message === undefined) return
    message.state = 'refused'
    message.reason = reason
    const refused = this.#waiting.filter(({ state }) => state === 'refused')
    const surplus = new Set(refused.slice(0, Math.max(0, refused.length - MAX_REFUSED)))
    this.#waiting = this.#waiting.filter((one) => !surplus.has(one))
  }

  /** The line before what is new stands before the last so many messages of others. */
  markNew(unread: number, isMe: (user: string) => boolean): void {
    const others = this.#messages.filter(({ from }) => !isMe(from))
    this.newCount = unread
    this.newFrom = unread > 0 ? others.at(-Math.min(unread, others.length))?.seq : undefined
    this.#newAbove = Math.max(0, unread - others.length)
  }

  /** A message came that this user does not see. */
  addNew(seq: number, isFirst: boolean): void {
    if (isFirst || this.newFrom === undefined) {
      this.newFrom = seq
      this.newCount = 0
      this.#newAbove = 0
    }
    this.newCount += 1
  }
}
