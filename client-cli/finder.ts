import type { ChatClient } from '../client/chat-client.ts'
import type { Face } from './showing.ts'

/** What is searched for, and how far back it has been found. */
export class Finder {
  readonly #client: Pick<ChatClient, 'request'>
  readonly #face: Face
  #rest: { query: string; chat?: string; page: string } | undefined

  constructor(client: Pick<ChatClient, 'request'>, face: Face) {
    this.#client = client
    this.#face = face
  }

  /** The newest messages with all these words, in one chat or in all. */
  async find(query: string, chat: string | undefined): Promise<void> {
    this.#rest = undefined
    await this.#show({ query, ...(chat !== undefined && { chat }) })
  }

  /** @returns whether there was something to go on with */
  async goOn(): Promise<boolean> {
    if (this.#rest === undefined) return false
    await this.#show(this.#rest)
    return true
  }

  async #show(search: { query: string; chat?: string; page?: string }): Promise<void> {
    const { page: limit } = this.#face
    const { query } = search
    const { messages, more, next } = await this.#client.request('search', { ...search, limit })
    this.#rest = more && next !== undefined ? { ...search, page: next } : undefined
    this.#face.show({ kind: 'found', query, messages, more })
  }
}
