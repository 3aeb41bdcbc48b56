import { setTimeout as pause } from 'node:timers/promises'
import type { AdminReplyOf, AdminRequestType } from '../../../protocol/admin.ts'
import type { LogLevel } from '../../../protocol/admin-entities.ts'
import { AdminClient, AdminError } from '../../admin/admin-client.ts'
import type { AdminFields } from '../../admin/admin-task.ts'
import { reasonText } from '../reasons.ts'
import type { Asking, Feed, FeedListener } from './feed.ts'

const RETRY_MS = 1_000

const closed = (): AdminError => new AdminError('closed', 'The server is not there.')

/** A server over its admin socket. */
export class LiveFeed implements Feed {
  readonly target: string
  readonly place: string
  readonly asking: Asking = { ask: (type, fields) => this.#ask(type, fields) }
  readonly #operator: string
  readonly #stopped = new AbortController()
  #client: AdminClient | undefined
  #level: LogLevel = 'info'

  constructor(socket: string, operator: string) {
    this.target = socket
    this.place = socket
    this.#operator = operator
  }

  async open(listener: FeedListener): Promise<void> {
    const client = await AdminClient.connect(this.target, this.#operator)
    void this.#stay(client, listener)
  }

  watchLog(level: LogLevel): void {
    this.#level = level
    this.#client?.ask('watch', { log: level }).catch(() => {
      // The connection has gone; the next one begins with the new level.
    })
  }

  close(): void {
    this.#stopped.abort()
    this.#client?.close()
  }

  async #ask<T extends AdminRequestType>(
    type: T,
    fields: AdminFields<T>,
  ): Promise<AdminReplyOf<T>> {
    if (this.#client === undefined) throw closed()
    return this.#client.ask(type, fields)
  }

  /** Connection after connection. */
  async #stay(first: AdminClient, listener: FeedListener): Promise<void> {
    const { signal } = this.#stopped
    let client: AdminClient | undefined = first
    while (!signal.aborted) {
      if (client === undefined) {
        await pause(RETRY_MS, undefined, { signal }).catch(() => {})
        if (signal.aborted) return
        client = await this.#connect(listener)
      } else {
        await this.#watch(client, listener)
        client = undefined
        if (!signal.aborted) listener.lost(reasonText(closed()))
      }
    }
    client?.close()
  }

  async #connect(listener: FeedListener): Promise<AdminClient | undefined> {
    try {
      const client = await AdminClient.connect(this.target, this.#operator)
      // Whoever hears that it is back may ask at once.
      this.#client = client
      listener.back()
      return client
    } catch (error) {
      listener.lost(reasonText(error))
      return undefined
    }
  }

  /** Until it ends. */
  async #watch(client: AdminClient, listener: FeedListener): Promise<void> {
    this.#client = client
    client.onEvent = (event) => {
      if (event.type === 'stats') listener.figures(event)
      else if (event.type === 'log') listener.log(event)
      else listener.dropped(event.lines)
    }
    try {
      await client.ask('watch', { stats: true, log: this.#level })
      listener.figures(await client.ask('stats', {}))
    } catch {
      // It has gone again, or is about to.
      client.close()
    }
    await client.closed
    this.#client = undefined
  }
}
