import { ASSISTANT } from '../../protocol/limits.ts'
import type { Clock } from '../clock.ts'
import { Turns } from '../commands/turns.ts'
import { Chat, type Conversation } from '../directory/conversation.ts'
import type { Cursors } from '../directory/cursors.ts'
import type { Directory } from '../directory/directory.ts'
import { OnlineUser } from '../directory/online-user.ts'
import type { Entry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { ASSISTANT_ID, type MissedChat, type Person } from '../storage/store.ts'
import type { StorageApi } from '../workers/storage-api.ts'
import { isQuestionForMissed, type MissedReport, reportMissed } from './missed-report.ts'
import { shortAnswer } from './short-answer.ts'

/** An answer waits longer for the database than a `send` does: nobody else would repeat it. */
const MAX_WAIT_MS = 60_000
const MESSAGES_PER_CHAT = 50
/** Chats with questions that a crash or an outage left open, which are taken up again. */
const MAX_OPEN_CHATS = 200
/** Questions of one user that wait for their turn. Who sends more at once gets no answer to those beyond [G-6]. */
const MAX_OPEN_QUESTIONS = 20

export interface AssistantHost {
  clock: Clock
  storage: Pick<StorageApi, 'writtenSince' | 'missed'>
  directory: Directory
  journal: Journal
  cursors: Cursors
  failed(error: unknown): void
}

interface Question {
  /** The chat as the assistant sees it. */
  chat: Chat
  seq: number
  text: string
}

/**
 * 小助手: everyone's friend, who hands over what was missed and has a short answer to the rest. It takes part like any user: its answers go through
 * the journal, and an answer's `cid` is made of the question's place, so that a question met again after a crash cannot be answered twice [G-2].
 * Its `read` cursor moves when an answer is stored; what lies beyond it at start-up is still to be answered.
 */
export class Assistant {
  readonly #host: AssistantHost
  readonly #self: OnlineUser
  readonly #chats = new WeakMap<Conversation, Chat>()
  /** One question of a user at a time: answers come in the order of the questions. */
  readonly #turns = new Turns()
  /** How many wait, by user. */
  readonly #open = new Map<number, number>()

  constructor(person: Person, host: AssistantHost) {
    this.#host = host
    this.#self = new OnlineUser(
      { ...person, role: 'assistant', bannedUntil: 0, mutedUntil: 0, seenAt: 0 },
      0,
    )
  }

  /** A message was committed in a chat with the assistant. Never throws, never waits: it is called on the way of every message. */
  heard(entry: Entry, seq: number): void {
    const { chat, cid, text } = entry
    if (chat.user === this.#self) {
      const answered = questionSeq(cid)
      if (answered !== undefined) this.#host.cursors.read(chat, answered)
    } else if (chat.peerId === ASSISTANT_ID) {
      this.#takeUp({ chat: this.#chatWith(chat.conversation, chat.user), seq, text })
    }
  }

  /** Answers what a crash or an outage left without one: call at start-up, and when the database is back. */
  async takeUpOpenQuestions(): Promise<void> {
    const { storage, directory, cursors } = this.#host
    // What was answered a moment ago is not open.
    await cursors.save()
    const open = await storage.missed(ASSISTANT_ID, MAX_OPEN_QUESTIONS, MAX_OPEN_CHATS)
    for (const { chat, messages } of open.chats) {
      const conversation = directory.conversationOf(chat)
      const own = this.#chatWith(conversation, { id: chat.peerId, name: chat.name })
      for (const { sender, seq, text } of messages) {
        if (sender !== ASSISTANT) this.#takeUp({ chat: own, seq, text })
      }
    }
  }

  #takeUp(question: Question): void {
    const { peerId } = question.chat
    const open = this.#open.get(peerId) ?? 0
    if (open >= MAX_OPEN_QUESTIONS) return
    this.#open.set(peerId, open + 1)
    void this.#turns.take(String(peerId), async () => {
      await this.#answer(question)
      this.#done(peerId)
    })
  }

  #done(peerId: number): void {
    const open = (this.#open.get(peerId) ?? 0) - 1
    if (open > 0) this.#open.set(peerId, open)
    else this.#open.delete(peerId)
  }

  async #answer(question: Question): Promise<void> {
    const { chat, seq } = question
    try {
      const text = await this.#think(question)
      this.#host.journal.submit({
        chat,
        cid: answerCid(chat.conversation.id, seq),
        text,
        at: this.#host.clock.now(),
        requestId: undefined,
        origin: undefined,
        deadlineMs: this.#host.clock.monotonicMs() + MAX_WAIT_MS,
      })
    } catch (error) {
      this.#host.failed(error)
    }
  }

  async #think({ chat, text }: Question): Promise<string> {
    const now = this.#host.clock.now()
    if (!isQuestionForMissed(text)) return shortAnswer(text, now)
    return reportMissed(await this.#missedBy(chat.peerId), text, now)
  }

  /**
   * What came in while the user was away, and whatever their client has not acknowledged since. The clock alone would not do: a server that
   * was killed has not noted when its users left.
   */
  async #missedBy(askerId: number): Promise<MissedReport> {
    const { storage, directory } = this.#host
    const asker = directory.user(askerId)
    if (asker === undefined) {
      const { chats } = await storage.missed(askerId, MESSAGES_PER_CHAT, MAX_OPEN_CHATS)
      return { since: undefined, chats: chats.filter(isNotOurs) }
    }
    const { awayFrom, backSince } = asker
    const written = await storage.writtenSince(askerId, awayFrom, MESSAGES_PER_CHAT)
    const known = new Map(Array.from(asker.chats.values(), (chat) => [chat.conversation.id, chat]))
    const chats = written.filter(isNotOurs).map((one) => {
      const chat = known.get(one.chat.conversationId)
      const received = chat?.received ?? one.chat.received
      const receivedBefore = chat?.receivedBefore ?? received
      const isMissed = ({ at, seq }: { at: number; seq: number }): boolean =>
        seq > receivedBefore && (at <= backSince || seq > received)
      return { ...one, messages: one.messages.filter(isMissed) }
    })
    return { since: awayFrom, chats }
  }

  #chatWith(conversation: Conversation, asker: { id: number; name: string }): Chat {
    const present = this.#chats.get(conversation)
    if (present !== undefined) return present
    const start = { floor: 0, received: 0, read: 0 }
    const chat = new Chat(conversation, this.#self, asker.name, asker.id, start)
    this.#chats.set(conversation, chat)
    return chat
  }
}

const isNotOurs = ({ chat }: MissedChat): boolean => chat.peerId !== ASSISTANT_ID

const answerCid = (conversationId: number, seq: number): string => `answer-${conversationId}-${seq}`

function questionSeq(cid: string): number | undefined {
  const [, seq] = /^answer-\d+-(\d+)$/.exec(cid) ?? []
  return seq === undefined ? undefined : Number(seq)
}
