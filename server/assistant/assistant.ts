import { ASSISTANT } from '../../protocol/limits.ts'
import { ChatError } from '../chat-error.ts'
import type { Clock } from '../clock.ts'
import { Turns } from '../commands/turns.ts'
import { Chat, type Conversation } from '../directory/conversation.ts'
import type { Cursors } from '../directory/cursors.ts'
import type { Directory } from '../directory/directory.ts'
import { OnlineUser } from '../directory/online-user.ts'
import type { Entry } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { ReminderRecord } from '../storage/reminder-records.ts'
import { ASSISTANT_ID, type Person } from '../storage/store.ts'
import type { StorageApi } from '../workers/storage-api.ts'
import { answerCid, answeredSeq, reminderCid } from './answer-cid.ts'
import { Answerer } from './answerer.ts'
import type { Backend } from './backends/backend.ts'
import type { BackendTrouble } from './backends/trouble.ts'
import type { SearchHistory } from './commands/search.ts'
import { commit } from './commit-wait.ts'
import { fitText } from './fit-text.ts'
import { ReminderBell } from './reminder-bell.ts'
import { reminderText } from './reminder-text.ts'

/** An answer waits longer for the database than a `send` does: nobody else would repeat it. */
const MAX_WAIT_MS = 60_000
/** Chats with questions that a crash or an outage left open, which are taken up again. */
const MAX_OPEN_CHATS = 200
/** Questions of one user that wait for their turn. Who sends more at once gets no answer to those beyond [G-6]. */
const MAX_OPEN_QUESTIONS = 20
/** A question that stayed open for longer, as while the assistant was switched off, is not answered out of the blue. */
const MAX_AGE_MS = 24 * 3_600_000

type AssistantStorage = Pick<
  StorageApi,
  | 'writtenSince'
  | 'missed'
  | 'history'
  | 'sentMessage'
  | 'relations'
  | 'openDirect'
  | 'addReminder'
  | 'remindersOf'
  | 'cancelReminders'
  | 'nextReminders'
  | 'deleteReminder'
>

export interface AssistantHost {
  clock: Clock
  storage: AssistantStorage
  directory: Directory
  journal: Journal
  cursors: Cursors
  backend: Backend
  /** Undefined where messages are not indexed. */
  searchHistory: SearchHistory | undefined
  failed(error: unknown): void
  /** The back end gave no answer, and the asker was told so. */
  troubled(error: BackendTrouble): void
}

interface Question {
  /** The chat as the assistant sees it. */
  chat: Chat
  seq: number
  at: number
  /** Empty: it was recalled before its turn came. */
  text: string
}

/**
 * 小助手: everyone's friend. It takes part like any user: its answers go through the journal, and an answer's `cid` is made of the question's
 * place, so that a question met again after a crash cannot be answered twice [G-2]. Its `read` cursor moves when an answer is stored; what lies
 * beyond it at start-up is still to be answered. What it says is the business of `Answerer`.
 */
export class Assistant {
  readonly #host: AssistantHost
  readonly #self: OnlineUser
  readonly #answerer: Answerer
  readonly #bell: ReminderBell
  readonly #chats = new WeakMap<Conversation, Chat>()
  /** One question of a user at a time: answers come in the order of the questions. */
  readonly #turns = new Turns()
  /** How many wait, by user. */
  readonly #open = new Map<number, number>()
  readonly #stopping = new AbortController()

  constructor(person: Person, host: AssistantHost) {
    this.#host = host
    this.#self = new OnlineUser(
      { ...person, role: 'assistant', bannedUntil: 0, mutedUntil: 0, seenAt: 0 },
      0,
    )
    this.#bell = new ReminderBell({
      clock: host.clock,
      storage: host.storage,
      ring: (reminder) => this.#ring(reminder),
      failed: (error) => host.failed(error),
    })
    const reminderMade = (dueAt: number): void => this.#bell.made(dueAt)
    this.#answerer = new Answerer({ ...host, reminderMade })
  }

  /** A message was committed in a chat with the assistant. Never throws, never waits: it is called on the way of every message. */
  heard(entry: Entry, seq: number): void {
    const { chat, cid, text, at } = entry
    if (chat.user === this.#self) {
      const answered = answeredSeq(cid)
      if (answered !== undefined) this.#host.cursors.read(chat, answered)
    } else if (chat.peerId === ASSISTANT_ID) {
      this.#takeUp({ chat: this.#chatWith(chat.conversation, chat.user), seq, at, text })
    }
  }

  /**
   * Answers what a crash or an outage left without one, and says the reminders that became due meanwhile: call at start-up, and when the database
   * is back.
   */
  async takeUpOpenQuestions(): Promise<void> {
    const { storage, directory, cursors } = this.#host
    this.#bell.look()
    // What was answered a moment ago is not open.
    await cursors.save()
    const open = await storage.missed(ASSISTANT_ID, MAX_OPEN_QUESTIONS, MAX_OPEN_CHATS)
    for (const { chat, messages } of open.chats) {
      const conversation = directory.conversationOf(chat)
      const own = this.#chatWith(conversation, { id: chat.peerId, name: chat.name })
      for (const { sender, seq, at, text } of messages) {
        if (sender !== ASSISTANT) this.#takeUp({ chat: own, seq, at, text })
      }
    }
  }

  /** What is being thought about is given up: it stays open, and the next start answers it. */
  stop(): void {
    this.#stopping.abort()
    this.#bell.stop()
  }

  #takeUp(question: Question): void {
    const { peerId } = question.chat
    const open = this.#open.get(peerId) ?? 0
    if (open >= MAX_OPEN_QUESTIONS) return
    this.#open.set(peerId, open + 1)
    void this.#turns.take(String(peerId), async () => {
      await this.#deal(question)
      this.#done(peerId)
    })
  }

  #done(peerId: number): void {
    const open = (this.#open.get(peerId) ?? 0) - 1
    if (open > 0) this.#open.set(peerId, open)
    else this.#open.delete(peerId)
  }

  async #deal(question: Question): Promise<void> {
    const { chat, seq } = question
    const cid = answerCid(chat.conversation.id, seq)
    try {
      if (!(await this.#isOpen(question, cid))) return this.#host.cursors.read(chat, seq)
      const answer = await this.#answer(question)
      await this.#say(this.#asItIsNow(chat), cid, answer)
      // Also where it was answered in other words before, which nobody told us of.
      this.#host.cursors.read(chat, seq)
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#host.failed(error)
    }
  }

  /** A question that is met again may have its answer, committed before its turn ended: thinking costs more than looking. */
  async #isOpen({ at, text }: Question, cid: string): Promise<boolean> {
    const { clock, storage } = this.#host
    this.#stopping.signal.throwIfAborted()
    if (text === '' || clock.now() - at > MAX_AGE_MS) return false
    return (await storage.sentMessage(ASSISTANT_ID, cid)) === undefined
  }

  #answer({ chat, seq, at, text }: Question): Promise<string> {
    const asker = { id: chat.peerId, name: chat.address }
    const place = { conversationId: chat.conversation.id, seq }
    return this.#answerer.answer({ asker, ...place, at, text }, this.#stopping.signal)
  }

  /** Resolves when it is committed, or was before: under this cid nothing is said twice [G-2]. */
  async #say(chat: Chat, cid: string, text: string): Promise<void> {
    const { journal, clock } = this.#host
    const deadlineMs = clock.monotonicMs() + MAX_WAIT_MS
    try {
      await commit(journal, { chat, cid, text: fitText(text), at: clock.now(), deadlineMs })
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'conflict') throw error
    }
  }

  async #ring(reminder: ReminderRecord): Promise<void> {
    const { clock, storage, directory } = this.#host
    const { userId, conversationId, askedSeq } = reminder
    const record = await storage.openDirect(ASSISTANT_ID, userId, clock.now())
    const conversation = directory.conversationOf(record)
    const chat = this.#chatWith(conversation, { id: userId, name: record.name })
    await this.#say(
      chat,
      reminderCid(conversationId, askedSeq),
      reminderText(reminder, clock.now()),
    )
  }

  /** While a back end thinks the directory may have forgotten the conversation, and made it anew for somebody who came: they are pushed what is said in that one [P-12]. */
  #asItIsNow({ conversation, peerId, address }: Chat): Chat {
    const { id, kind, memberCount, stored } = conversation
    const present = this.#host.directory.conversationOf({
      ...{ conversationId: id, kind, memberCount, head: stored },
    })
    return this.#chatWith(present, { id: peerId, name: address })
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
