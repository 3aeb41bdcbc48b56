import type { Message, User } from '../protocol/entities.ts'
import type { Event, EventOf } from '../protocol/events.ts'
import { MAX_PAGE, MAX_TEXT_LENGTH } from '../protocol/limits.ts'
import { foldName } from '../protocol/names.ts'
import type { ReplyOf } from '../protocol/replies.ts'
import type { RequestType } from '../protocol/requests.ts'
import type { ChatClientOptions } from './chat-client-options.ts'
import type { ClientEvent } from './client-event.ts'
import { catchUp } from './sync/catch-up.ts'
import { Conversations } from './sync/conversations.ts'
import { Cursors } from './sync/cursors.ts'
import type { OutgoingMessage } from './sync/kept-messages.ts'
import { Outbox, type Stored } from './sync/outbox.ts'
import { RecallCheck } from './sync/recall-check.ts'
import { asClientError, ChatClientError } from './wire/chat-client-error.ts'
import type { Fields } from './wire/connection.ts'
import { Reconnector } from './wire/reconnector.ts'
import type { Credentials, Session } from './wire/session.ts'
import { SessionSlot } from './wire/session-slot.ts'
import { TIMING, type Timing } from './wire/timing.ts'
import { within } from './within.ts'

/**
 * A user's client without a face: it stays connected, or comes back; what it is given to send is stored once [G-2], what others write is
 * handed on once and in order [G-3], and what was missed is fetched [G-4].
 */
export class ChatClient {
  readonly #options: ChatClientOptions
  readonly #timing: Timing
  readonly #closing = new AbortController()
  readonly #reconnector: Reconnector
  readonly #outbox: Outbox
  readonly #cursors: Cursors
  readonly #conversations: Conversations
  readonly #recallCheck: RecallCheck
  readonly #slot: SessionSlot
  #me: User | undefined
  #isCaughtUp = false

  constructor(options: ChatClientOptions) {
    this.#options = options
    this.#timing = { ...TIMING, ...options.timing }
    this.#slot = new SessionSlot(this.#timing.offlineMs, this.#closing.signal)
    this.#reconnector = new Reconnector({
      open: options.open,
      device: options.device,
      timing: this.#timing,
      random: options.random ?? Math.random,
      signal: this.#closing.signal,
      askCredentials: (refusal) => options.askCredentials(refusal),
      onWaiting: (waiting) => this.#emit({ type: 'offline', ...waiting }),
      onTrying: () => this.#emit({ type: 'connecting' }),
    })
    this.#outbox = new Outbox({
      transmit: async ({ chat, cid, text }) =>
        await this.#slot.now().connection.request('send', { chat, cid, text }),
      onStored: (message, stored) => this.#onStored(message, stored),
      onRefused: (message, error) => options.onEvent({ type: 'refused', message, error }),
    })
    this.#cursors = new Cursors(
      { report: (kind, chat, seq) => this.#slot.now().connection.request(kind, { chat, seq }) },
      this.#timing,
    )
    this.#conversations = new Conversations(
      {
        historyAfter: (chat, after) => this.request('history', { chat, after, limit: MAX_PAGE }),
        onMessages: (chat, messages) => this.#onMessages(chat, messages),
      },
      this.#timing.gapGraceMs,
    )
    this.#recallCheck = new RecallCheck({
      historyAfter: (chat, after, limit) => this.#slot.ask('history', { chat, after, limit }),
      onRecalled: (chat, seq) => this.#emit({ type: 'recalled', chat, seq }),
    })
  }

  /** Who is logged in. */
  get me(): User {
    if (this.#me === undefined) throw new ChatClientError('offline')
    return this.#me
  }

  isMe(user: string): boolean {
    return foldName(user) === foldName(this.me.user)
  }

  get isOnline(): boolean {
    return this.#slot.current !== undefined
  }

  /** How many messages have no answer. */
  get unsent(): number {
    return this.#outbox.size
  }

  get unsentMessages(): readonly OutgoingMessage[] {
    return this.#outbox.messages
  }

  /**
   * Connects and logs in, once; from then on the client keeps itself connected until `close`, or the event `ended`.
   * @throws ChatClientError `unreachable`, or why the server refuses
   */
  async start(credentials: Credentials): Promise<void> {
    void this.#stayConnected(await this.#reconnector.open(credentials))
  }

  /** As `start`, for who has a token: tries until the server lets it in or refuses it, which `online` or `ended` tells. */
  async resume(token: string): Promise<void> {
    const session = await this.#orEnded(this.#reconnector.resume({ token }))
    if (session !== undefined) await this.#stayConnected(session)
  }

  /**
   * A request with its reply; waits a little for a connection and tries again where the server says so.
   * @throws ChatClientError
   */
  async request<T extends RequestType>(type: T, fields: Fields<T>): Promise<ReplyOf<T>> {
    const reply = await this.#slot.ask(type, fields)
    if (type === 'history') {
      const { chat, messages } = reply as ReplyOf<'history'>
      this.#recallCheck.note(chat, messages)
    }
    return reply
  }

  /**
   * Takes a message on; `stored` or `refused` comes later, after a loss of the connection too.
   * @throws ChatClientError `text_too_long`, `outbox_full`
   */
  send(chat: string, text: string): OutgoingMessage {
    const wellFormed = text.toWellFormed()
    if ([...wellFormed].length > MAX_TEXT_LENGTH) throw new ChatClientError('text_too_long')
    return this.#outbox.add(chat, wellFormed)
  }

  /** Whether this very client made that `cid`. */
  hasSent(cid: string): boolean {
    return this.#outbox.isOurs(cid)
  }

  /** This user has read the chat up to `seq`. */
  markRead(chat: string, seq: number): void {
    this.#cursors.move('read', chat, seq)
  }

  typing(chat: string): void {
    this.#slot.current?.connection.tell('typing', { chat })
  }

  /** A room that this user has entered by a request of this client; `head` is its newest seq then. */
  enterRoom(room: string, head: number): void {
    this.#conversations.enter(room, head)
  }

  forgetRoom(room: string): void {
    this.#conversations.forget(room)
  }

  /** Does not wait for the next attempt to connect: the network is back, or somebody looks again. */
  connectNow(): void {
    this.#reconnector.hurry()
  }

  /** Revokes the token; the client does not come back from this. */
  async logOut(): Promise<void> {
    await this.request('logout', {})
    this.#end()
  }

  /** Resolves when every message has got its answer, however long that takes. */
  async settled(): Promise<void> {
    await this.#outbox.whenIdle()
  }

  /** Resolves with whether every message has got its answer in time. */
  async drain(atMostMs: number): Promise<boolean> {
    await within(this.#outbox.whenIdle(), atMostMs)
    return this.#outbox.size === 0
  }

  /** Tells the server what has been received and read, if it answers soon, and ends everything. */
  async close(atMostMs = 500): Promise<void> {
    if (this.#closing.signal.aborted) return
    await within(this.#cursors.flush(), atMostMs)
    this.#end()
  }

  #end(): void {
    this.#closing.abort()
    this.#suspend()
    this.#outbox.close()
  }

  async #stayConnected(first: Session): Promise<void> {
    let session: Session | undefined = first
    while (session !== undefined) {
      this.#resume(session)
      const ending = await session.ended
      this.#suspend()
      session = await this.#orEnded(this.#reconnector.reopen(ending))
    }
  }

  async #orEnded(attempt: Promise<Session | undefined>): Promise<Session | undefined> {
    try {
      return await attempt
    } catch (error) {
      this.#outbox.close()
      this.#emit({ type: 'ended', error: asClientError(error) })
      return undefined
    }
  }

  #resume(session: Session): void {
    const { login } = session
    const isFirst = this.#me === undefined
    this.#slot.fill(session)
    this.#me = login.me
    this.#conversations.learn(login.chats, login.more !== true)
    for (const { chat, received, read } of login.chats) {
      this.#cursors.learn('received', chat, received)
      this.#cursors.learn('read', chat, read)
    }
    this.#emit({ type: 'online', login })
    if (isFirst) this.#restore(login.me.user)
    session.begin({
      onEvent: (event) => this.#onEvent(event),
      onError: (error) => this.#emit({ type: 'complaint', error }),
    })
    this.#outbox.resume()
    this.#cursors.resume()
    void this.#catchUp(session)
  }

  #restore(user: string): void {
    const kept = this.#options.keptFor?.(user)
    const messages = kept === undefined ? [] : this.#outbox.keepIn(kept)
    if (messages.length > 0) this.#emit({ type: 'restored', messages })
  }

  #suspend(): void {
    this.#slot.empty()
    this.#recallCheck.lost()
    this.#outbox.suspend()
    this.#cursors.suspend()
    this.#conversations.suspend()
  }

  async #catchUp(session: Session): Promise<void> {
    try {
      await catchUp({
        missed: (limit) => this.request('missed', { limit }),
        conversations: this.#conversations,
        cursors: this.#cursors,
        isCurrent: () => this.#slot.current === session,
      })
    } catch (error) {
      // When the connection went in the middle, the next session begins again.
      if (this.#slot.current === session)
        this.#emit({ type: 'complaint', error: asClientError(error) })
    }
    if (this.#slot.current !== session) return
    if (!this.#isCaughtUp) this.#emit({ type: 'caught-up' })
    this.#isCaughtUp = true
    await this.#recallCheck.run(() => this.#slot.current === session)
  }

  /** [P-13] What was not pushed to this session, the news that something was taken back among it, has to be asked for. */
  #resync(chats: EventOf<'resync'>['chats']): void {
    const session = this.#slot.current
    for (const { chat, head } of chats) this.#conversations.resync(chat, head)
    this.#recallCheck.lost()
    void this.#recallCheck.run(() => this.#slot.current === session)
  }

  #onMessages(chat: string, messages: readonly Message[]): void {
    for (const { from, cid, chat: address, seq, at } of messages) {
      if (!this.isMe(from)) continue
      // The answer was lost with a connection, but here is the message itself.
      const mine = this.#outbox.settle(chat, cid)
      if (mine) this.#emit({ type: 'stored', message: mine, stored: { chat: address, seq, at } })
    }
    this.#recallCheck.note(chat, messages)
    this.#emit({ type: 'messages', chat, messages })
    const newest = messages.at(-1)
    if (newest && !messages.every(({ from }) => this.isMe(from))) {
      this.#cursors.move('received', chat, newest.seq)
    }
  }

  #onStored(message: OutgoingMessage, stored: Stored): void {
    this.#emit({ type: 'stored', message, stored })
    const { chat, seq, at } = stored
    const { cid, text } = message
    this.#conversations.accept({ chat, seq, at, cid, text, from: this.me.user })
  }

  #onEvent(event: Event): void {
    switch (event.type) {
      case 'msg': {
        const { type: _, ...message } = event
        this.#conversations.accept(message)
        break
      }
      case 'resync':
        this.#resync(event.chats)
        break
      case 'recalled':
        this.#conversations.recall(event.chat, event.seq)
        this.#recallCheck.recalled(event.chat, event.seq)
        this.#emit(event)
        break
      case 'ping':
      case 'bye':
        break
      default:
        this.#emit(event)
    }
  }

  #emit(event: ClientEvent): void {
    this.#options.onEvent(event)
  }
}
