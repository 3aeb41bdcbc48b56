import type { ChatClient } from '../client/chat-client.ts'
import type { ClientEvent } from '../client/client-event.ts'
import { OpenChat } from '../client/open-chat.ts'
import type { Roster } from '../client/roster.ts'
import type { OutgoingMessage } from '../client/sync/kept-messages.ts'
import { asClientError, type ClientErrorCode } from '../client/wire/chat-client-error.ts'
import type { Message } from '../protocol/entities.ts'
import { foldName, isRoomAddress } from '../protocol/names.ts'
import { MissedDigest } from './missed-digest.ts'
import type { Face } from './showing.ts'
import type { Speech } from './speech.ts'

/** Errors that say nothing about the chat that was asked for. */
const WITHOUT_CONNECTION: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'offline',
  'connection_lost',
  'shutting_down',
  'busy',
  'rate_limited',
  'unavailable',
])

export interface TalkOptions {
  client: ChatClient
  roster: Roster
  face: Face
  speech: Speech
}

/** What somebody does with the client, whatever the face: the chat that is open, what is new elsewhere, what was missed. */
export class Talk {
  readonly #client: ChatClient
  readonly #roster: Roster
  readonly #face: Face
  readonly #speech: Speech
  readonly #missed = new MissedDigest()
  #open: OpenChat | undefined
  /** The last one whose history came: where one is back when the next cannot be opened. */
  #filled: OpenChat | undefined
  /** Open, and without its history. */
  #unfilled: OpenChat | undefined
  #isFirstLogin = true
  #isCaughtUp = false
  #isAway = false

  constructor({ client, roster, face, speech }: TalkOptions) {
    this.#client = client
    this.#roster = roster
    this.#face = face
    this.#speech = speech
  }

  /** The address of the chat that is open. */
  get openChat(): string | undefined {
    return this.#open?.chat
  }

  /** The open chat was opened without a connection, or a server too busy for it: its history has to be asked for again. */
  get lacksHistory(): boolean {
    return this.#open !== undefined && this.#open === this.#unfilled
  }

  /**
   * `insists`: where only the connection is in the way the chat is open all the same, for a face that shows what it still knows of it.
   * @throws ChatClientError when there is no such chat; then the one that was open stays open
   */
  async open(address: string, insists = false): Promise<void> {
    const open = new OpenChat(address)
    const before = this.#unfilled ?? this.#filled
    this.#open = open
    try {
      const limit = this.#face.page
      const { chat, messages, more } = await this.#client.request('history', {
        chat: open.chat,
        limit,
      })
      const { unread } = this.#roster.chat(chat)
      const early = open.start(chat, messages)
      this.#face.show({ kind: 'opened', chat, messages, more, unread })
      // One may have gone on to another chat by now, and has seen none of it then.
      const isOpen = this.#open === open
      for (const message of early) this.#showMessage(message, isOpen)
      if (!isOpen) return
      this.#letGo(this.#unfilled)
      this.#filled = open
      // A face may show the first of many new ones, and the newest not yet.
      if (this.#face.isLooking !== false) this.#seen(chat, open.newest)
    } catch (error) {
      const isOpen = this.#open === open
      if (isOpen && insists && WITHOUT_CONNECTION.has(asClientError(error).code)) {
        this.#letGo(this.#unfilled)
        this.#unfilled = open
      } else {
        if (isOpen) this.#open = before
        this.#letGo(open)
      }
      throw error
    }
  }

  /** The person looks at the newest messages of the open chat (again). */
  seen(): void {
    const open = this.#open
    if (open !== undefined) this.#seen(open.chat, open.newest)
  }

  close(): string | undefined {
    const chat = this.#open?.chat
    this.#open = undefined
    this.#filled = undefined
    this.#letGo(this.#unfilled)
    if (chat !== undefined) this.#face.show({ kind: 'closed', chat })
    return chat
  }

  /** The page before the oldest that is shown. */
  async older(limit: number): Promise<void> {
    const open = this.#open
    if (open === undefined) return
    const before = open.oldest
    const { chat, messages, more } = await this.#client.request('history', {
      chat: open.chat,
      limit,
      ...(before !== undefined && { before }),
    })
    open.older(messages)
    this.#face.show({ kind: 'older', chat, messages, more })
  }

  /** @throws ChatClientError when it cannot be taken on */
  send(chat: string, text: string): void {
    this.#pending(this.#client.send(chat, text))
  }

  showMissed(isAsked: boolean): void {
    this.#face.show({ kind: 'missed', chats: this.#missed.chats, isAsked })
  }

  async setAway(isAway: boolean): Promise<void> {
    await this.#client.request('presence.set', { status: isAway ? 'away' : 'online' })
    this.#isAway = isAway
  }

  /** This user is no longer in that room, by their own will or another's. */
  leftRoom(room: string): void {
    this.#client.forgetRoom(room)
    this.#roster.forgetChat(room)
    if (this.#isOpen(room)) this.close()
    else if (this.#filled?.chat === room) this.#filled = undefined
  }

  take(event: ClientEvent): void {
    const wasFriend = 'user' in event && this.#roster.friend(event.user) !== undefined
    this.#roster.apply(event)
    switch (event.type) {
      case 'online':
        this.#online(event)
        break
      case 'caught-up':
        this.#isCaughtUp = true
        this.showMissed(false)
        break
      case 'messages':
        for (const message of event.messages) this.#message(message)
        break
      case 'stored':
        this.#face.show({ kind: 'stored', message: event.message, stored: event.stored })
        break
      case 'refused':
        this.#face.show({ kind: 'refused', message: event.message, error: event.error })
        break
      case 'restored':
        for (const message of event.messages) this.#pending(message)
        break
      case 'connecting':
        // The faces count down to it, and say so when it has failed.
        break
      case 'offline':
        this.#face.show({
          kind: 'offline',
          reason: this.#speech.reason(event.reason, event.code),
          pauseMs: event.pauseMs,
        })
        break
      case 'ended':
        this.#face.show({ kind: 'ended', error: event.error })
        break
      case 'complaint':
        this.fail(event.error)
        break
      case 'recalled':
        this.#missed.recall(event.chat, event.seq)
        if (this.#isOpen(event.chat)) this.#open?.recall(event.seq)
        this.#face.show({ kind: 'event', event })
        break
      case 'friend.removed':
        this.#face.show({ kind: 'event', event: { ...event, wasFriend } })
        break
      case 'room.joined':
        // By another of this user's sessions; what was said until now is history.
        if (this.#client.isMe(event.user)) this.#roster.chat(event.room)
        this.#face.show({ kind: 'event', event })
        break
      case 'room.left':
        this.#face.show({ kind: 'event', event })
        if (this.#client.isMe(event.user)) this.leftRoom(event.room)
        break
      default:
        this.#face.show({ kind: 'event', event })
    }
  }

  fail(error: unknown): void {
    const failure = asClientError(error)
    const { code, advice } = failure
    this.#face.show({ kind: 'failed', code, sentence: this.#speech.error(failure), advice })
  }

  #online({ login }: Extract<ClientEvent, { type: 'online' }>): void {
    const isFirst = this.#isFirstLogin
    this.#isFirstLogin = false
    this.#roster.learnLogin(login, isFirst)
    this.#face.show({ kind: 'online', me: login.me, isFirst })
    if (!isFirst && login.more !== true) this.#leaveAllBut(login.chats.map(({ chat }) => chat))
    // A status is a session's, and this is a new one.
    if (!isFirst && this.#isAway) this.setAway(true).catch((error: unknown) => this.fail(error))
  }

  /** Whoever was put out of a room while away hears of it by no event. */
  #leaveAllBut(chats: readonly string[]): void {
    const listed = new Set(chats.map(foldName))
    const gone = this.#roster.chats.filter(({ chat }) => {
      return isRoomAddress(chat) && !listed.has(foldName(chat))
    })
    const { user } = this.#client.me
    for (const { chat } of gone) this.take({ type: 'room.left', room: chat, user })
  }

  #pending(message: OutgoingMessage): void {
    this.#face.show({ kind: 'pending', message, isOpen: this.#isOpen(message.chat) })
  }

  #message(message: Message): void {
    const isOpen = this.#isOpen(message.chat)
    if (isOpen && this.#open?.take(message) !== true) return
    this.#showMessage(message, isOpen)
  }

  #showMessage(message: Message, isOpen: boolean): void {
    const { chat, seq, from, cid } = message
    const isOwn = this.#client.isMe(from)
    const isEcho = isOwn && this.#client.hasSent(cid)
    const isMissed = !this.#isCaughtUp
    const isSeen = isOpen && this.#face.isLooking !== false
    if (isSeen) this.#client.markRead(chat, seq)
    this.#roster.count(message, !isOwn && !isSeen)
    if (isMissed && !isOwn) this.#missed.add(message)
    this.#face.show({ kind: 'message', message, isEcho, isOwn, isOpen, isMissed })
  }

  /** What waited for a history that will not come is news like any other. */
  #letGo(open: OpenChat | undefined): void {
    if (open === undefined) return
    if (this.#unfilled === open) this.#unfilled = undefined
    for (const message of open.start(open.chat, [])) this.#showMessage(message, false)
  }

  #seen(chat: string, newest: number): void {
    this.#roster.clearUnread(chat)
    if (newest > 0) this.#client.markRead(chat, newest)
  }

  #isOpen(chat: string): boolean {
    return this.#open !== undefined && foldName(this.#open.chat) === foldName(chat)
  }
}
