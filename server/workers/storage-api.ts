import type { HistoryQuery, SearchQuery, Store } from '../storage/store.ts'

/** Lists of messages that leave the worker as JSON already: a page can be a megabyte, and encoding it would hold up the main thread. */
export interface Pages {
  /** `"chat":…,"messages":[…],"more":…`, cut to fit a frame [P-2]. */
  historyPage(chatAddress: string, query: HistoryQuery): Promise<string>
  /** `"chats":[…],"more":…`, cut to fit a frame [P-2]. */
  missedPage(userId: number, limit: number): Promise<string>
  /** `"messages":[…],"more":…,"next":…`, cut to fit a frame [P-2]. */
  searchPage(query: SearchQuery): Promise<string>
}

/** All that the main thread asks of storage workers. */
export type StorageApi = Omit<Store, 'close'> & Pages

/** One variant per method, so that a new method breaks both sides of the thread at compile time. */
export type StorageRequest = {
  [M in keyof StorageApi]: { method: M; args: Parameters<StorageApi[M]> }
}[keyof StorageApi]

/** Plain data: an Error would lose its class and its code on the way. */
export type StorageReply =
  | { ok: true; value: unknown }
  | { ok: false; kind: 'chat'; code: string; message: string; field: string | undefined }
  | { ok: false; kind: 'outage' | 'bug'; message: string; stack: string | undefined }

export interface StorageWorkerData {
  url: string
  mode: 'read-write' | 'read-only'
  /** Its thread steps back behind the others. */
  isBackground: boolean
}
