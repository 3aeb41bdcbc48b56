import { join } from 'node:path'
import type { Test } from 'tap'
import { packageRoot } from '../../package-root.ts'
import type { Driver } from '../driver.ts'
import { migrate } from '../migrate.ts'
import { openDriver } from '../open-driver.ts'
import { openStore } from '../open-store.ts'
import { parseStorageUrl } from '../storage-url.ts'
import type { AppendBatch, ChatRecord, NewRoom, RoomJoin, Store, UserRecord } from '../store.ts'
import { UNKNOWN_HEAD } from '../store.ts'
import { openOtherServer } from './other-server.ts'

export const SQL_FOLDER = join(packageRoot, 'sql')

/** Makes an empty database and says where; each call another one. */
export type NewDatabase = (t: Test) => Promise<string>

/** A migrated database of the test's own, with what most tests begin with. */
export async function openTestStore(t: Test, newDatabase: NewDatabase): Promise<TestStore> {
  const url = await newDatabase(t)
  await migrate(url, SQL_FOLDER)
  const store = await openStore({ url, mode: 'read-write' })
  t.teardown(() => store.close())
  return new TestStore(t, url, store)
}

export async function openTestDriver(t: Test, url: string): Promise<Driver> {
  const driver = await openDriver(parseStorageUrl(url), 'read-write')
  t.teardown(() => driver.close())
  return driver
}

export class TestStore {
  readonly url: string
  readonly store: Store
  readonly #t: Test
  #counter = 0

  constructor(t: Test, url: string, store: Store) {
    this.#t = t
    this.url = url
    this.store = store
  }

  /** The store of another server that shares the database. */
  anotherStore(): Promise<Store> {
    return openOtherServer(this.#t, this.url)
  }

  /** For what no method of the store does yet. */
  driver(): Promise<Driver> {
    return openTestDriver(this.#t, this.url)
  }

  /** Different at every call; lower-case ASCII, so that it is its own folded form. */
  name(begin = 'name'): string {
    return `${begin}${++this.#counter}`
  }

  user(name = this.name('user')): Promise<UserRecord> {
    return this.store.createUser({
      name,
      folded: name,
      nickname: `nick of ${name}`,
      foldedNickname: `nick of ${name}`,
      passwordHash: 'hash',
      at: 1_000,
    })
  }

  async friends(a: UserRecord, b: UserRecord): Promise<void> {
    await this.store.friendRequest(a.id, b.name, '', 1_000)
    await this.store.friendAccept(b.id, a.name, 1_000)
  }

  /** Two users and their chat, as the first sees it. */
  async pair(): Promise<{ li: UserRecord; han: UserRecord; chat: ChatRecord }> {
    const li = await this.user()
    const han = await this.user()
    return { li, han, chat: await this.store.openDirect(li.id, han.id, 1_000) }
  }

  room(owner: UserRecord, options: Partial<NewRoom> = {}): Promise<RoomJoin> {
    const name = this.name('room')
    return this.store.createRoom({
      ...{ name, folded: name, topic: '', isPrivate: false, ownerId: owner.id, at: 1_000 },
      ...options,
    })
  }

  /** Appends texts one by one, each with a cid of its own; resolves with the last seq. */
  async say(conversationId: number, sender: UserRecord, ...texts: string[]): Promise<number> {
    const batch = batchOf(
      texts.map((text) => ({ conversationId, senderId: sender.id, text, cid: this.name('cid') })),
    )
    return (await this.store.append(batch)).seq.at(-1) ?? 0
  }
}

export interface Entry {
  conversationId: number
  senderId: number
  cid: string
  text: string
  head?: number
  at?: number
}

export const batchOf = (entries: readonly Entry[]): AppendBatch => ({
  conversationId: entries.map((entry) => entry.conversationId),
  head: entries.map((entry) => entry.head ?? UNKNOWN_HEAD),
  senderId: entries.map((entry) => entry.senderId),
  cid: entries.map((entry) => entry.cid),
  at: entries.map((entry) => entry.at ?? 5_000),
  text: entries.map((entry) => entry.text),
})

/** Texts that have broken chats, and that every field must carry unharmed. */
export const ODD_TEXTS = [
  "'; DROP TABLE users; --",
  `" OR ""="`,
  '\\',
  "\\' OR 1=1 -- ",
  '`backtick` ? ?? :name $1 @@version',
  '100% _under_ [a-z]*',
  '/* comment */ # hash -- dash',
  '李雷和韩梅梅',
  '🫖茶馆👨‍👩‍👧‍👦',
  'trailing spaces   ',
  '\u202Ertl\u2066 joiners\u200D\uFEFF',
]

export const tokenHash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
