import { asRecalled } from '../client/as-recalled.ts'
import type { Message } from '../protocol/entities.ts'
import type { MissedChat } from './showing.ts'

const MAX_CHATS = 50
const MAX_MESSAGES_PER_CHAT = 10

/** What came while this user was away: numbers of all, and the newest messages of each chat. */
export class MissedDigest {
  readonly #chats = new Map<string, { chat: string; count: number; messages: Message[] }>()

  add(message: Message): void {
    let missed = this.#chats.get(message.chat)
    if (missed === undefined) {
      if (this.#chats.size >= MAX_CHATS) return
      missed = { chat: message.chat, count: 0, messages: [] }
      this.#chats.set(message.chat, missed)
    }
    missed.count += 1
    missed.messages.push(message)
    if (missed.messages.length > MAX_MESSAGES_PER_CHAT) missed.messages.shift()
  }

  recall(chat: string, seq: number): void {
    const missed = this.#chats.get(chat)
    if (missed === undefined) return
    missed.messages = missed.messages.map((one) => (one.seq === seq ? asRecalled(one) : one))
  }

  /** The chat in which the newest message came is the last, next to where one types. */
  get chats(): MissedChat[] {
    const newestAt = ({ messages }: MissedChat): number => messages.at(-1)?.at ?? 0
    return [...this.#chats.values()].sort((a, b) => newestAt(a) - newestAt(b))
  }
}
